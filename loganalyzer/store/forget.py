"""Forgetting people as time goes by: the counts stay, who was behind an old one does not."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from loganalyzer.measures.keys import AffectedKey
from loganalyzer.store.kin import forget_kin
from loganalyzer.store.rows import Key, Texts
from loganalyzer.store.tallies import COUNTERS, UNITS, VERSIONS, adding
from loganalyzer.store.used import KEPT, PEOPLE, USED, columns, put
from loganalyzer.store.used import read as used
from loganalyzer.terms.client import is_plumbing, network_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.place import OFFSET_BITS


class Forgotten(NamedTuple):
    """How much was forgotten: rows of messages, sample lines."""

    rows: int
    lines: int


NOBODY = "(forgotten)"
"""In the place of users who were not seen since."""

TEXTS: dict[str, tuple[str, ...]] = {
    **{
        name: ("host", *(column.name for column in shape.columns if column.is_text))
        for name, shape in COUNTERS.items()
    },
    "units": ("host", *(column.name for column in UNITS.columns)),
    **{
        name: ("host", *(f'"{column.name}"' for column in shape.columns if column.is_text))
        for name, shape in USED.items()
    },
    **dict.fromkeys(VERSIONS, ("host", "version")),
    "covered_hours": ("host",),
    "covered_hosts": ("label", "name"),
    "hosts": ("host",),
    "carries": ("host",),
    "written": ("host",),
    "judged": ("host",),
    "judgements": ("decision", "subject", "server", "verdict"),
}
"""Every column that holds the number of a text."""


def forget(connection: sqlite3.Connection, before: int) -> Forgotten:
    """Forgets addresses and lines of before this UTC day; what is counted stays counted.

    Of a refused message the network is kept in the place of the client's name and address, which
    is what its unit is told by; what its client passed for goes, since nobody vouches for a network.
    Of our people who were not seen since, only how they encrypted is.
    """
    texts = Texts(connection)
    lines = _drop_lines(connection, before)
    rows = _blur(connection, texts, before) + _blur_people(connection, texts, before)
    rows += _blur_used(connection, texts, before, "claims", _blurred)
    rows += connection.execute("DELETE FROM own_passes WHERE day < ?", (before,)).rowcount
    rows += forget_kin(connection, texts, before)
    connection.execute("DELETE FROM handed WHERE affected_day < ?", (before,))
    connection.execute("DELETE FROM ended WHERE day < ?", (before,))
    tidy(connection)
    return Forgotten(rows, lines)


def _blur(connection: sqlite3.Connection, texts: Texts, before: int) -> int:
    shape = COUNTERS["affected"]
    read = shape.reader(texts.everything())
    names = ", ".join(column.name for column in shape.columns)
    old: dict[int, Counter[AffectedKey]] = {}
    changed = 0
    rows = connection.execute(f"SELECT {names}, count, host FROM affected WHERE day < ?", (before,))
    for row in rows.fetchall():
        key = read(row)
        blurred = _blurred(key)
        changed += blurred != key
        old.setdefault(row[-1], Counter())[blurred] += row[-2]
    connection.execute("DELETE FROM affected WHERE day < ?", (before,))
    for host, counter in old.items():
        again = [(host, *shape.row(key, texts.number), count) for key, count in counter.items()]
        connection.executemany(adding("affected", shape), again)
    return changed


def _blurred(key: Key) -> Key:
    if is_plumbing(key.client_address):
        return key
    network = key.client_address if "/" in key.client_address else network_of(key.client_address)
    return key._replace(client_name="", client_address=network)


def _blur_people(connection: sqlite3.Connection, texts: Texts, before: int) -> int:
    def nobody(key: Key) -> Key:
        return key._replace(user=NOBODY, client_address="")

    return sum(_blur_used(connection, texts, before, name, nobody) for name in PEOPLE)


def _blur_used(
    connection: sqlite3.Connection, texts: Texts, before: int, name: str, blurred: Callable[[Key], Key]
) -> int:
    changed = 0
    shape = USED[name]
    read = shape.reader(texts.everything())
    old = f"FROM {name} WHERE last < ?"
    moment = (before * DAY,)
    rows = connection.execute(f"SELECT {columns(name)}, {KEPT}, host {old}", moment).fetchall()
    keys = [read(row) for row in rows]
    connection.execute(f"DELETE {old}", moment)
    for key, row in zip(keys, rows, strict=True):
        other = blurred(key)
        changed += other != key
        put(connection, name, (row[-1], *shape.row(other, texts.number)), used(row[-6:-1]))
    return changed


def _drop_lines(connection: sqlite3.Connection, before: int) -> int:
    """Drops the sample lines of units, and of logs, that were not seen since."""
    moment = before * DAY
    gone = connection.execute("SELECT samples FROM units WHERE last < ?", (moment,)).fetchall()
    places = {int(at) for (samples,) in gone for at in samples.split()}
    for name in (*PEOPLE, "refusals"):
        places |= {at for (at,) in connection.execute(f"SELECT at FROM {name} WHERE last < ?", (moment,))}
    of_units = connection.executemany("DELETE FROM sample_lines WHERE at = ?", [(at,) for at in places])
    old = f"SELECT number FROM logs WHERE last < {moment}"
    of_logs = connection.execute(f"DELETE FROM sample_lines WHERE at >> {OFFSET_BITS} IN ({old})")
    shapes = connection.execute(
        f"UPDATE covered_samples SET line = x'' WHERE line != x'' AND at >> {OFFSET_BITS} IN ({old})"
    )
    return of_units.rowcount + of_logs.rowcount + shapes.rowcount


def tidy(connection: sqlite3.Connection) -> None:
    """Drops texts that nothing speaks of any more."""
    used = " UNION ".join(
        f"SELECT {column} FROM {table}" for table, columns in TEXTS.items() for column in columns
    )
    connection.execute(f"DELETE FROM texts WHERE id NOT IN ({used})")
