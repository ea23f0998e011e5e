"""The tables that ``smtp_tls_policy_maps`` names: towards which domains TLS is asked for (postconf(5)).

A line is a key, which is a next-hop domain (``.example.net``: all below it; ``[host]:port``: a relay),
and a level with attributes (``secure match=nexthop``).
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.logical import BLANKS, Span, logical_lines
from loganalyzer.settings.words import cut

NAME = "smtp_tls_policy_maps"

INDEXED = ("hash", "btree", "lmdb", "cdb", "dbm", "sdbm")
"""Types of which postmap makes a database, from the text beside it."""

TEXTS = (*INDEXED, "texthash")
"""Types whose lines are a text of the map's own name (DATABASE_README)."""

MANDATORY = ("encrypt", "verify", "secure", "fingerprint", "dane-only")
"""Levels with which no mail goes in plaintext."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its key in lower case, its level, and where it stands in the file."""

    key: str
    level: str
    span: Span


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """One map: type and path as main.cf names them; file: its text, None where that was not read."""

    type: str
    path: str
    file: ConfigFile | None = None
    entries: tuple[Entry, ...] = ()

    def __str__(self) -> str:
        """As in main.cf."""
        return f"{self.type}:{self.path}"

    @property
    def is_text(self) -> bool:
        """Whether it has lines that can be edited."""
        return self.type in TEXTS

    def entry(self, domain: str) -> Entry | None:
        """The line that counts for mail to the domain: its own, or of a domain above it."""
        known = {one.key: one for one in reversed(self.entries)}
        parents = domain.split(".")
        names = (domain, *(f".{'.'.join(parents[at:])}" for at in range(1, len(parents))))
        return next((known[name] for name in names if name in known), None)


def names_of(value: str) -> tuple[tuple[str, str], ...]:
    """Type and path of each map in the parameter's expanded value; ``proxy:`` is left out."""
    words = (word.text.removeprefix("proxy:") for word in cut(value))
    return tuple((kind, path) for kind, _, path in (word.partition(":") for word in words) if path)


def read_tables(value: str, files: Mapping[str, ConfigFile]) -> tuple[PolicyTable, ...]:
    """The tables that the value names; files: texts by the path that main.cf gives them."""
    return tuple(
        PolicyTable(kind, path, files[path], tuple(_entries(files[path])))
        if kind in TEXTS and path in files
        else PolicyTable(kind, path)
        for kind, path in names_of(value)
    )


def _entries(file: ConfigFile) -> Iterable[Entry]:
    for line in logical_lines(file.text):
        words = line.text.split(None, 2)
        if len(words) > 1:
            span = Span(line.spans[0].start, line.spans[-1].end)
            yield Entry(words[0].lower(), words[1].strip(BLANKS), span)


def place_of(path: str, config_directory: str, main: str) -> str:
    """Where a table lies whose main.cf was read from ``main``, which may be a copy in another folder."""
    inside = path.removeprefix(f"{config_directory.rstrip('/')}/")
    folder = posixpath.dirname(main)
    return posixpath.join(folder, inside if inside != path else posixpath.basename(path))
