"""Gates 1 and 2: on which days was the check really on, and really logged; and are they enough?"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, exp

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.moment import DAY, as_date

SURE = 0.05
"""A day without any would-be rejection is no sign of blindness where chance gives it this often."""

LONG_ENOUGH = 28
"""Days: what stock Debian's logrotate keeps. A monthly sender is met in it with probability 92 %."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The longest recent stretch of days on which the check was seen to work.

    first, last: its days, None where there is none. broken_by: why the day before it, or the
    last day of all, does not count. enforced_on: since when it refuses, where it no longer warns.
    """

    first: int | None
    last: int | None
    broken_by: str
    never_failed: bool
    enforced_on: int | None

    @property
    def any(self) -> bool:
        """True where there is such a stretch."""
        return self.first is not None


@dataclass(frozen=True, slots=True)
class _Days:
    """By UTC day: messages from strangers, SPF results, warnings and refusals of the restriction."""

    traffic: Counter[int]
    results: Counter[int]
    warned: Counter[int]
    refused: Counter[int]


def length(facts: Facts, seen: Sight) -> float:
    """Days of the stretch, by the clock: the first and last day of a log are seldom whole."""
    if seen.first is None or seen.last is None:
        return 0.0
    begins = max(facts.first, seen.first * DAY)
    ends = min(facts.last, (seen.last + 1) * DAY)
    return (ends - begins) / DAY


def sight(facts: Facts, restriction: str = SPF) -> Sight:
    """Walks back from the last day to the first on which the check cannot be seen to work."""
    days = _by_day(facts, restriction)
    enforced_on = _switched(days.warned, days.refused)
    last = facts.last_day if enforced_on is None else max(days.warned, default=facts.first_day)
    first, broken_by = _walk(facts, days, last, facts.first_day)
    never_failed = not days.warned and not days.refused
    return Sight(first, last if first is not None else None, broken_by, never_failed, enforced_on)


def sight_since(facts: Facts, restriction: str, since: int) -> Sight:
    """The same for the days since a switch, on which the check refuses instead of warning."""
    days = _by_day(facts, restriction)
    days = _Days(days.traffic, days.results, days.refused, days.warned)
    first, broken_by = _walk(facts, days, facts.last_day, since)
    return Sight(first, facts.last_day if first is not None else None, broken_by, False, since)


def _walk(facts: Facts, days: _Days, last: int, earliest: int) -> tuple[int | None, str]:
    checked = sum(days.traffic.values())
    rate = days.warned.total() / checked if checked else 0.0
    first: int | None = None
    broken_by = ""
    for day in range(last, earliest - 1, -1):
        broken_by = _why_blind(facts, day, days, rate)
        if broken_by:
            break
        first = day
    while first is not None and first < last and not (days.results[first] or days.warned[first]):
        first += 1
    if first is not None and not (days.results[first] or days.warned[first]):
        first = None
    return first, broken_by


def _by_day(facts: Facts, restriction: str) -> _Days:
    days = _Days(Counter(), Counter(), Counter(), Counter())
    for message_key, count in facts.tally.messages.items():
        if message_key.origin == "outside":
            days.traffic[message_key.day] += count
    for spf_key, count in facts.tally.spf.items() if restriction == SPF else ():
        days.results[spf_key.day] += count
    for key, count in facts.tally.rejections.items():
        if key.restriction == restriction:
            (days.warned if key.action == "reject_warning" else days.refused)[key.day] += count
    return days


def _switched(warned: Counter[int], refused: Counter[int]) -> int | None:
    """The first day of refusals after which no warning came, None while warnings go on."""
    later = [day for day in refused if day >= max(warned, default=-1)]
    return min(later) if later and not any(day > min(later) for day in warned) else None


def _why_blind(facts: Facts, day: int, days: _Days, rate: float) -> str:
    lost = facts.tally.notices[day, "lost"]
    traffic = days.traffic[day]
    if lost:
        return f"{lost} notices of lost lines"
    if day in facts.silent:
        return "no line at all"
    if days.results[day] or days.warned[day] or not traffic:
        return ""
    if days.results:
        return f"{traffic} messages from outside, but not one SPF result"
    # debugLevel 0: only the warnings are logged, so a quiet day proves nothing either way.
    return (
        "" if exp(-rate * traffic) >= SURE else f"{traffic} messages from outside, but no line of the check"
    )


def sighted(facts: Facts, seen: Sight, restriction: str = SPF) -> Gate:
    """Gate 1: the check was really on and really logged."""
    threshold = "at work on every day with mail"
    if seen.never_failed and not (seen.any and facts.check_is_on):
        return Gate(
            "sighted",
            False,
            "not one failing message in the whole log",
            threshold,
            "--settings with a policyd-spf.conf that shows TestOnly is not 0, or one reject_warning line",
        )
    if seen.first is None or seen.last is None:
        return Gate(
            "sighted",
            False,
            seen.broken_by or "no line of the check",
            threshold,
            "debugLevel = 1 in policyd-spf.conf, and warn_if_reject before the policy check",
        )
    value = f"{as_date(seen.first)} to {as_date(seen.last)}"
    if seen.broken_by:
        value += f" (before: {seen.broken_by})"
    return Gate("sighted", True, value, threshold)


def long_enough(facts: Facts, seen: Sight) -> Gate:
    """Gate 2: the stretch is long enough to have met the senders that matter."""
    days = length(facts, seen)
    holds = days >= LONG_ENOUGH
    missing = ceil(LONG_ENOUGH - days)
    return Gate(
        "long enough",
        holds,
        f"{days:.1f} days",
        f"{LONG_ENOUGH} days",
        "" if holds else "more log: older rotated files, or time",
        None if holds or not seen.any else as_date(facts.last_day) + timedelta(days=missing),
    )
