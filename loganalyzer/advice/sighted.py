"""Gates 1 and 2: on which days was the check really on, and really logged; and are they enough?"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.moment import DAY, as_date
from loganalyzer.terms.plural import counted

SURE = 0.05
"""Days without any would-be rejection are no sign of blindness where chance gives so many this often."""

LOGGED_ONLY = frozenset({"pass", "none"})
"""Results that no refusal tells: where they occur, the policy service logs each result."""

LONG_ENOUGH = 28
"""Days: what stock Debian's logrotate keeps. A monthly sender is met in it with probability 92 %."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The longest recent stretch of days on which the check was seen to work.

    first, last: its days, None where there is none. broken_by: why the day before it, or the
    last day of all, does not count. never_failed: nothing failed the check in it. enforced_on: since
    when it refuses, where it no longer warns.
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
    """By UTC day: messages from strangers, SPF results, warnings and refusals of the restriction.

    logged: the policy service logs its results, also of what it lets pass.
    """

    traffic: Counter[int]
    results: Counter[int]
    warned: Counter[int]
    refused: Counter[int]
    logged: bool

    def seen(self, day: int) -> bool:
        """True where some line shows the check at work."""
        return bool(self.results[day] or self.warned[day])

    @property
    def failing(self) -> float:
        """The share of days with mail on which something fails, told low (Laplace's rule of succession).

        Days and not messages: those could be made many by anybody, and the share small.
        """
        return len([day for day in self.warned if self.warned[day]]) / (len(self.traffic) + 1)


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
    found, said = _switched(days.warned, days.refused), _said(facts, days.warned, restriction)
    enforced_on = found if said is None else said
    last = facts.last_day if enforced_on is None else max(days.warned, default=facts.first_day)
    last = last if said is None else min(facts.last_day, max(last, said - 1))
    first, broken_by = _walk(facts, days, last, facts.first_day)
    inside = range(facts.first_day if first is None else first, last + 1)
    never_failed = not any(days.warned[day] or days.refused[day] for day in inside)
    return Sight(first, last if first is not None else None, broken_by, never_failed, enforced_on)


def sight_since(facts: Facts, restriction: str, since: int) -> Sight:
    """The same for the days since a switch, on which the check refuses instead of warning."""
    days = _by_day(facts, restriction)
    days = _Days(days.traffic, days.results, days.refused, days.warned, days.logged)
    first, broken_by = _walk(facts, days, facts.last_day, max(since, facts.first_day))
    inside = range(since if first is None else first, facts.last_day + 1)
    never_failed = not any(days.warned[day] for day in inside)
    return Sight(first, facts.last_day if first is not None else None, broken_by, never_failed, since)


def _walk(facts: Facts, days: _Days, last: int, earliest: int) -> tuple[int | None, str]:
    first: int | None = None
    broken_by = ""
    quiet = 0
    for day in range(last, earliest - 1, -1):
        quiet = 0 if days.seen(day) else quiet + bool(days.traffic[day])
        broken_by = _why_blind(facts, day, days, quiet)
        if broken_by:
            break
        first = day
    while first is not None and first < last and not days.seen(first):
        first += 1
    return (first if first is not None and days.seen(first) else None), broken_by


def _by_day(facts: Facts, restriction: str) -> _Days:
    logged = restriction == SPF and any(key.spf_result in LOGGED_ONLY for key in facts.tally.spf)
    days = _Days(Counter(), Counter(), Counter(), Counter(), logged)
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
    """The first day of refusals after which no warning came, None while warnings go on.

    A switch falls within a day, which then has both; but where there were refusals on earlier days
    already, warnings of the same day say that it was undone, or that the restriction stands twice.
    """
    last = max((day for day in warned if warned[day]), default=-1)
    since = [day for day in sorted(refused) if refused[day] and day >= last]
    if since and since[0] == last and any(refused[day] for day in refused if day < last):
        since = since[1:]
    return since[0] if since else None


def _said(facts: Facts, warned: Counter[int], restriction: str) -> int | None:
    """The day of a switch that somebody names, unless the log knows better: it has not come, or warnings
    of a later day say that it was undone."""
    day = facts.switched_on
    if day is None or restriction != SPF or day > facts.last_day:
        return None
    return None if any(warned[later] for later in warned if later > day) else day


def not_believed(facts: Facts, seen: Sight) -> str:
    """Why the switch that somebody names is not taken for one; empty where it is, or none is named."""
    day = facts.switched_on
    if day is None or seen.enforced_on == day:
        return ""
    if day > facts.last_day:
        return f"the log ends before {as_date(day)}, when it is said to have been dropped"
    return f"it is said to have been dropped on {as_date(day)}, but later lines still warn"


def _why_blind(facts: Facts, day: int, days: _Days, quiet: int) -> str:
    lost = facts.tally.notices[day, "lost"]
    traffic = days.traffic[day]
    if lost:
        return f"{counted(lost, 'notice')} of lost lines"
    if day in facts.silent:
        return facts.silence(day)
    if days.seen(day) or not traffic:
        return ""
    if days.logged:
        return f"{counted(traffic, 'message')} from outside, but not one SPF result"
    # debugLevel 0: only the warnings are logged, so a few quiet days prove nothing either way.
    likely = (1 - days.failing) ** quiet >= SURE
    return "" if likely else f"{quiet} days with mail from outside, but no line of the check"


def _since(facts: Facts, seen: Sight) -> str:
    whole = seen.first is None or seen.first <= facts.first_day
    why = f" (before: {seen.broken_by})" if seen.broken_by else ""
    return " in the whole log" if whole else f" since {as_date(seen.first or 0)}{why}"


def _never_failed(facts: Facts, seen: Sight, restriction: str) -> tuple[str, str]:
    """Why a check at work of which nothing fails is no proof, and what would be one."""
    line = "one line of the check that " + ("warns" if seen.enforced_on is None else "refuses")
    nothing = "not one failing message" + _since(facts, seen)
    if restriction != SPF:
        return nothing, line
    if facts.check_is_on is False:
        return (
            "policyd-spf.conf says TestOnly = 0, so the check refuses nothing and warns of nothing",
            "TestOnly = 1 there, with warn_if_reject before the check, then new lines",
        )
    return (
        f"{nothing}, just as in test mode (TestOnly = 0)",
        f"--settings with a policyd-spf.conf that shows TestOnly is not 0, or {line}",
    )


def sighted(facts: Facts, seen: Sight, restriction: str = SPF) -> Gate:
    """Gate 1: the check was really on and really logged."""
    threshold = "at work on every day with mail"
    if seen.never_failed and not (seen.any and facts.check_is_on):
        value, flips = _never_failed(facts, seen, restriction)
        return Gate("sighted", False, value, threshold, flips)
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
