"""The options by which what is shown names nobody."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from loganalyzer.api import Log

KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="A secret of 16 bytes or more: the same key gives the same pseudonyms. Otherwise one is "
        "drawn for this run and forgotten.",
    ),
]
Anonymise = Annotated[
    bool,
    typer.Option(
        "--anonymise",
        help="Pseudonyms for all whom the log names, as mailstat anonymise writes them (--key-file).",
    ),
]


def key_in(path: Path | None) -> bytes:
    """The key in this file, without a line end, or a new one; raises BadParameter."""
    import secrets

    from loganalyzer.api.anonymised import SHORTEST_KEY

    if path is None:
        return secrets.token_bytes(32)
    try:
        key = path.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror or error}", param_hint="'--key-file'") from None
    if len(key) < SHORTEST_KEY:
        raise typer.BadParameter(f"a key needs at least {SHORTEST_KEY} bytes", param_hint="'--key-file'")
    return key


def key_of(anonymise: bool, key_file: Path | None, named: dict[str, bool]) -> bytes | None:
    """The key where nobody is to be named, else None; raises BadParameter for what does not go with it.

    named: options that bring names of their own, and whether each was given.
    """
    if not anonymise:
        if key_file is not None:
            raise typer.BadParameter("it is for --anonymise", param_hint="'--key-file'")
        return None
    for option, given in named.items():
        if given:
            raise typer.BadParameter(
                f"{option} brings true names along; read the logs without it", param_hint="'--anonymise'"
            )
    return key_in(key_file)


def told_anew(log: "Log") -> None:
    """Takes the names out of a log; ends the program, with a line of reason, where there is no room."""
    from loganalyzer.api.anonymous import AnonymousLog, CopyError
    from loganalyzer.cli.exits import UNREADABLE

    if not isinstance(log, AnonymousLog):
        return
    try:
        log.tell()
    except CopyError as error:
        typer.echo(
            f"mailstat: the log without names cannot be kept while it is read: {error.strerror}", err=True
        )
        raise typer.Exit(UNREADABLE) from None
