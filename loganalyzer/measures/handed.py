"""What became of mail that would have been refused and that one of our hosts handed to another.

The first host saw it sent; whether it arrived the second one knows. Believed is only the word of a
host whose log was read, and only of mail that the first one says it gave to that very host. The
queue id, sender and recipient must be the same, and the days close.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from loganalyzer.linking.fates import best
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.between import EndedKey
from loganalyzer.measures.entered import Fleet
from loganalyzer.measures.keys import AffectedKey, LossKey
from loganalyzer.measures.tally import Tally

CLOSE = 6
"""Days that a message may stay in the queues of both hosts."""

Ends = Mapping[int, list[EndedKey]]


def followed(tallies: Mapping[str, Tally], fleet: Fleet) -> dict[str, Tally]:
    """Each host's tally with the fates that the others tell of what it handed to them."""
    ends: defaultdict[int, list[EndedKey]] = defaultdict(list)
    for tally in tallies.values():
        for key in tally.ended:
            ends[key.token].append(key)
    if not ends:
        return dict(tallies)
    return {host: _followed(host, tally, fleet, ends) for host, tally in tallies.items()}


def _followed(host: str, tally: Tally, fleet: Fleet, ends: Ends) -> Tally:
    affected: Counter[AffectedKey] = Counter(tally.affected)
    losses = Counter(tally.losses)
    for key, count in tally.handed.items():
        if not fleet.has(host, key.relay_host, key.relay_host):
            continue
        fate = _fate(ends.get(key.token, ()), key.affected)
        junk = any(end.junk and _close(end, key.affected) for end in ends.get(key.whole, ()))
        told = key.affected._replace(fate=fate, junk=key.affected.junk or junk)
        moved = min(count, affected[key.affected])
        if told == key.affected or not moved:
            continue
        affected[key.affected] -= moved
        affected[told] += moved
        _move(losses, key.affected, fate, moved)
    return replace(tally, affected=+affected, losses=+losses)


def _close(end: EndedKey, affected: AffectedKey) -> bool:
    return 0 <= end.day - affected.day <= CLOSE


def _fate(ends: list[EndedKey] | tuple[()], affected: AffectedKey) -> Fate:
    """The best that was told; none told is as the first host saw it."""
    told = [end.fate for end in ends if not end.junk and _close(end, affected)]
    return best(told) if told and affected.fate == "delivered" else affected.fate


def _move(losses: Counter[LossKey], affected: AffectedKey, fate: Fate, count: int) -> None:
    """The same in the figures by day; tries of one mail count on the day of the first."""
    before = LossKey(affected.day, affected.restriction, affected.fate)
    count = min(count, losses[before])
    losses[before] -= count
    losses[before._replace(fate=fate)] += count
