"""What the commands that judge have in common: their options, reading, and how they end."""

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.moments import day

if TYPE_CHECKING:
    from loganalyzer.api import Log, Options
    from loganalyzer.reports.report import Report
    from loganalyzer.settings.settings import Settings

SettingsPaths = Annotated[
    list[Path] | None,
    typer.Option(
        "--settings",
        metavar="PATH",
        help="Folder such as /etc/postfix, or main.cf, master.cf, policyd-spf.conf, dovecot.conf, "
        "or what postconf -n or -M or doveconf -n printed (repeat it): "
        "then the change fits this very server.",
    ),
]
Risk = Annotated[
    float,
    typer.Option(
        min=0.1, metavar="N", help="New failing senders a month that may still turn up after a switch."
    ),
]


Switched = Annotated[
    date | None,
    typer.Option(
        parser=day,
        metavar="DATE",
        help="When warn_if_reject before the SPF check was dropped, if the log does not show it: 2026-11-02.",
    ),
]


def settings_of(paths: Sequence[Path] | None) -> "Settings | None":
    """The server's configuration; raises BadParameter for what is missing or cannot be understood."""
    if not paths:
        return None
    from loganalyzer.settings.file import SettingsError
    from loganalyzer.settings.read import read_settings

    try:
        return read_settings(*paths)
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from None


def decisions_of(named: Sequence[str] | None, *, with_domains: bool = False) -> tuple[str, ...]:
    """The decisions to be judged; raises BadParameter for one that does not exist.

    with_domains: also those about a domain, for which something was named beside the logs.
    """
    from loganalyzer.advice.decisions import DECISIONS, USUAL

    unknown = sorted(set(named or ()) - set(DECISIONS))
    if unknown:
        raise typer.BadParameter(f"no such decision: {', '.join(unknown)}; there is {', '.join(DECISIONS)}")
    return tuple(named or (DECISIONS if with_domains else USUAL))


@contextmanager
def opened(
    logs: Sequence[str],
    options: "Options",
    output: Path | None,
    store: str | None = None,
    folder: bool = False,
    key: bytes | None = None,
) -> Iterator["Log"]:
    """The log, to be read within, with a progress bar where somebody watches; ends the program
    where nothing could be read at all. ``store``: empty for the usual one, None for none.
    ``folder``: whether the output is one. ``key``: of pseudonyms, where nobody is to be named."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.cli.naming import told_anew
    from loganalyzer.cli.output import checked, checked_folder
    from loganalyzer.cli.progress import progress
    from loganalyzer.cli.stores import log_of, spared, store_errors

    spared(output, store)
    with progress() as shown, store_errors():
        log = log_of(logs, store, options, sys.stdin.buffer, shown, key)
        if output is not None:
            (checked_folder if folder else checked)(output, log.sources)
        if key is not None:
            told_anew(log)
        yield log
        nothing = not log.coverage.lines
    for finding in log.outcome.findings:
        if nothing or (output is not None and finding.severity == "error"):
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
    if nothing:
        typer.echo("mailstat: nothing was read", err=True)
        raise typer.Exit(UNREADABLE)


def read_log(
    logs: Sequence[str],
    options: "Options",
    output: Path | None,
    store: str | None = None,
    folder: bool = False,
    key: bytes | None = None,
) -> "Log":
    """The log, read to its end; see ``opened``."""
    with opened(logs, options, output, store, folder, key) as log:
        return log


def finish(log: "Log", found: "Report", check: bool, named: Collection[str]) -> None:
    """Ends the program with the code that the report stands for, and says aloud what was not understood."""
    end(found, log.outcome.unread, check, named)


def end(found: "Report", unread: bool, check: bool, named: Collection[str]) -> None:
    """The same for whoever knows otherwise whether something could not be read."""
    from loganalyzer.cli.exits import exit_code, understood

    if not understood(found.coverage):
        typer.echo(
            "mailstat: these lines were not understood, so no figure above means anything; "
            "is this the log of a mail server?",
            err=True,
        )
    raise typer.Exit(exit_code(found.coverage, unread, found.advice, check, frozenset(named)))
