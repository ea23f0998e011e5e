"""Gate 1 for SPF: on which days was the check really on, and really logged?"""

from collections import Counter
from dataclasses import dataclass
from math import exp

from loganalyzer.advice.facts import Facts
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.moment import DAY

SURE = 0.05
"""A day without any would-be rejection is no sign of blindness where chance gives it this often."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The longest recent stretch of days on which the check was seen to work.

    first, last: its days, None where there is none. broken_by: why the day before it, or the
    last day of all, does not count.
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


def length(facts: Facts, seen: Sight) -> float:
    """Days of the stretch, by the clock: the first and last day of a log are seldom whole."""
    if seen.first is None or seen.last is None:
        return 0.0
    begins = max(facts.first, seen.first * DAY)
    ends = min(facts.last, (seen.last + 1) * DAY)
    return (ends - begins) / DAY


def sight(facts: Facts) -> Sight:
    """Walks back from the last day to the first on which the check cannot be seen to work."""
    traffic, results, warned, refused = _by_day(facts)
    logs_results = bool(results)
    checked = sum(traffic.values())
    rate = warned.total() / checked if checked else 0.0
    enforced_on = _switched(warned, refused)
    last = facts.last_day if enforced_on is None else max(warned, default=facts.first_day)
    first: int | None = None
    broken_by = ""
    for day in range(last, facts.first_day - 1, -1):
        broken_by = _why_blind(facts, day, traffic[day], results[day], warned[day], logs_results, rate)
        if broken_by:
            break
        first = day
    while first is not None and first < last and not (results[first] or warned[first]):
        first += 1
    if first is not None and not (results[first] or warned[first]):
        first = None
    never_failed = not warned and not refused
    return Sight(first, last if first is not None else None, broken_by, never_failed, enforced_on)


def _by_day(facts: Facts) -> tuple[Counter[int], Counter[int], Counter[int], Counter[int]]:
    traffic: Counter[int] = Counter()
    for message_key, count in facts.tally.messages.items():
        if message_key.origin == "outside":
            traffic[message_key.day] += count
    results: Counter[int] = Counter()
    for spf_key, count in facts.tally.spf.items():
        results[spf_key.day] += count
    warned: Counter[int] = Counter()
    refused: Counter[int] = Counter()
    for key, count in facts.tally.rejections.items():
        if key.restriction == SPF:
            (warned if key.action == "reject_warning" else refused)[key.day] += count
    return traffic, results, warned, refused


def _switched(warned: Counter[int], refused: Counter[int]) -> int | None:
    """The first day of refusals after which no warning came, None while warnings go on."""
    later = [day for day in refused if day >= max(warned, default=-1)]
    return min(later) if later and not any(day > min(later) for day in warned) else None


def _why_blind(
    facts: Facts, day: int, traffic: int, results: int, warned: int, logs_results: bool, rate: float
) -> str:
    lost = facts.tally.notices[day, "lost"]
    if lost:
        return f"{lost} notices of lost lines"
    if day in facts.silent:
        return "no line at all"
    if results or warned or not traffic:
        return ""
    if logs_results:
        return f"{traffic} messages from outside, but not one SPF result"
    # debugLevel 0: only the warnings are logged, so a quiet day proves nothing either way.
    return "" if exp(-rate * traffic) >= SURE else f"{traffic} messages from outside, but no SPF line"
