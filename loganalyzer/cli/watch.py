"""``mailstat watch``: what matters in a log as it happens, and a summary now and then."""

import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.judging import SettingsPaths, settings_of
from loganalyzer.cli.moments import interval, zone
from loganalyzer.cli.parameters import LabelsFile, OwnDomain, Timezone, labels_of_option
from loganalyzer.cli.showing import Format, colors

if TYPE_CHECKING:
    from loganalyzer.sources.growing import Growing

TheLog = Annotated[
    str | None, typer.Argument(metavar="LOG", help="A log that grows, or - for lines that are piped in.")
]
TheJournal = Annotated[bool, typer.Option("--journal", help="Read systemd's journal instead of a file.")]
Every = Annotated[str, typer.Option(metavar="SPAN", help="From one summary to the next: 10m, 1h or 1d.")]
FromStart = Annotated[
    bool,
    typer.Option("--from-start", help="Tell also what the log holds already, not only what comes."),
]
Everything = Annotated[
    bool,
    typer.Option("--all", help="Tell each would-be rejection and refusal, also decided and repeated ones."),
]


def watch(
    log: TheLog = None,
    journal: TheJournal = False,
    every: Every = "1h",
    from_start: FromStart = False,
    everything: Everything = False,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
) -> None:
    """Watch a log grow: would-be rejections, wanted mail refused, encryption falling, blindness.

    Told is mail that would be lost and is not decided yet, a sender once between two summaries. Where
    the log holds something already, its last part is read first, to know who used TLS before and whom
    our people wrote to. Rotation is followed. SIGTERM and Ctrl-C end it with a last summary.

    Exit codes: 0 ended by a signal, or standard input did; 2 wrong usage, the log cannot be read or
    written about, or journalctl has ended.
    """
    if journal == (log is not None):
        raise typer.BadParameter("name a log, - or --journal, and only one of them")
    where = None if timezone is None else zone(timezone)
    stretch = interval(every) // timedelta(microseconds=1)
    configuration, said = settings_of(settings), labels_of_option(labels)

    from loganalyzer.api.given import given_of
    from loganalyzer.api.watch import Watch, WatchOptions
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.cli.waking import alarm
    from loganalyzer.reports.notice import as_json, as_text

    growing = _opened(log, from_start)
    color = colors(sys.stdout is not None and sys.stdout.isatty())
    try:
        with alarm(growing.descriptor) as clock:
            found = Watch(
                growing,
                clock.wake,
                given_of(said, configuration, own_domain or ()),
                WatchOptions(where, from_start, stretch, everything),
            )
            for one in found.run():
                _say(as_json(one, growing.name) if format is Format.JSON else as_text(one, where, color))
    finally:
        growing.close()
    if found.over and log != "-":
        typer.echo(f"mailstat: {growing.name}: {found.over}", err=True)
        raise typer.Exit(UNREADABLE)


def _opened(log: str | None, from_start: bool) -> "Growing":
    """The input; ends the program where it cannot be read."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.sources.discover import reason
    from loganalyzer.sources.flowing import JOURNALCTL, Flowing, Journal
    from loganalyzer.sources.follow import Follower

    try:
        if log is None:
            return Journal(whole=from_start)
        return Flowing("-", os.dup(sys.stdin.fileno())) if log == "-" else Follower(log)
    except OSError as error:
        what = JOURNALCTL[0] if log is None else log
        why = (
            "there is no such program"
            if log is None and isinstance(error, FileNotFoundError)
            else reason(error)
        )
        typer.echo(f"mailstat: {what}: {why}", err=True)
        raise typer.Exit(UNREADABLE) from None


def _say(line: str) -> None:
    """Writes one line at once; ends the program where nobody takes it."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.cli.output import abandon, write

    try:
        write(line + "\n", None)
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"mailstat: cannot write: {error.strerror or error}", err=True)
        abandon()
        raise typer.Exit(UNREADABLE) from None
