"""A few lines of each unit as they were written: the log itself rotates away."""

import sqlite3
from collections.abc import Iterable, Mapping

from loganalyzer.linking.carry import Carry
from loganalyzer.measures.tally import SAMPLES, Tally
from loganalyzer.sources import Source
from loganalyzer.terms.place import offset_of, source_of
from loganalyzer.terms.unit import Unit, unit_of

LONGEST = 1000
"""Bytes of a line that are kept."""


def wanted(tallies: Iterable[Tally], carries: Iterable[Carry]) -> set[int]:
    """Places of the lines that are, or may come to be, the samples of a unit."""
    found = {at for tally in tallies for seen in tally.units.values() for at in seen.samples}
    for carry in carries:
        found |= _open(carry)
    return found


def _open(carry: Carry) -> set[int]:
    """The earliest lines of each unit among the losses that are not settled."""
    units: dict[Unit, list[int]] = {}
    for group in [*carry.losses.values(), *carry.closing]:
        for one in group.attempts:
            unit = unit_of(one.sender, one.helo_name, one.client_name, one.client_address)
            units.setdefault(unit, []).append(one.at)
    return {at for places in units.values() for at in sorted(places)[:SAMPLES]}


def save(connection: sqlite3.Connection, places: Iterable[int], sources: Mapping[int, Source]) -> None:
    """Keeps the lines at these places, of those that stand in the sources."""
    by_source: dict[int, set[int]] = {}
    for at in places:
        if source_of(at) in sources:
            by_source.setdefault(source_of(at), set()).add(at)
    for number, there in by_source.items():
        there -= {
            at
            for (at,) in connection.execute(
                "SELECT at FROM sample_lines WHERE at BETWEEN ? AND ?", (min(there), max(there))
            )
        }
        rows = lines_at(sources[number], {offset_of(at): at for at in there})
        connection.executemany("INSERT INTO sample_lines VALUES (?, ?)", rows)


def lines_at(source: Source, places: Mapping[int, int]) -> Iterable[tuple[int, bytes]]:
    """The line at each offset, under the name that the offset maps to."""
    if source.seekable:
        for offset, at in sorted(places.items()):
            for block in source.blocks(LONGEST, begin=offset):
                yield at, _line(block.data, 0)
                break
        return
    waiting = sorted(places)
    for block in source.blocks() if waiting else ():
        while waiting and waiting[0] < block.offset + len(block.data):
            offset = waiting.pop(0)
            yield places[offset], _line(block.data, offset - block.offset)


def _line(data: bytes, begin: int) -> bytes:
    end = data.find(b"\n", begin)
    return data[begin : len(data) if end < 0 else end][:LONGEST].rstrip(b"\r\0")


def load(connection: sqlite3.Connection, places: Iterable[int]) -> dict[int, str]:
    """The lines at these places that the store has."""
    found = {}
    for at in places:
        row = connection.execute("SELECT line FROM sample_lines WHERE at = ?", (at,)).fetchone()
        if row is not None:
            found[at] = row[0].decode("utf-8", "replace")
    return found
