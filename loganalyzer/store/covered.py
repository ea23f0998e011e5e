"""The account of lines in a store, one for each place it was made in."""

import sqlite3
from collections import Counter
from collections.abc import Callable

from loganalyzer.scan.coverage import Coverage, Sample
from loganalyzer.store.rows import Texts

HERE = ""
"""The origin of what was read into this very store."""

PARTS = ("recognised", "ignored", "other", "unrecognised", "damaged")
SINGLE = ("lines", "blank", "not_utf8")
MOMENTS = ("first", "last")


def raw(text: str) -> bytes:
    """A text from a log as bytes that come back as it was."""
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    """The text of ``raw``."""
    return data.decode("utf-8", "surrogatepass")


def load(connection: sqlite3.Connection, texts: Texts, origin: str) -> Coverage:
    """The account of what was read there."""
    found = Coverage()
    words = texts.everything()
    for part, name, count in connection.execute(
        "SELECT part, name, count FROM covered WHERE origin = ?", (origin,)
    ):
        if part in PARTS:
            getattr(found, part)[text_of(name)] = count
        else:
            setattr(found, part, count)
    for host, hour, count in connection.execute(
        "SELECT host, hour, count FROM covered_hours WHERE origin = ?", (origin,)
    ):
        found.hours.setdefault(words[host], Counter())[hour] = count
    for label, name in connection.execute(
        "SELECT label, name FROM covered_hosts WHERE origin = ?", (origin,)
    ):
        found.hosts.setdefault(words[label], set()).add(words[name])
    for shape, at, line in connection.execute(
        "SELECT shape, at, line FROM covered_samples WHERE origin = ?", (origin,)
    ):
        found.samples[text_of(shape)] = Sample(at, text_of(line))
    return found


def origins(connection: sqlite3.Connection) -> list[str]:
    """Where what stands in the store was read: here, and in the stores that were merged."""
    return [row[0] for row in connection.execute("SELECT DISTINCT origin FROM covered ORDER BY origin")]


def save(
    connection: sqlite3.Connection,
    texts: Texts,
    origin: str,
    found: Coverage,
    moved: Callable[[int], int] = lambda at: at,
) -> None:
    """Puts this account in the place of the one before; ``moved`` says what its places are called here."""
    for table in ("covered", "covered_hours", "covered_hosts", "covered_samples"):
        connection.execute(f"DELETE FROM {table} WHERE origin = ?", (origin,))
    rows = [(origin, part, raw(name), n) for part in PARTS for name, n in getattr(found, part).items()]
    rows += [(origin, name, b"", getattr(found, name)) for name in SINGLE]
    rows += [(origin, name, b"", at) for name in MOMENTS if (at := getattr(found, name)) is not None]
    connection.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", rows)
    hours = [(origin, texts.number(h), hour, n) for h, c in found.hours.items() for hour, n in c.items()]
    connection.executemany("INSERT INTO covered_hours VALUES (?, ?, ?, ?)", hours)
    hosts = [(origin, texts.number(h), texts.number(n)) for h, names in found.hosts.items() for n in names]
    connection.executemany("INSERT INTO covered_hosts VALUES (?, ?, ?)", hosts)
    samples = [(origin, raw(s), moved(kept.at), raw(kept.line)) for s, kept in found.samples.items()]
    connection.executemany("INSERT INTO covered_samples VALUES (?, ?, ?, ?)", samples)
