"""The start of the clock of gate 4, fixed once for each window, and the day of a switch.

The bound holds at every look only from one start that no later log can move. So whoever keeps a
history fixes it at the first judgement, and passes it on to all later ones (``Facts.clock_began``).
"""

from typing import NamedTuple

from loganalyzer.advice.bounded import first_start
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.sighted import length, sight


class Judged(NamedTuple):
    """What one judgement of a host fixes for later ones, as UTC days; None where there is none yet."""

    clock_began: int | None = None
    switched_on: int | None = None


def fixed(facts: Facts, before: Judged) -> Judged:
    """What is fixed from now on: the clock that runs, as long as its window has not been broken."""
    seen = sight(facts)
    switched = seen.enforced_on if before.switched_on is None else before.switched_on
    if seen.first is None or (before.clock_began is not None and seen.first <= before.clock_began):
        return Judged(before.clock_began, switched)
    return Judged(first_start(seen.first, length(facts, seen)), switched)
