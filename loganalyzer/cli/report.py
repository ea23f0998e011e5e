"""``mailstat report``: what a log says, and what may now be enforced."""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.moments import moment, span, zone

if TYPE_CHECKING:
    from loganalyzer.api import Options
    from loganalyzer.reports.report import Report


class Format(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"


def report(
    logs: Annotated[
        list[str],
        typer.Argument(
            metavar="LOG...",
            help="Files, patterns, folders, or - for standard input; rotated and packed too.",
        ),
    ],
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this file instead of standard output.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only what began then or later: 2026-11-02.")] = None,
    until: Annotated[str | None, typer.Option(help="Only what began before: 2026-11-30.")] = None,
    last: Annotated[
        str | None, typer.Option(help="Only the last 36h, 28d or 4w before --until, or before the log's end.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Year in which a log without years ends.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Zone of stamps without one; otherwise this machine's.")
    ] = None,
    own_domain: Annotated[
        list[str] | None,
        typer.Option(help="A domain of this server (repeat it); otherwise those it delivers into mailboxes."),
    ] = None,
    decision: Annotated[
        list[str] | None, typer.Option(help="Judge only this decision (repeat it): warn_if_reject.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say by the exit code whether all is SAFE.")] = False,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that scan.")] = 1,
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
    from loganalyzer.cli.progress import progress

    unknown = sorted(set(decision or ()) - set(DECISIONS))
    if unknown:
        raise typer.BadParameter(f"no such decision: {', '.join(unknown)}; there is {', '.join(DECISIONS)}")
    options = _options(logs, since, until, last, year, timezone, jobs)
    with progress() as shown:
        log = Log(logs, options, sys.stdin.buffer, shown)
        found = log.report(decision or tuple(DECISIONS), own_domain or ())
    if not found.coverage.lines:
        for finding in found.findings:
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
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


def _options(
    logs: list[str],
    since: str | None,
    until: str | None,
    last: str | None,
    year: int | None,
    timezone: str | None,
    jobs: int,
) -> "Options":
    from loganalyzer.api import Options

    where = zone(timezone) if timezone else None
    if last and since:
        raise typer.BadParameter("--last and --since exclude each other")
    return Options(
        year=year,
        timezone=where,
        since=moment(since, where) if since else None,
        until=moment(until, where) if until else None,
        last=span(last) if last else None,
        jobs=jobs,
    )


def colors(terminal: bool) -> bool:
    """Whether to colour: only a terminal, and only where NO_COLOR is not set (no-color.org)."""
    return terminal and not os.environ.get("NO_COLOR")


def _write(found: "Report", format: Format, output: Path | None) -> None:
    """Renders and writes; a terminal gets its own width and colours, everything else 78 columns."""
    from loganalyzer.reports import json, text

    terminal = output is None and sys.stdout.isatty()
    if format is Format.JSON:
        said = json.render(found)
    elif terminal:
        width = min(shutil.get_terminal_size().columns, 120)
        said = text.render(found, width, color=colors(terminal))
    else:
        said = text.render(found)
    if output is None:
        sys.stdout.write(said)
        sys.stdout.flush()
        return
    try:
        output.write_text(said, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {output}: {error.strerror}") from None
