"""A few lines of each unit as they were written: the log itself rotates away."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping

from loganalyzer.linking.carry import Carry
from loganalyzer.linking.fates import open_losses
from loganalyzer.measures.tally import SAMPLES, Tally
from loganalyzer.store.covered import raw, text_of
from loganalyzer.store.used import samples
from loganalyzer.terms.unit import Unit, unit_of

LONGEST = 1000
"""Characters of a line that are kept."""


def wanted(tallies: Collection[Tally], carries: Iterable[Carry]) -> set[int]:
    """Places of lines that are, or may come to be, samples: of units, and of who encrypts too little."""
    found = {at for tally in tallies for seen in tally.units.values() for at in seen.samples}
    for tally in tallies:
        found.update(samples(tally))
    for carry in carries:
        found |= _open(carry)
    return found


def _open(carry: Carry) -> set[int]:
    """The earliest lines of each unit among the losses that are not settled."""
    units: dict[Unit, list[int]] = {}
    for group in open_losses(carry):
        for one in group.attempts:
            unit = unit_of(one.sender, one.helo_name, one.client_name, one.client_address)
            units.setdefault(unit, []).append(one.at)
    return {at for places in units.values() for at in sorted(places)[:SAMPLES]}


def missing(connection: sqlite3.Connection, places: Iterable[int]) -> set[int]:
    """Those of the places whose lines the store does not have yet."""
    ask = "SELECT 1 FROM sample_lines WHERE at = ?"
    return {at for at in places if connection.execute(ask, (at,)).fetchone() is None}


def save(connection: sqlite3.Connection, found: Mapping[int, str]) -> None:
    """Keeps these lines."""
    rows = [(at, raw(line[:LONGEST])) for at, line in found.items()]
    connection.executemany("INSERT OR IGNORE INTO sample_lines VALUES (?, ?)", rows)


def load(connection: sqlite3.Connection, places: Iterable[int]) -> dict[int, str]:
    """The lines at these places that the store has."""
    found = {}
    for at in places:
        row = connection.execute("SELECT line FROM sample_lines WHERE at = ?", (at,)).fetchone()
        if row is not None:
            found[at] = text_of(row[0])
    return found
