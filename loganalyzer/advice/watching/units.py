"""Units that have been met, as much of each as their class is told from, and no more of them than that.

A sender can make up ever new units. Those with mail that our people want are forgotten last, so
nobody pushes them out by noise.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Judged, judge
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import by_unit

MOST_UNITS = 5_000
MOST_ROWS = 50
"""Rows kept of one unit: it may come from so many addresses, with so many results, on so many days."""
NEIGHBOURS = 20
"""Other units that come through the same address and are looked at: two tell a forwarder."""

K = TypeVar("K")


class Units:
    """Knows units by their mail."""

    def __init__(self) -> None:
        """Knows nobody yet."""
        self._rows: dict[Unit, Counter[AffectedKey]] = {}
        self._through: dict[str, dict[Unit, None]] = {}

    def __len__(self) -> int:
        """How many units are known."""
        return len(self._rows)

    def add(self, key: AffectedKey) -> None:
        """Enters one message; the unit is now the one met last."""
        rows = self._rows.pop(key.unit, None)
        rows = Counter() if rows is None else rows
        if key not in rows and len(rows) >= MOST_ROWS:
            old = _first(rows, lambda row: row.wanted)
            del rows[old]
            self._leaves(key.unit, {old.client_address} - {row.client_address for row in rows})
        rows[key] += 1
        self._rows[key.unit] = rows
        self._through.setdefault(key.client_address, {})[key.unit] = None
        if len(self._rows) > MOST_UNITS:
            gone = _first(self._rows, self._is_wanted)
            self._leaves(gone, {row.client_address for row in self._rows.pop(gone)})

    def judged(self, unit: Unit, restriction: str, known: Knowledge) -> Judged:
        """The unit with its class, as far as is known; raises KeyError for one that is not."""
        rows = Counter(self._rows[unit])
        for address in {row.client_address for row in self._rows[unit]}:
            for other in islice(self._through[address], NEIGHBOURS):
                if other != unit:
                    rows.update(self._rows[other])
        return judge(by_unit(rows, lambda row: row.restriction == restriction), known)[unit]

    def _is_wanted(self, unit: Unit) -> bool:
        return any(row.wanted for row in self._rows[unit])

    def _leaves(self, unit: Unit, addresses: Iterable[str]) -> None:
        """Forgets that the unit came through these addresses."""
        for address in addresses:
            there = self._through[address]
            del there[unit]
            if not there:
                del self._through[address]


def _first(keys: Iterable[K], keep: Callable[[K], bool]) -> K:
    """The first that need not be kept; the very first where all should be."""
    first: K | None = None
    for key in keys:
        first = key if first is None else first
        if not keep(key):
            return key
    if first is None:
        raise ValueError("there is none")
    return first
