"""Gate 4: new senders whose mail would be lost keep turning up; how fast, at most?"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, inf

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.bound import MONTH, rate_bound, safe_day
from loganalyzer.advice.facts import Facts
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted

STOCK = 14
"""Days at the beginning of a long log whose senders are the stock, to be decided one by one: nobody
who is met in them is new."""

LONG = 42
"""A log so long can spare them."""


MEANS_NOTHING = 1000.0
"""A bound so high says only that hardly any time has passed."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """The upper bound of new wanted or undecided failing senders a month, and what it is made from.

    start: UTC day from which on they are counted. sightings: the day of each that was first seen since.
    months: of 30.44 days. rate: the bound at 95 %.
    """

    start: int
    sightings: tuple[int, ...]
    months: float
    rate: float
    budget: float

    @property
    def new(self) -> int:
        """How many were first seen since the start."""
        return len(self.sightings)

    @property
    def holds(self) -> bool:
        """True where the bound keeps to the budget."""
        return self.rate <= self.budget


def first_start(window_first: int, window_days: float) -> int:
    """The UTC day from which on new senders are counted, where a window is judged for the first time."""
    return window_first + (STOCK if window_days >= LONG else 0)


def bounded(facts: Facts, first_seen: Iterable[int], window_first: int, window_days: float) -> Bounded:
    """The bound over a sighted window that begins on a UTC day and is so many days long.

    first_seen: the day of each wanted or undecided unit's first lost mail, in the whole log.
    """
    fixed = facts.clock_began
    start = max(window_first, first_start(window_first, window_days) if fixed is None else fixed)
    months = max(0.0, window_days - (start - window_first)) / MONTH
    since = tuple(sorted(day for day in first_seen if day >= start))
    return Bounded(start, since, months, rate_bound(len(since), months) if months else inf, facts.budget)


def holds_on(facts: Facts, found: Bounded) -> int | None:
    """The UTC day on which the bound would keep to the budget if nobody else turns up; None where it does."""
    if found.holds:
        return None
    missing = safe_day(found.new, found.budget) - found.months * MONTH
    return facts.last_day + max(1, ceil(missing))


def gate(facts: Facts, found: Bounded) -> Gate:
    """The gate, with the day on which it would hold if nobody else turns up."""
    day = holds_on(facts, found)
    rate = "no bound yet" if found.rate > MEANS_NOTHING else f"at most {found.rate:.1f} a month"
    new = counted(found.new, "new sender")
    return Gate(
        "bounded",
        found.holds,
        f"{rate} ({new} that would lose mail since {as_date(found.start)})",
        f"at most {found.budget:g} a month, at 95 %",
        "" if found.holds else "time without new ones, or labels for those there are",
        None if day is None else as_date(day),
    )
