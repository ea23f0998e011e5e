"""Tallies in a store: what a run counted is added to what is there."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from loganalyzer.measures.between import EndedKey, KinKey
from loganalyzer.measures.keys import (
    AffectedKey,
    HandedKey,
    InboundKey,
    LoginKey,
    LossKey,
    OutboundKey,
    OwnPassKey,
    RejectKey,
    ReturnedKey,
    SpfKey,
    UnitKey,
)
from loganalyzer.measures.tally import Seen, Tally
from loganalyzer.store import used
from loganalyzer.store.rows import Shape, Texts


class DayKey(NamedTuple):
    """A counter by day alone."""

    day: int


class DomainKey(NamedTuple):
    """A counter by domain."""

    domain: str


class RelayKey(NamedTuple):
    """A counter by server."""

    relay_host: str


class NoticeKey(NamedTuple):
    """A counter by day and what happened."""

    day: int
    what: str


COUNTERS: Mapping[str, Shape] = {
    "sessions": Shape(InboundKey),
    "messages": Shape(InboundKey),
    "deliveries": Shape(OutboundKey),
    "spf": Shape(SpfKey),
    "rejections": Shape(RejectKey),
    "logins": Shape(LoginKey),
    "handshakes_failed": Shape(DayKey),
    "losses": Shape(LossKey),
    "affected": Shape(AffectedKey),
    "own_passes": Shape(OwnPassKey),
    "returned": Shape(ReturnedKey),
    "own_domains": Shape(DomainKey),
    "offered": Shape(RelayKey),
    "notices": Shape(NoticeKey),
    "lost": Shape(DayKey),
    "set_back": Shape(DayKey),
    "kin_sessions": Shape(KinKey),
    "kin_messages": Shape(KinKey),
    "handed": Shape(HandedKey),
    "ended": Shape(EndedKey),
}
"""The counters of a tally, each in a table of its name."""

BARE = frozenset({"handshakes_failed", "own_domains", "lost", "set_back", "offered"})
"""Counters whose keys are single values and no tuples."""

UNITS = Shape(UnitKey)

VERSIONS = ("versions", "dovecot_versions")
"""When each version was last announced."""


def save(connection: sqlite3.Connection, texts: Texts, tallies: Mapping[str, Tally]) -> None:
    """Adds the counts to those of the store."""
    for host, tally in tallies.items():
        number = texts.number(host)
        for name, shape in COUNTERS.items():
            counter: Mapping[Any, int] = getattr(tally, name)
            keys = ((key,) if name in BARE else key for key in counter)
            rows = [
                (number, *shape.row(key, texts.number), count)
                for key, count in zip(keys, counter.values(), strict=True)
            ]
            connection.executemany(adding(name, shape), rows)
        _save_units(connection, texts, number, tally.units)
        used.save(connection, texts, number, tally)
        for name in VERSIONS:
            connection.executemany(
                f"INSERT INTO {name} VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET seen = max(seen, excluded.seen)",
                [(number, texts.number(version), seen) for version, seen in getattr(tally, name).items()],
            )


def adding(name: str, shape: Shape) -> str:
    """What adds a row of host, key and count to those that are there."""
    names = ", ".join(column.name for column in shape.columns)
    marks = ", ".join("?" * (len(shape.columns) + 2))
    return (
        f"INSERT INTO {name} (host, {names}, count) VALUES ({marks}) "
        "ON CONFLICT DO UPDATE SET count = count + excluded.count"
    )


def _save_units(
    connection: sqlite3.Connection, texts: Texts, host: int, units: Mapping[UnitKey, Seen]
) -> None:
    where = "host = ? AND restriction = ? AND unit_sender_domain = ? AND unit_network = ?"
    for key, seen in units.items():
        row = (host, *UNITS.row(key, texts.number))
        found = connection.execute(f"SELECT first, last, samples FROM units WHERE {where}", row).fetchone()
        whole = seen if found is None else _seen(found).merge(seen)
        connection.execute(
            "INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, whole.first, whole.last, " ".join(map(str, whole.samples))),
        )


def _seen(row: tuple[int, int, str]) -> Seen:
    first, last, samples = row
    return Seen(first, last, tuple(map(int, samples.split())))


def load(connection: sqlite3.Connection, texts: Texts, into: Callable[[str], Tally]) -> None:
    """Adds all that the store has counted to the tally of each host."""
    words = texts.everything()
    for name, shape in COUNTERS.items():
        read = shape.reader(words)
        names = ", ".join(column.name for column in shape.columns)
        for host, rows in _by_host(connection, name, f"{names}, count"):
            counter: Counter[Any] = getattr(into(words[host]), name)
            if name in BARE:
                counter.update({read(row)[0]: row[-1] for row in rows})
            else:
                counter.update({read(row): row[-1] for row in rows})
    read = UNITS.reader(words)
    names = ", ".join(column.name for column in UNITS.columns)
    for host, rows in _by_host(connection, "units", f"{names}, first, last, samples"):
        into(words[host]).units.update({read(row): _seen(row[-3:]) for row in rows})
    used.load(connection, words, into)
    for name in VERSIONS:
        for host, rows in _by_host(connection, name, "version, seen"):
            getattr(into(words[host]), name).update({words[version]: seen for version, seen in rows})


def _by_host(connection: sqlite3.Connection, table: str, columns: str) -> Iterable[tuple[int, Iterable[Any]]]:
    for (host,) in connection.execute(f"SELECT DISTINCT host FROM {table}").fetchall():
        yield host, connection.execute(f"SELECT {columns} FROM {table} WHERE host = ?", (host,))
