"""Every unit that would lose mail, as the admin is asked about it, and which of them to ask about first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from loganalyzer.advice.decided import Decided
from loganalyzer.advice.decisions.warn_if_reject import picked, restrictions
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.obstacles import signs_of
from loganalyzer.advice.refused import returned
from loganalyzer.advice.sighted import length, sight
from loganalyzer.advice.standing import stand
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.keys import UnitKey
from loganalyzer.measures.tally import SAMPLES
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import RETURNED_ON_DAYS, Judged

Asked = Literal["in the way", "sample", "no"]
"""Why the admin is asked about a unit: it alone forbids SAFE, or the audit's sample has drawn it."""

ASKED_FIRST: tuple[Asked, ...] = ("in the way", "sample", "no")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit that would lose mail, over all hosts and restrictions.

    messages: those that would be lost. days: UTC days of them. first, last: microseconds since
    1970 UTC. clients: addresses with their names. wanted, authentic: messages with that sign. ours:
    the sender's domain is one of our own. signs: in words. turn: place among those asked for the
    same reason. where: places of lines.
    """

    unit: Unit
    asked: Asked
    turn: int
    messages: int
    days: frozenset[int]
    first: int
    last: int
    fates: Mapping[Fate, int]
    clients: Mapping[str, str]
    wanted: int
    authentic: int
    ours: bool
    signs: tuple[str, ...]
    where: tuple[int, ...]

    @property
    def by_itself(self) -> bool:
        """True for a unit that must never be judged together with others.

        Somebody may miss its mail: our people know the sender, or its domain has signed, or it came
        back on another day.
        """
        return bool(self.wanted or self.authentic) or len(self.days) >= RETURNED_ON_DAYS

    @property
    def confirmed(self) -> bool:
        """True where names and addresses of its clients confirm each other; else they may be anybody."""
        return "/" not in self.unit.network


def candidates(facts: Iterable[Facts]) -> tuple[Candidate, ...]:
    """All units of these hosts: those in the way first, most mail first, then the sample as drawn."""
    found: dict[Unit, Candidate] = {}
    for one in (one for host in facts for one in _of_host(host)):
        found[one.unit] = _merged(found[one.unit], one) if one.unit in found else one
    return tuple(
        sorted(
            found.values(), key=lambda one: (ASKED_FIRST.index(one.asked), one.turn, -one.messages, one.unit)
        )
    )


def _of_host(facts: Facts) -> Iterator[Candidate]:
    for restriction in restrictions(facts):
        seen = sight(facts, restriction)
        first = facts.first_day if seen.first is None else seen.first
        rows = picked(restriction, refused=seen.enforced_on is not None)
        now = stand(facts, rows, facts.known, first, length(facts, seen))
        turns = _turns(now.decided)
        turns |= dict.fromkeys(returned(facts, restriction, now.judged.values()), ("in the way", 0))
        for unit, one in now.judged.items():
            if one.mail.lost:
                yield _candidate(facts, UnitKey(restriction, unit), one, turns)


def _turns(found: Decided) -> dict[Unit, tuple[Asked, int]]:
    """Whom to ask about. Where the audit has failed, or no sample can be drawn, about all."""
    one_offs = tuple(one.unit for one in found.one_offs)
    drawn = found.sample or (one_offs if found.audit.verdict != "passed" else ())
    turns: dict[Unit, tuple[Asked, int]] = {unit: ("sample", at) for at, unit in enumerate(drawn)}
    return turns | {one.unit: ("in the way", 0) for one in found.unclear}


def _candidate(facts: Facts, key: UnitKey, one: Judged, turns: Mapping[Unit, tuple[Asked, int]]) -> Candidate:
    mail, seen = one.mail, facts.tally.units[key]
    asked, turn = turns.get(key.unit, ("no", 0))
    return Candidate(
        unit=key.unit,
        asked=asked,
        turn=turn,
        messages=mail.lost,
        days=mail.days,
        first=seen.first,
        last=seen.last,
        fates=dict(mail.fates),
        clients=mail.clients,
        wanted=mail.wanted,
        authentic=mail.authentic,
        ours=key.unit.sender_domain in facts.known.own_organisations,
        signs=signs_of(one, facts.known),
        where=seen.samples,
    )


def _merged(one: Candidate, other: Candidate) -> Candidate:
    """The same unit as two hosts, or two restrictions, met it."""
    asked, turn = min(
        (one.asked, one.turn), (other.asked, other.turn), key=lambda why: (ASKED_FIRST.index(why[0]), why[1])
    )
    return Candidate(
        unit=one.unit,
        asked=asked,
        turn=turn,
        messages=one.messages + other.messages,
        days=one.days | other.days,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        fates=Counter(one.fates) + Counter(other.fates),
        clients={**one.clients, **other.clients},
        wanted=one.wanted + other.wanted,
        authentic=one.authentic + other.authentic,
        ours=one.ours or other.ours,
        signs=tuple(dict.fromkeys(one.signs + other.signs)),
        where=tuple(sorted({*one.where, *other.where})[:SAMPLES]),
    )
