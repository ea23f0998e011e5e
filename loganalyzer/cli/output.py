"""Where a report goes, and what it must never take the place of."""

import io
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import typer

from loganalyzer.sources import Source
from loganalyzer.sources.family import kin

OPTION = "'-o'"
"""The option that names the place, unless another one does."""


def checked(output: Path, sources: Iterable[Source]) -> None:
    """Raises BadParameter, before the long work, where a report cannot or must not be written.

    A log is never written over: neither one that is read nor one of the same rotated set, which
    ``-o mail.log*`` would name by mistake.
    """
    if output.is_dir():
        raise _refused(output, "it is a folder")
    if not output.parent.is_dir():
        raise _refused(output, "there is no such folder")
    if not os.access(output if output.exists() else output.parent, os.W_OK):
        raise _refused(output, "permission denied")
    for source in sources:
        if output.is_file() and source.path is not None and _is_log(output, source.path, source.identity):
            raise _refused(output, "it belongs to the logs that are read")


def checked_folder(output: Path, sources: Iterable[Source], hint: str = OPTION) -> None:
    """Raises BadParameter, before the long work, where no files can or must be written into a folder.

    Files there belong to earlier reports, so none of the logs may lie beside them.
    """
    if output.exists() and not output.is_dir():
        raise _refused(output, "it is a file; name a folder", hint)
    if not output.exists() and not output.parent.is_dir():
        raise _refused(output, "there is no such folder", hint)
    if not os.access(output if output.exists() else output.parent, os.W_OK | os.X_OK):
        raise _refused(output, "permission denied", hint)
    folder = output.resolve()
    if any(source.path is not None and Path(source.path).resolve().parent == folder for source in sources):
        raise _refused(output, "the logs that are read lie there", hint)


def _is_log(output: Path, path: str, identity: tuple[int, int] | None) -> bool:
    state = output.stat()
    return identity == (state.st_dev, state.st_ino) or kin(str(output.resolve())) == kin(
        os.path.realpath(path)
    )


def _refused(output: Path, why: str, hint: str = OPTION) -> typer.BadParameter:
    return typer.BadParameter(f"cannot write {output}: {why}", param_hint=hint)


def write(text: str, output: Path | None) -> None:
    """Writes to the file, or to standard output in whatever encoding that has; raises OSError."""
    if output is not None:
        output.write_text(text, encoding="utf-8", errors="replace")
        return
    if sys.stdout is None:
        raise OSError("standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text)
    sys.stdout.flush()


def write_folder(files: Mapping[str, str | bytes], output: Path) -> None:
    """Writes each text, or bytes, into a file of its name in the folder, which is made; raises OSError."""
    output.mkdir(exist_ok=True)
    for name, content in files.items():
        if isinstance(content, bytes):
            (output / name).write_bytes(content)
        else:
            (output / name).write_text(content, encoding="utf-8", errors="replace", newline="")


def abandon() -> None:
    """Lets go of a standard output that takes nothing more, so that nothing is tried again at the end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
