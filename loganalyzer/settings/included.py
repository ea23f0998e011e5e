"""The files that dovecot.conf includes: on Debian and Red Hat most of it stands in ``conf.d``."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePath

from loganalyzer.settings.dovecot import DEEPEST, absolute, includes_of
from loganalyzer.settings.file import ConfigFile


@dataclass(slots=True)
class Found:
    """What was read, what cannot be, and what is named but does not exist."""

    files: list[ConfigFile] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)


def included(files: Iterable[ConfigFile]) -> Found:
    """Follows the includes of these files, and those of the files found by them.

    Of a copy of a server's files, paths that begin with a slash are not followed: they would name
    files of this machine.
    """
    found = Found()
    known: set[str] = set()
    for _ in range(DEEPEST):
        wanted = [
            absolute(file, pattern)
            for file in files
            for pattern in includes_of(file)
            if not pattern.startswith("/") or file.path.startswith("/etc/")
        ]
        there = {pattern: _named(PurePath(pattern)) for pattern in wanted}
        found.absent |= {pattern for pattern, paths in there.items() if not paths}
        new = [path for path in dict.fromkeys(chain.from_iterable(there.values())) if path not in known]
        known.update(new)
        files = [file for path in new if (file := _read(found, path))]
        found.files += files
    return found


def _named(pattern: PurePath) -> list[str]:
    """The files that a pattern names; as in a shell, a star means no hidden ones."""
    found = Path(pattern.parent).glob(pattern.name)
    return sorted(str(path) for path in found if not path.name.startswith(".") or pattern.name[0] == ".")


def _read(found: Found, path: str) -> ConfigFile | None:
    try:
        return ConfigFile.of(path, "dovecot include", Path(path).read_bytes())
    except OSError:
        found.closed.append(path)
        return None
