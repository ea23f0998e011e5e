"""Who uses which encryption, in a store: what a run saw joins what is there."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from loganalyzer.measures.tally import Tally
from loganalyzer.measures.used import ClaimKey, HandshakeKey, PeerKey, PersonKey, RefusalKey, SentKey, Used
from loganalyzer.store.rows import Shape, Texts
from loganalyzer.terms.tls import VERSIONS, Tls, strength

USED: Mapping[str, Shape] = {
    "submitters": Shape(PersonKey),
    "readers": Shape(PersonKey),
    "peers": Shape(PeerKey),
    "handshakes": Shape(HandshakeKey),
    "claims": Shape(ClaimKey),
    "sent": Shape(SentKey),
    "refusals": Shape(RefusalKey),
}
"""Those parts of a tally, each in a table of its name."""

ENCRYPTING = ("submitters", "readers", "peers", "handshakes")
"""Those whose key tells of TLS."""

PEOPLE = ("submitters", "readers")
"""Those that name people."""

KEPT = "times, first, last, days, at"

NOWHERE = -1
"""The place of a line in a log that the store does not know."""


def columns(name: str) -> str:
    """The columns of the key, as SQL; one of them is called like a word of SQL."""
    return ", ".join(f'"{column.name}"' for column in USED[name].columns)


def save(connection: sqlite3.Connection, texts: Texts, host: int, tally: Tally) -> None:
    """Adds what was used to what the store has of it."""
    for name, shape in USED.items():
        found: Mapping[Any, Used] = getattr(tally, name)
        for key, one in found.items():
            put(connection, name, (host, *shape.row(key, texts.number)), one)


def put(connection: sqlite3.Connection, name: str, key: tuple[int, ...], one: Used) -> None:
    """Adds one; a sample line that a later one takes the place of goes with it."""
    where = " AND ".join(f'"{column.name}" = ?' for column in USED[name].columns)
    ask = f"SELECT {KEPT} FROM {name} WHERE host = ? AND {where}"
    found = connection.execute(ask, key).fetchone()
    whole = one if found is None else read(found).merge(one)
    if found is not None and whole.at != found[-1]:
        connection.execute("DELETE FROM sample_lines WHERE at = ?", (found[-1],))
    kept = (whole.times, whole.first, whole.last, f"{whole.days:x}", whole.at)
    marks = ", ".join("?" * len(key + kept))
    into = f"{name} (host, {columns(name)}, {KEPT})"
    connection.execute(f"INSERT OR REPLACE INTO {into} VALUES ({marks})", key + kept)


def read(row: tuple[int, int, int, str, int]) -> Used:
    """What ``put`` has kept."""
    times, first, last, days, at = row
    return Used(times, first, last, int(days, 16), at)


def load(connection: sqlite3.Connection, words: Mapping[int, str], into: Callable[[str], Tally]) -> None:
    """Adds all that the store has to the tally of each host."""
    for name, shape in USED.items():
        key = shape.reader(words)
        for row in connection.execute(f"SELECT {columns(name)}, {KEPT}, host FROM {name}"):
            getattr(into(words[row[-1]]), name)[key(row)] = read(row[-6:-1])


def moved(tally: Tally, place: Callable[[int], int]) -> None:
    """Gives every sample line its new place."""
    for name in USED:
        found: dict[Any, Used] = getattr(tally, name)
        for key, one in found.items():
            found[key] = one._replace(at=place(one.at))


def samples(tally: Tally) -> Iterator[int]:
    """The places of the lines that show who encrypts too little, or perhaps not at all; and of refusals."""
    for name in ENCRYPTING:
        found: Mapping[Any, Used] = getattr(tally, name)
        yield from (one.at for key, one in found.items() if _is_weak(key.tls))
    yield from (one.at for one in tally.refusals.values())


def _is_weak(tls: Tls) -> bool:
    known = strength(tls)
    return tls.seen == "bare" if known is None else known < VERSIONS.index("TLSv1.2")
