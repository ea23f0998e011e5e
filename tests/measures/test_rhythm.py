"""A gap is silence against the host's own rhythm, however bursty its mail is."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.measures.rhythm import gaps

MONDAY = 24 * 20_000 + 4 * 24 - (20_000 % 7) * 24
"""An hour at which a Monday begins."""


def days(count: int, lines: int = 20, hours: range = range(7, 19), weekend: int = 0) -> Counter[int]:
    """An office's server: so many lines in each of its hours, and fewer on weekends."""
    found: Counter[int] = Counter()
    for day in range(count):
        for hour in hours:
            found[MONDAY + 24 * day + hour] = weekend if day % 7 > 4 else lines
    return found


def without(hours: Counter[int], first: int, count: int) -> Counter[int]:
    """The same with so many hours silent."""
    return Counter({hour: n for hour, n in hours.items() if not first <= hour < first + count})


def test_nights_and_weekends_are_no_gaps() -> None:
    """An office that writes nothing then is as it always is."""
    assert gaps(days(28)) == ()


def test_a_workday_without_a_line_is_a_gap() -> None:
    """The same night-long silence in the middle of the day is one, with the lines that it lacks."""
    (gap,) = gaps(without(days(28), MONDAY + 24 * 8 + 9, 6))
    assert (gap.first, gap.hours) == (MONDAY + 24 * 8 + 9, 6)
    assert gap.expected == pytest.approx(6 * 20 * 19 / 20)


def test_a_server_that_pauses_often_is_not_found_fault_with() -> None:
    """Mail comes in bursts: a pause such as there are many is none that stands out."""
    bursty = Counter({MONDAY + 5 * n: 60 for n in range(100)})
    assert gaps(bursty) == ()
    assert len(gaps(without(bursty, MONDAY + 200, 100))) == 1


def test_a_short_log_has_no_rhythm() -> None:
    """In two days nobody can tell."""
    assert gaps(without(days(2), MONDAY + 9, 6)) == gaps({}) == ()


@given(st.dictionaries(st.integers(0, 1000), st.integers(0, 1000), max_size=60))
def test_gaps_are_silent_and_in_order(hours: dict[int, int]) -> None:
    """Whatever the log is, no line lies in a gap, and gaps do not meet."""
    found = gaps(hours)
    for gap in found:
        assert not any(hours.get(hour) for hour in range(gap.first, gap.last + 1))
    assert [gap.first for gap in found] == sorted(gap.first for gap in found)
