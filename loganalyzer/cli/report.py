"""``mailstat report``: what a log says, and what may now be enforced."""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.parameters import (
    Check,
    Decision,
    Jobs,
    Last,
    Logs,
    Output,
    OwnDomain,
    Since,
    Timezone,
    Until,
    Year,
    options_of,
)

if TYPE_CHECKING:
    from loganalyzer.reports.report import Report


class Format(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"


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
    check: Check = False,
    jobs: Jobs = 1,
) -> None:
    """Report what mail logs say: verdicts, encryption rates, would-be rejections.

    Exit codes: 0 done; 1 (with --check) a verdict is not SAFE; 2 wrong usage, or something that
    was named could not be read; 3 the input was not understood, or (with --check) a decision
    named by --decision is BLIND. If several apply: not understood, then 2, then BLIND, then 1.
    A report is printed wherever there is one.
    """
    from loganalyzer.advice.decisions import DECISIONS
    from loganalyzer.api import Log
    from loganalyzer.cli.exits import UNREADABLE, exit_code, understood
    from loganalyzer.cli.output import checked
    from loganalyzer.cli.progress import progress

    unknown = sorted(set(decision or ()) - set(DECISIONS))
    if unknown:
        raise typer.BadParameter(f"no such decision: {', '.join(unknown)}; there is {', '.join(DECISIONS)}")
    options = options_of(since, until, last, year, timezone, jobs)
    with progress() as shown:
        log = Log(logs, options, sys.stdin.buffer, shown)
        if output is not None:
            checked(output, log.sources)
        found = log.report(decision or tuple(DECISIONS), own_domain or ())
    nothing = not found.coverage.lines
    for finding in found.findings:
        if nothing or (output is not None and finding.severity == "error"):
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
    if nothing:
        typer.echo("mailstat: nothing was read", err=True)
        raise typer.Exit(UNREADABLE)
    _write(found, format, output)
    if not understood(found.coverage):
        typer.echo(
            "mailstat: these lines were not understood, so no figure above means anything; "
            "is this the log of a mail server?",
            err=True,
        )
    raise typer.Exit(
        exit_code(found.coverage, log.outcome.unread, found.advice, check, frozenset(decision or ()))
    )


def colors(terminal: bool) -> bool:
    """Whether to colour: only a terminal that can, and only where NO_COLOR is not set."""
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(found: "Report", format: Format, output: Path | None) -> None:
    """Renders and writes; a terminal gets its own width and colours, everything else 78 columns."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.cli.output import abandon, write
    from loganalyzer.reports import json, text

    if format is Format.JSON:
        said = json.render(found)
    elif output is None and sys.stdout is not None and sys.stdout.isatty():
        width = min(shutil.get_terminal_size().columns, 120)
        said = text.render(found, width, color=colors(terminal=True))
    else:
        said = text.render(found)
    try:
        write(said, output)
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"mailstat: cannot write the report: {error.strerror or error}", err=True)
        abandon()
        raise typer.Exit(UNREADABLE) from None
