"""Which store a command means, and what it says where there is something wrong with it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from loganalyzer.api import Log, Options
    from loganalyzer.api.reading import Progress

SHARED = Path("/var/lib/mailstat")
"""The server's own store, for all its admins; used where the folder exists and lets one in."""

NAME = "store.sqlite"

USUAL = f"otherwise {SHARED}/{NAME} where that folder exists, or ~/.local/state/mailstat/{NAME}"

AlsoStore = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="[FILE]",
        help=f"What mailstat ingest has kept, together with new lines of LOG; {USUAL}.",
    ),
]
StoreFile = Annotated[
    str | None, typer.Option("--store", metavar="FILE", help=f"The store; {USUAL}.", show_default=False)
]


class StoreCommand(TyperCommand):
    """A command whose ``--store`` may stand without a file: then it is the usual one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes a ``--store`` at the end, or before another option, as one with an empty name."""
        said = [
            "--store=" if word == "--store" and (not following or following.startswith("-")) else word
            for word, following in zip(args, [*args[1:], ""], strict=False)  # one more, for the last word
        ]
        return super().parse_args(ctx, said)


def default_store(writing: bool, environ: Mapping[str, str] = os.environ, shared: Path | None = None) -> Path:
    """The usual store: the server's where one may use it so, else one's own (XDG Base Directory)."""
    shared = SHARED if shared is None else shared
    there = shared / NAME
    if writing and os.access(shared, os.W_OK | os.X_OK):
        return there
    if not writing and os.access(there, os.R_OK):
        return there
    folder = environ.get("XDG_STATE_HOME", "")
    if not Path(folder).is_absolute():  # the specification has relative ones ignored
        home = environ.get("HOME")
        if not home:
            return there
        folder = str(Path(home) / ".local" / "state")
    return Path(folder) / "mailstat" / NAME


def store_path(named: str | None, writing: bool = False) -> Path:
    """The store that an option names, or the usual one."""
    return Path(named) if named else default_store(writing)


def spared(output: Path | None, store: str | None) -> None:
    """Raises BadParameter where a report would take the place of the store that it is made from."""
    if output is None or store is None or not output.exists():
        return
    path = store_path(store)
    if path.exists() and output.samefile(path):
        raise typer.BadParameter(f"cannot write {output}: it is the store", param_hint="'-o'")


@contextmanager
def store_errors() -> Iterator[None]:
    """Says what is wrong with a store and ends the program; never with a traceback."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.store.errors import StoreError

    try:
        yield
    except StoreError as error:
        typer.echo(f"mailstat: {error}", err=True)
        raise typer.Exit(UNREADABLE) from None


def log_of(
    logs: Sequence[str],
    store: str | None,
    options: "Options",
    stdin: Any,
    shown: "Progress | None",
    key: bytes | None = None,
) -> "Log":
    """The logs, or the store together with them; raises BadParameter where nothing was named.

    key: of the pseudonyms that the logs are read through, where nobody is to be named.
    """
    from loganalyzer.api import Log

    if store is None:
        if not logs:
            raise typer.BadParameter("name a LOG, or --store", param_hint="'LOG...'")
        if key is not None:
            from loganalyzer.api.anonymous import AnonymousLog

            try:
                return AnonymousLog(logs, key, options, stdin, shown)
            except ValueError as error:
                raise typer.BadParameter(str(error), param_hint="'--anonymise'") from None
        return Log(logs, options, stdin, shown)
    from loganalyzer.api.stored import StoredLog

    return StoredLog(store_path(store), logs, options, stdin, shown)
