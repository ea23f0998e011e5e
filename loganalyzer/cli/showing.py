"""Writing a rendered answer: to a terminal in its own width and colours, elsewhere in 78 columns."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from loganalyzer.reports.report import Report


class Format(StrEnum):
    """What an answer is written as."""

    TEXT = "text"
    JSON = "json"


class Render(Protocol):
    """Renders for so many columns, with or without colours."""

    def __call__(self, width: int, color: bool) -> str:
        """The whole text, ending in a newline."""


def colors(terminal: bool) -> bool:
    """Whether to colour: only a terminal that can, and only where NO_COLOR is not set."""
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(text: Render, output: Path | None) -> None:
    """Renders and writes; a terminal gets its own width and colours, everything else 78 columns."""
    from loganalyzer.cli.output import write
    from loganalyzer.reports.text import PIPED_WIDTH

    if output is None and sys.stdout is not None and sys.stdout.isatty():
        said = text(min(shutil.get_terminal_size().columns, 120), colors(terminal=True))
    else:
        said = text(PIPED_WIDTH, False)
    with told():
        write(said, output)


def show_folder(files: Mapping[str, str | bytes], output: Path) -> None:
    """Writes a file each into the folder."""
    from loganalyzer.cli.output import write_folder

    with told():
        write_folder(files, output)


@contextmanager
def told() -> Iterator[None]:
    """Ends the program with one line of reason where something cannot be written."""
    from loganalyzer.cli.exits import UNREADABLE
    from loganalyzer.cli.output import abandon

    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"mailstat: cannot write the report: {error.strerror or error}", err=True)
        abandon()
        raise typer.Exit(UNREADABLE) from None


def show_advice(found: "Report", format: Format, output: Path | None) -> None:
    """Writes the advice of a report, with all that there is to see and to enter."""
    from loganalyzer.reports import json, text

    if format is Format.JSON:
        show(lambda width, color: json.render_advice(found), output)
    else:
        show(partial(text.render_advice, found), output)
