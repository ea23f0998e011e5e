"""A tally's whole UTC days between two: what there is to narrow where only days were kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any, TypeVar

from loganalyzer.linking.finished import VERSIONS
from loganalyzer.measures.keys import UnitKey
from loganalyzer.measures.tally import Seen, Tally
from loganalyzer.measures.used import Used
from loganalyzer.terms.moment import DAY

K = TypeVar("K")

KEYED = (
    *("sessions", "messages", "deliveries", "spf", "rejections", "logins", "losses", "affected"),
    *("kin_sessions", "kin_messages", "handed", "own_passes", "returned"),
)
"""Counters with a day in their key."""

BY_DAY = ("handshakes_failed", "lost", "set_back")
"""Counters of days."""

TIMELESS = ("own_domains", "versions", "dovecot_versions", "offered", "ended")
"""What is taken whole: it has no day, or (``ended``) tells what became of mail of days before."""

USES = ("submitters", "readers", "peers", "handshakes", "claims", "sent", "refusals")


def narrowed(tally: Tally, first: int, after: int) -> Tally:
    """The days from ``first`` on and before ``after``; what has no day stays: domains, versions.

    How often somebody was there is kept for all days together: it is told by their share of them,
    rounded up.
    """
    parts: dict[str, Any] = {name: _between(getattr(tally, name), first, after) for name in KEYED}
    parts |= {name: _days(getattr(tally, name), first, after) for name in BY_DAY}
    parts |= {name: _uses(getattr(tally, name), first, after) for name in USES}
    parts["notices"] = Counter({key: n for key, n in tally.notices.items() if _told(key, first, after)})
    parts["units"] = _units(tally, parts["affected"])
    return replace(tally, **parts)


def _told(notice: tuple[int, str], first: int, after: int) -> bool:
    """As in ``Finished.between``: what a server's version is, it said when it last started."""
    day, what = notice
    return day < after and (first <= day or what in VERSIONS)


def _between(counts: Mapping[Any, int], first: int, after: int) -> Counter[Any]:
    return Counter({key: count for key, count in counts.items() if first <= key.day < after})


def _days(counts: Mapping[int, int], first: int, after: int) -> Counter[int]:
    return Counter({day: count for day, count in counts.items() if first <= day < after})


def _units(tally: Tally, affected: Mapping[Any, int]) -> dict[UnitKey, Seen]:
    """Those with mail on these days, seen on these days; the sample lines may be of earlier ones."""
    days: dict[UnitKey, tuple[int, int]] = {}
    for key in affected:
        unit = UnitKey(key.restriction, key.unit)
        low, high = days.get(unit, (key.day, key.day))
        days[unit] = min(low, key.day), max(high, key.day)
    return {
        unit: seen._replace(first=max(seen.first, low * DAY), last=min(seen.last, (high + 1) * DAY - 1))
        for unit, seen in tally.units.items()
        for low, high in [days.get(unit, (0, -1))]
        if low <= high
    }


def _uses(uses: Mapping[K, Used], first: int, after: int) -> dict[K, Used]:
    found = {key: _use(one, first, after) for key, one in uses.items()}
    return {key: one for key, one in found.items() if one is not None}


def _use(one: Used, first: int, after: int) -> Used | None:
    begin = one.first // DAY
    days = [begin + bit for bit in range(one.days.bit_length()) if one.days >> bit & 1]
    kept = [day for day in days if first <= day < after]
    if len(kept) == len(days):
        return one
    if not kept:
        return None
    mask = sum(1 << (day - kept[0]) for day in kept)
    low, high = max(one.first, kept[0] * DAY), min(one.last, (kept[-1] + 1) * DAY - 1)
    return Used(ceil(one.times * len(kept) / len(days)), low, high, mask, one.at)
