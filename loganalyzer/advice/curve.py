"""How the bound of gate 4 narrowed day by day, for whoever wants to see it."""

from dataclasses import dataclass
from math import isfinite

from loganalyzer.advice.bound import bound_over_time
from loganalyzer.advice.bounded import Bounded, holds_on
from loganalyzer.advice.decisions.warn_if_reject import picked, restrictions
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.refused import watched
from loganalyzer.advice.sighted import length, sight, sighted
from loganalyzer.advice.standing import stand


@dataclass(frozen=True, slots=True)
class Curve:
    """The bound of one restriction on one host at the end of each day.

    points: (UTC day, new failing senders a month at most, at 95 %); none where the log does not show the
    check at work, for then silence means nothing: ``why`` says so. sightings: the days on which new
    ones turned up. switched_on: the day from which on it refuses. holds_on: the day on which the bound
    keeps to the budget if nobody else turns up; None where it does already, or where the switch was made.
    """

    host: str
    restriction: str
    points: tuple[tuple[int, float], ...]
    sightings: tuple[int, ...]
    budget: float
    switched_on: int | None
    holds_on: int | None
    why: str = ""

    @property
    def rate(self) -> float | None:
        """The bound on the last day; None where there is none."""
        return self.points[-1][1] if self.points else None


def curves(facts: Facts) -> tuple[Curve, ...]:
    """One curve for each restriction that warns or warned."""
    return tuple(_curve(facts, restriction) for restriction in restrictions(facts))


def _curve(facts: Facts, restriction: str) -> Curve:
    seen = sight(facts, restriction)
    gate = sighted(facts, seen, restriction)
    since = seen.enforced_on
    if not gate.holds or seen.first is None or seen.last is None:
        return Curve(facts.host, restriction, (), (), facts.budget, since, None, gate.value)
    if since is not None:
        found, last = watched(facts, restriction, seen).bound, min(seen.last, since - 1)
    else:
        days = length(facts, seen)
        found, last = stand(facts, picked(restriction), facts.known, seen.first, days).bounded, seen.last
    return Curve(
        host=facts.host,
        restriction=restriction,
        points=_points(found, last),
        sightings=found.sightings,
        budget=facts.budget,
        switched_on=since,
        holds_on=holds_on(facts, found) if since is None else None,
        why="" if isfinite(found.rate) else "hardly any time has passed",
    )


def _points(found: Bounded, last: int) -> tuple[tuple[int, float], ...]:
    """Each day's bound; the last is the gate's own, which counts the hours of a day that is not whole."""
    if not isfinite(found.rate) or last < found.start:
        return ()
    return (*bound_over_time(found.sightings, found.start, last)[:-1], (last, found.rate))
