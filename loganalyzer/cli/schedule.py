"""``mailstat schedule``: what makes digests come by themselves, ready to be entered."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from loganalyzer.cli.mailing import Recipient
from loganalyzer.cli.stores import StoreFile


class Kind(StrEnum):
    """What starts the digest."""

    CRON = "cron"
    SYSTEMD = "systemd"


class Rhythm(StrEnum):
    """How often."""

    WEEK = "week"
    DAY = "day"


TheKind = Annotated[Kind, typer.Argument(metavar="cron|systemd", help="What is to start it.")]
TheLogs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LOG]...", help="As for digest; otherwise /var/log/mail.log*.", show_default=False
    ),
]
TheSettings = Annotated[
    list[Path] | None, typer.Option("--settings", metavar="PATH", help="As for digest (repeat it).")
]
TheLabels = Annotated[Path | None, typer.Option("--labels", metavar="FILE", help="As for digest.")]
OnlyIfChanged = Annotated[bool, typer.Option("--only-if-changed", help="As for digest.")]
TheFolder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="Write systemd's two files there instead."),
]
How = Annotated[Rhythm, typer.Option("--every", help="How often.")]


def schedule(
    kind: TheKind,
    logs: TheLogs = None,
    store: StoreFile = None,
    to: Recipient = None,
    only_if_changed: OnlyIfChanged = False,
    every: How = Rhythm.WEEK,
    settings: TheSettings = None,
    labels: TheLabels = None,
    output: TheFolder = None,
) -> None:
    """Print a crontab line, or a service and a timer of systemd, that run mailstat digest.

    Nothing is entered anywhere. The service may read the logs, write its store, and nothing else.
    """
    from loganalyzer.changes.crontab import crontab
    from loganalyzer.changes.quoting import UnsafeError
    from loganalyzer.changes.schedule import Schedule
    from loganalyzer.changes.systemd import units
    from loganalyzer.cli.formats import recipients

    recipients(to)
    if output is not None and (kind is Kind.CRON or not output.is_dir()):
        raise typer.BadParameter("name a folder that is there, for systemd", param_hint="'-o'")
    wanted = Schedule(
        program=program(),
        logs=tuple(_log(log) for log in logs or ("/var/log/mail.log*",)),
        store=_absolute(store) if store else None,
        settings=tuple(_absolute(str(path)) for path in settings or ()),
        labels=_absolute(str(labels)) if labels else None,
        to=to or "",
        only_if_changed=only_if_changed,
        every=every.value,
    )
    try:
        files = units(wanted) if kind is Kind.SYSTEMD else {"": crontab(wanted)}
    except UnsafeError as error:
        raise typer.BadParameter(f"a path cannot be written down: {error}") from None
    _show(files, output)


def _show(files: dict[str, str], output: Path | None) -> None:
    from loganalyzer.changes.systemd import FOLDER
    from loganalyzer.cli.showing import show, show_folder

    if output is not None:
        return show_folder(files, output)
    titled = (f"# {FOLDER}/{name}\n{text}" if name else text for name, text in files.items())
    said = "\n".join(titled)
    return show(lambda width, color: said, None)


def program() -> tuple[str, ...]:
    """The words that call this very program: procmail brings another one of its name."""
    called = Path(sys.argv[0])
    if called.name in ("mailstat", "loganalyzer"):
        return (os.path.abspath(called),)  # noqa: PTH100 - a link to it is what will still be there
    return (sys.executable, "-m", "loganalyzer")


def _log(text: str) -> str:
    """The path from anywhere, a folder's with a slash; raises BadParameter for what only this run has."""
    if text == "-":
        raise typer.BadParameter("nobody will be there to write to standard input", param_hint="'LOG'")
    found = _absolute(text)
    return f"{found}/" if Path(text).is_dir() else found


def _absolute(text: str) -> str:
    return os.path.abspath(text)  # noqa: PTH100 - pathlib would follow links, and logs are rotated by name
