"""A host's own rhythm, and the stretches in which it fell silent against it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

DAY_HOURS = 24
MONDAY = 4
"""The first Monday's day number: 1970-01-01 was a Thursday."""

ENOUGH = 3 * DAY_HOURS
"""Hours before a rhythm can be told from chance."""

MISSED = 30.0
"""Lines that would have been there by the host's rhythm, from which on silence is a gap."""

USUAL = 0.95
UNUSUAL = 4.0
"""A gap is so many times what is longest among the usual pauses, these being so many of all."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours without any line, since 1970 UTC, and the lines to be expected in them."""

    first: int
    last: int
    expected: float

    @property
    def hours(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def gaps(hours: Mapping[int, int]) -> tuple[Gap, ...]:
    """Silent stretches that are no pause such as this host makes.

    Pauses are measured in the lines that usually come at these hours, workdays and weekends apart,
    so that nights weigh little; and compared with the host's other pauses, for mail comes in bursts.
    """
    lines = sorted(hour for hour, count in hours.items() if count)
    if not lines or lines[-1] - lines[0] < ENOUGH:
        return ()
    usual = _usual(hours, lines[0], lines[-1])
    found = [
        Gap(before + 1, after - 1, sum(usual[_place(hour)] for hour in range(before + 1, after)))
        for before, after in pairwise(lines)
    ]
    pauses = sorted(gap.expected for gap in found)
    least = max(MISSED, UNUSUAL * pauses[int(USUAL * (len(pauses) - 1))])
    return tuple(gap for gap in found if gap.expected >= least)


def _place(hour: int) -> tuple[bool, int]:
    """Whether the hour is on a weekend, and which of its day it is."""
    day, at = divmod(hour, DAY_HOURS)
    return (day - MONDAY) % 7 >= 5, at


def _usual(hours: Mapping[int, int], first: int, last: int) -> Mapping[tuple[bool, int], float]:
    """Lines of each hour of a workday, and of a weekend's day, in the mean."""
    lines: Counter[tuple[bool, int]] = Counter()
    times: Counter[tuple[bool, int]] = Counter()
    for hour in range(first, last + 1):
        times[_place(hour)] += 1
        lines[_place(hour)] += hours.get(hour, 0)
    return {place: lines[place] / count for place, count in times.items()}
