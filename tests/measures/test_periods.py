"""Periods cover all days, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.measures.periods import periods, together
from loganalyzer.measures.rate import Rate


@given(st.integers(0, 30_000), st.integers(0, 2_000))
def test_each_day_is_in_one_period(first: int, more: int) -> None:
    """However long the log, no day is left out and none is counted twice."""
    found = periods(first, first + more)
    assert [day for span in found for day in span] == list(range(first, first + more + 1))
    assert len(found) < 100


@pytest.mark.parametrize(
    ("days", "lengths"), [(1, [1]), (16, [1] * 16), (17, [10, 7]), (50, [8, *[7] * 6]), (53, [4, *[7] * 7])]
)
def test_the_newest_period_is_whole(days: int, lengths: list[int]) -> None:
    """What is left over stands at the beginning, and never as a sliver."""
    assert [len(span) for span in periods(100, 99 + days)] == lengths


def test_a_period_keeps_what_is_unknown() -> None:
    """Count, total and unknown are each summed; a day without mail adds nothing."""
    days = {1: Rate(3, 5, 1), 3: Rate(1, 4)}
    assert together(days, [range(1, 3), range(3, 9), range(9, 10)]) == (Rate(3, 5, 1), Rate(1, 4), Rate(0, 0))
