"""Uses in a few numbers: order and grouping must not matter."""

from itertools import permutations

from loganalyzer.measures.used import Used, merge, saw
from loganalyzer.terms.moment import DAY

TIMES = (5 * DAY + 7, 5 * DAY + 9, 6 * DAY, 30 * DAY, 400 * DAY)


def made(values: tuple[object, ...]) -> tuple[str]:
    return (str(values[0]),)


def test_the_order_of_uses_does_not_matter() -> None:
    """First, last, days and the latest place are the same in whatever order uses are counted."""
    found: set[Used] = set()
    for order in permutations(enumerate(TIMES)):
        uses: dict[tuple[str], Used] = {}
        for at, time in order:
            saw(uses, made, ("alice",), time, at)
        found.add(uses[("alice",)])
    (used,) = found
    assert (used.times, used.on_days, used.first, used.last, used.at) == (5, 4, TIMES[0], TIMES[-1], 4)


def test_merging_is_counting_together() -> None:
    """Two hosts' uses merged are those of one that saw all."""
    whole: dict[tuple[str], Used] = {}
    mine: dict[tuple[str], Used] = {}
    theirs: dict[tuple[str], Used] = {}
    for at, time in enumerate(TIMES):
        saw(whole, made, ("alice",), time, at)
        saw(mine if at % 2 else theirs, made, ("alice",), time, at)
    merge(mine, theirs)
    assert mine == whole
