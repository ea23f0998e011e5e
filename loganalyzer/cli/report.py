"""``mailstat report``: what a log says, and what may now be enforced."""

from functools import partial
from typing import Annotated

import typer

from loganalyzer.cli.judging import Risk, SettingsPaths, decisions_of, finish, read_log, settings_of
from loganalyzer.cli.parameters import (
    Check,
    Decision,
    Jobs,
    LabelsFile,
    Last,
    Logs,
    Output,
    OwnDomain,
    Since,
    Timezone,
    Until,
    Year,
    labels_of_option,
    options_of,
)
from loganalyzer.cli.showing import Format, show


def report(
    logs: Logs,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    output: Output = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    decision: Decision = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    risk: Risk = 4.0,
    check: Check = False,
    jobs: Jobs = 1,
) -> None:
    """Report what mail logs say: verdicts, encryption rates, would-be rejections.

    Exit codes: 0 done; 1 (with --check) a verdict is not SAFE, of warn_if_reject or, with --decision,
    of those; 2 wrong usage, or something that was named could not be read; 3 the input was not
    understood, or (with --check) a decision named by --decision is BLIND. If several apply: not
    understood, then 2, then BLIND, then 1.
    A report is printed wherever there is one.
    """
    decisions = decisions_of(decision)
    configuration, said = settings_of(settings), labels_of_option(labels)
    log = read_log(logs, options_of(since, until, last, year, timezone, jobs), output)
    found = log.report(decisions, own_domain or (), labels=said, settings=configuration, budget=risk)

    from loganalyzer.reports import json, text

    if format is Format.JSON:
        show(lambda width, color: json.render(found), output)
    else:
        show(partial(text.render, found), output)
    finish(log, found, check, decision or ())
