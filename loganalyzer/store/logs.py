"""Which logs were read, up to where; a log is known by its content, whatever it is called today."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loganalyzer.sources import Source
from loganalyzer.store.covered import HERE

HEAD = 4096
"""Bytes at the beginning that a log is known by; fewer while it is shorter."""

GONE = " (no longer there)"
"""Marks the name of a log that another log now has."""


@dataclass(frozen=True, slots=True)
class Known:
    """Says up to which place of a log its lines have been taken, and how it is recognised.

    Places count bytes of the log itself, unpacked. last: the latest time in it, where known.
    """

    number: int
    name: str
    position: int
    head_length: int
    head: bytes
    tail_length: int
    tail: bytes
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """All logs that a store knows, and the packed files that were read to their end."""

    logs: tuple[Known, ...] = ()
    packs: frozenset[bytes] = frozenset()
    pack_numbers: dict[bytes, int] = field(default_factory=dict)


def digest(data: bytes) -> bytes:
    """What stands for the bytes."""
    return hashlib.blake2b(data, digest_size=16).digest()


def piece(source: Source, begin: int, length: int) -> bytes:
    """So many of the log's bytes from a place on; fewer where it ends."""
    data = b""
    for chunk in source.chunks(begin, max(length, 1)):
        data += chunk
        if len(data) >= length:
            break
    return data[:length]


def remembered(source: Source, position: int, tail: bytes, last: int | None) -> Known:
    """What is to be kept of a log that was read up to a position, with the bytes before it."""
    head = piece(source, 0, min(HEAD, position))
    return Known(source.number, source.name, position, len(head), digest(head), len(tail), digest(tail), last)


def load(connection: sqlite3.Connection) -> Past:
    """The logs that were read into this very store."""
    columns = "number, name, position, head_length, head, tail_length, tail, last"
    rows = connection.execute(f"SELECT {columns} FROM logs WHERE origin = ? ORDER BY number", (HERE,))
    logs = tuple(Known(*row) for row in rows)
    packs = dict(connection.execute("SELECT digest, number FROM packs").fetchall())
    return Past(logs, frozenset(packs), packs)


def names(connection: sqlite3.Connection) -> dict[int, str]:
    """What each log was called when it was last seen, also of those that were merged."""
    return dict(connection.execute("SELECT number, name FROM logs").fetchall())


def save(connection: sqlite3.Connection, logs: Iterable[Known], packs: Sequence[tuple[bytes, int]]) -> None:
    """Keeps how far these were read, and that these packed files hold nothing more."""
    connection.executemany(
        "INSERT OR REPLACE INTO logs "
        "(number, origin, name, position, head_length, head, tail_length, tail, last) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (k.number, HERE, k.name, k.position, k.head_length, k.head, k.tail_length, k.tail, k.last)
            for k in logs
        ],
    )
    connection.executemany("INSERT OR REPLACE INTO packs VALUES (?, ?)", packs)


def rename(connection: sqlite3.Connection, called: Mapping[int, str]) -> None:
    """Keeps what logs are called now; one whose name another has taken is gone, as far as is known."""
    now = {name: number for number, name in called.items()}
    rows = connection.execute("SELECT number, name FROM logs WHERE origin = ?", (HERE,)).fetchall()
    gone = [(number, name + GONE) for number, name in rows if now.get(name, number) != number]
    changed = [*((number, name) for number, name in gone if number not in called), *called.items()]
    connection.executemany(
        "UPDATE logs SET name = ? WHERE number = ?", [(name, number) for number, name in changed]
    )
