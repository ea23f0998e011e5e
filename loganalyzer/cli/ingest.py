"""``mailstat ingest``: keep what new lines of logs say, for longer than logrotate keeps them."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from loganalyzer.cli.judging import SettingsPaths, settings_of
from loganalyzer.cli.parameters import Jobs, Logs, OwnHost, Timezone, Year, options_of
from loganalyzer.cli.stores import StoreFile, store_errors, store_path

Rebuild = Annotated[
    bool,
    typer.Option(
        "--rebuild", help="Keep the store that is there aside, and begin a new one from the logs there are."
    ),
]
Patience = Annotated[
    float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait for another run.")
]


def ingest(
    logs: Logs,
    store: StoreFile = None,
    rebuild: Rebuild = False,
    year: Year = None,
    timezone: Timezone = None,
    own_host: OwnHost = None,
    settings: SettingsPaths = None,
    wait: Patience = 30.0,
    jobs: Jobs = 1,
) -> None:
    """Take the new lines of logs into the store: each line once, whatever logrotate does to its file.

    Counts, places and sample lines are kept, not the log. Run it from cron at least as often as
    logs are thrown away; a run that is killed leaves the store as it was.

    Exit codes: 0 done, also where nothing is new; 2 wrong usage, or something could not be read
    or written.
    """
    with store_errors():
        path = store_path(store, writing=True)
        options = options_of(None, None, None, year, timezone, jobs, own_host, settings_of(settings))
        if rebuild and path.exists():
            from loganalyzer.store.database import set_aside

            aside = set_aside(path, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
            typer.echo(f"mailstat: the old store is kept as {aside}", err=True)

        from loganalyzer.api.ingest import ingest as take
        from loganalyzer.cli.exits import DONE, UNREADABLE
        from loganalyzer.cli.progress import progress

        with progress() as shown:
            taken = take(path, logs, options, sys.stdin.buffer, shown, wait)
    for finding in taken.outcome.findings:
        if finding.severity != "info":
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
    typer.echo(said(taken.lines, path))
    raise typer.Exit(UNREADABLE if taken.outcome.unread else DONE)


def said(lines: int, path: Path) -> str:
    """One line for a person who has just run it."""
    what = f"{lines:,} new line{'s' * (lines != 1)}" if lines else "nothing new"
    return f"{path}: {what}"
