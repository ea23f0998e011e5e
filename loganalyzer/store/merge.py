"""Stores of several servers in one: what each host's own store says, side by side."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, islice

from loganalyzer.linking.step import flush
from loganalyzer.measures.tally import Seen, Tally
from loganalyzer.store import covered, tallies, used
from loganalyzer.store.covered import HERE
from loganalyzer.store.errors import StoreError
from loganalyzer.store.forget import TEXTS, tidy
from loganalyzer.store.store import Store
from loganalyzer.terms.place import OFFSET_BITS, offset_of, place, source_of


@dataclass(frozen=True, slots=True)
class Merged:
    """Which hosts are now in the store that were not, and which were brought up to date."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]


def merge(into: Store, other: Store) -> Merged:
    """Takes over what the other store holds of its hosts; raises StoreError where they are known otherwise.

    A store that was merged before is known again by its identity: its hosts are brought up to date,
    never counted twice. What was still open there counts as it stands.
    """
    if other.identity == into.identity:
        raise StoreError("this is the same store, or a copy of it")
    theirs = {host: origin or other.identity for host, origin in other.owners().items()}
    ours = into.owners()
    for host, origin in sorted(theirs.items()):
        if ours.get(host, origin) != origin:
            raise StoreError(f"both stores have lines of {host}, and they may be the same; one can count")
    origins = sorted({*theirs.values(), other.identity})
    for origin in origins:
        _not_older(into, other, origin)
    renewed = tuple(sorted(host for host in theirs if host in ours))
    _drop(into.connection, origins, [into.texts.number(host) for host in renewed])
    _take(into, other, theirs)
    return Merged(tuple(sorted(theirs.keys() - ours.keys())), renewed)


def _theirs(other: Store, origin: str) -> str:
    """What the other store calls an origin."""
    return HERE if origin == other.identity else origin


def _not_older(into: Store, other: Store, origin: str) -> None:
    before, now = into.coverage(origin).lines, other.coverage(_theirs(other, origin)).lines
    if now < before:
        raise StoreError(f"it holds {now:,} lines where {before:,} were merged before: an older copy?")


def _drop(connection: sqlite3.Connection, origins: list[str], hosts: list[int]) -> None:
    """Makes room for what comes anew."""
    by_host = [name for name, columns in TEXTS.items() if "host" in columns and name != "covered_hours"]
    for table in by_host:
        connection.executemany(f"DELETE FROM {table} WHERE host = ?", [(host,) for host in hosts])
    for origin in origins:
        old = "SELECT number FROM logs WHERE origin = ?"
        connection.execute(f"DELETE FROM sample_lines WHERE at >> {OFFSET_BITS} IN ({old})", (origin,))
        connection.execute("DELETE FROM logs WHERE origin = ?", (origin,))


def _take(into: Store, other: Store, owners: Mapping[str, str]) -> None:
    numbers = _numbers(into, other)

    def moved(at: int) -> int:
        return place(numbers[source_of(at)], offset_of(at))

    found: dict[str, Tally] = {}
    other.tallies(lambda host: found.setdefault(host, Tally()))
    for host, carry in other.carries().items():
        found.setdefault(host, Tally()).add(flush(carry))
    for tally in found.values():
        tally.units = {key: _moved(seen, numbers) for key, seen in tally.units.items()}
        used.moved(tally, lambda at: moved(at) if source_of(at) in numbers else used.NOWHERE)
    tallies.save(into.connection, into.texts, found)
    for origin in {*owners.values(), other.identity}:
        account = other.coverage(_theirs(other, origin))
        covered.save(into.connection, into.texts, origin, account, moved)
    into.connection.executemany(
        "INSERT INTO hosts VALUES (?, ?)", [(into.texts.number(host), o) for host, o in owners.items()]
    )
    into.keep_judged(other.judged())
    into.keep_own_hosts(other.own_hosts)
    lines = other.connection.execute("SELECT at, line FROM sample_lines").fetchall()
    into.connection.executemany(
        "INSERT INTO sample_lines VALUES (?, ?)",
        [(moved(at), line) for at, line in lines if source_of(at) in numbers],
    )
    tidy(into.connection)


def _moved(seen: Seen, numbers: Mapping[int, int]) -> Seen:
    samples = (
        place(numbers[source_of(at)], offset_of(at)) for at in seen.samples if source_of(at) in numbers
    )
    return seen._replace(samples=tuple(samples))


def _numbers(into: Store, other: Store) -> dict[int, int]:
    """A free number for each of their logs, in their order; the logs are taken over under it."""
    names = other.names()
    used = into.names().keys()
    free = islice((number for number in count() if number not in used), len(names))
    numbers = dict(zip(sorted(names), free, strict=True))
    hosts = sorted(other.owners())
    label = hosts[0] if len(hosts) == 1 else other.identity[:6]
    columns = "number, origin, name, position, head_length, head, tail_length, tail, last"
    rows = other.connection.execute(f"SELECT {columns} FROM logs").fetchall()
    into.connection.executemany(
        f"INSERT INTO logs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(numbers[row[0]], row[1] or other.identity, f"{label}:{row[2]}", *row[3:]) for row in rows],
    )
    return numbers
