"""``mailstat doctor``: what can be judged from these logs, and which settings are mistaken."""

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.judging import SettingsPaths, read_log, settings_of
from loganalyzer.cli.parameters import Jobs, Last, MaybeLogs, Output, Since, Timezone, Until, Year, options_of
from loganalyzer.cli.showing import Format, show
from loganalyzer.cli.stores import AlsoStore

if TYPE_CHECKING:
    from loganalyzer.api import Log
    from loganalyzer.doctor.diagnosis import Diagnosis

CheckFindings = Annotated[
    bool, typer.Option("--check", help="Say by the exit code whether there is a warning or an error.")
]


def doctor(
    logs: MaybeLogs = None,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    output: Output = None,
    store: AlsoStore = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    settings: SettingsPaths = None,
    check: CheckFindings = False,
    jobs: Jobs = 1,
) -> None:
    """Say what can be judged from these logs and what not, and which settings are mistaken.

    Each finding says what, why it matters, and the line to write; its id stays the same from version
    to version. --settings takes what doveconf -n printed as well.

    Exit codes: 0 done; 1 (with --check) there is a finding of severity warning or error; 2 wrong usage,
    or something that was named could not be read; 3 the input was not understood. If several apply:
    not understood, then 2, then 1.
    """
    configuration = settings_of(settings)
    log = read_log(logs or (), options_of(since, until, last, year, timezone, jobs), output, store)

    from loganalyzer.doctor.examined import key_files
    from loganalyzer.reports import doctor_json, doctor_text

    found = log.doctor(configuration, modes(key_files(configuration)) if configuration else {})
    if format is Format.JSON:
        show(lambda width, color: doctor_json.render(found), output)
    else:
        show(partial(doctor_text.render, found), output)
    raise typer.Exit(_code(log, found, check))


def modes(paths: Iterable[str]) -> dict[str, int]:
    """Permissions of those files that are on this machine; the settings may be another's."""
    found = {}
    for path in paths:
        try:
            found[path] = os.stat(path).st_mode  # noqa: PTH116  a mere text from a configuration
        except OSError:
            continue
    return found


def _code(log: "Log", found: "Diagnosis", check: bool) -> int:
    from loganalyzer.cli.exits import ATTENTION, DONE, NOT_UNDERSTOOD, UNREADABLE, understood
    from loganalyzer.reports.build import summary

    if not understood(summary(log.coverage, log.outcome.where)):
        typer.echo("mailstat: these lines were not understood; is this the log of a mail server?", err=True)
        return NOT_UNDERSTOOD
    if log.outcome.unread:
        return UNREADABLE
    wrong = any(finding.severity != "info" for finding in found.findings)
    return ATTENTION if check and wrong else DONE
