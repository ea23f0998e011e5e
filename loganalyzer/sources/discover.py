"""What the user named becomes inputs: files, globs, folders, standard input."""

import errno
import glob
import io
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from .content import objection
from .family import family, natural
from .file import File
from .finding import Finding, Severity, gathered, printable
from .pipe import Pipe
from .source import Source

Opener = Callable[[str], int]
"""Opens a path for reading and gives the descriptor."""

_SHOWN = 6
_NO_PERMISSION = (
    "permission denied: on Debian and Ubuntu members of the group adm may read mail.log "
    "(sudo adduser $USER adm, then log in again); elsewhere use sudo"
)


def _open(path: str) -> int:
    # Waiting is for reading: to open a named pipe that nobody writes to would never return.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def discover(
    paths: Sequence[str], *, stdin: BinaryIO | None = None, opener: Opener = _open
) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    """Every input that can be read, in the order named, and a finding for every one that cannot.

    ``-`` is ``stdin``. A folder stands for the one family of logs in it. A pattern that no file
    carries as its name is a glob. A file named twice is read once.
    """
    search = _Search(stdin, opener)
    for path in paths:
        search.path(path)
    sources = tuple(search.sources)
    if len(sources) > 1:
        for source in sources:
            source.spool()  # what comes only once could not be compared with the others
    return sources, gathered(search.findings)


class _Search:
    """Collects inputs and findings."""

    def __init__(self, stdin: BinaryIO | None, opener: Opener) -> None:
        self.sources: list[Source] = []
        self.findings: list[Finding] = []
        self._stdin = stdin
        self._opener = opener
        self._seen: dict[tuple[int, int], str] = {}

    def say(self, severity: Severity, where: str, text: str) -> None:
        self.findings.append(Finding(severity, printable(where), text))

    def path(self, path: str) -> None:
        if path == "-":
            self._standard_input()
        elif os.path.isdir(path):  # noqa: PTH112 - a path as text keeps the form the user gave it
            self._folder(path)
        elif glob.has_magic(path) and not os.path.lexists(path):
            self._glob(path)
        else:
            self._file(path)

    def _standard_input(self) -> None:
        if self._stdin is None:
            self.say("info", "-", "standard input was named more than once; it is read once")
            return
        stream, self._stdin = self._stdin, None
        self._add("-", _redirected(stream) or Pipe(stream))

    def _glob(self, pattern: str) -> None:
        found = sorted(glob.glob(pattern), key=natural)  # noqa: PTH207
        if not found:
            self.say("error", pattern, _why_none(pattern))
        for path in found:
            self.path(path)

    def _folder(self, folder: str) -> None:
        try:
            entries = sorted((entry.name for entry in os.scandir(folder) if not entry.is_dir()), key=natural)
        except OSError as error:
            self.say("error", folder, reason(error))
            return
        chosen = family(entries)
        if chosen is None:
            self.say(
                "error", folder, f"no mail log in this folder: {_listing(entries)}; name the file to read"
            )
            return
        if chosen.ignored:
            members = f"{len(chosen.members):,} file{'s' * (len(chosen.members) > 1)}"
            self.say("info", folder, f"reading {chosen.stem} ({members}); ignored {_listing(chosen.ignored)}")
        for name in chosen.members:
            self._file(str(Path(folder) / name))

    def _file(self, path: str) -> None:
        try:
            descriptor = self._opener(path)
            state = os.fstat(descriptor)
        except OSError as error:
            self.say("error", path, reason(error))
            return
        if stat.S_ISREG(state.st_mode):
            self._add(path, File(path, descriptor))
        elif stat.S_ISFIFO(state.st_mode) or stat.S_ISSOCK(state.st_mode):
            self._add(path, Pipe(io.BufferedReader(io.FileIO(descriptor))))
        else:
            os.close(descriptor)
            self.say("error", path, "is neither a file nor a pipe")

    def _add(self, name: str, raw: File | Pipe) -> None:
        if raw.identity is not None:
            if raw.identity in self._seen:
                self.say("info", name, f"is the same file as {self._seen[raw.identity]}; it is read once")
                return
            self._seen[raw.identity] = name
        source = Source(len(self.sources), printable(name), raw)
        head = source.head()
        if not head:
            self._nothing(source)
        elif (why := objection(head)) is not None:
            self.say("error", name, why)
        else:
            self.sources.append(source)

    def _nothing(self, source: Source) -> None:
        """Says why there is nothing: a damaged archive, a failing disk, or indeed an empty log."""
        if not source.once:
            for _ in source.chunks():
                break
        if source.findings:
            self.findings.extend(source.findings)
        else:
            self.say("info", source.name, "is empty")


def _redirected(stream: BinaryIO) -> File | None:
    """The file behind ``< mail.log``, which can be read more than once; None for a real pipe."""
    try:
        descriptor = stream.fileno()
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and stream.tell() == 0:
            return File("/dev/stdin", os.dup(descriptor))
    except (OSError, io.UnsupportedOperation):
        return None
    return None


def _why_none(pattern: str) -> str:
    """Why a pattern finds nothing: a shell passes it on as it is where the folder is closed to us."""
    folder = next(part for part in Path(pattern).parents if not glob.has_magic(str(part)))
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        return f"no file matches this pattern; {folder}: {_NO_PERMISSION}"
    return "no file matches this pattern"


def reason(error: OSError) -> str:
    """Why a file cannot be read, and what an admin can do about it."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return _NO_PERMISSION
    if error.errno == errno.ENOTDIR:
        return "no such file (a part of the path is not a folder)"
    return error.strerror or str(error)


def _listing(names: Sequence[str]) -> str:
    if not names:
        return "it is empty"
    shown = ", ".join(map(printable, names[:_SHOWN]))
    return shown + (f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else "")
