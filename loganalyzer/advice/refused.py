"""Who has been refused since the switch: wanted, foretold, new, or back by another way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from loganalyzer.advice.bounded import Bounded, bounded
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.sighted import Sight, length
from loganalyzer.linking.finished import Way
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import DECIDED, RETURNED_ON_DAYS, WANTED, Judged, judge
from loganalyzer.triage.mail import Mail, by_unit


@dataclass(frozen=True, slots=True)
class Watch:
    """What the days since a switch show.

    refused: mail refused since, by unit, of clients that no exception lets in by now; excepted: messages
    of those. wanted: units among the refused whose mail is wanted. returned: refused recipients whose
    sender came back by another way, by unit, where nobody has decided about it. ways: all who came back,
    whoever they are. foretold: how many of the
    refused units the warnings had named. fresh: units that they had not, that came back on another day,
    and that nobody has decided. bound: what the warnings foretold of new ones. judged: all units.
    """

    refused: dict[Unit, Mail]
    excepted: int
    wanted: dict[Unit, Judged]
    returned: dict[Unit, int]
    ways: dict[Way, int]
    foretold: int
    fresh: int
    bound: Bounded
    judged: dict[Unit, Judged]


def watched(facts: Facts, restriction: str, seen: Sight) -> Watch:
    """What was refused since the switch, held against what the warnings before it said."""
    rows = facts.tally.affected
    known = facts.known
    everything = judge(by_unit(rows, lambda key: key.restriction == restriction), known)

    def was_refused(key: AffectedKey) -> bool:
        return key.restriction == restriction and key.fate == "refused"

    refused = by_unit(rows, lambda key: was_refused(key) and not known.is_excepted(key.client_address))
    before = by_unit(rows, lambda key: key.restriction == restriction and key.fate != "refused")
    wanted = {
        unit: everything[unit]
        for unit, mail in refused.items()
        if everything[unit].kind in WANTED or (mail.wanted and everything[unit].kind not in DECIDED)
    }
    ways: Counter[Way] = Counter()
    for back, count in facts.tally.returned.items():
        if back.restriction == restriction and everything[back.unit].kind not in DECIDED:
            ways[back.way] += count
    undecided = (everything[unit] for unit in refused if unit not in wanted)
    fresh = [u for u, mail in refused.items() if u not in before and _came_back(mail, everything[u])]
    first = facts.first_day if seen.first is None else seen.first
    firsts = [
        mail.first_day
        for unit, mail in before.items()
        if mail.first_day is not None and everything[unit].kind not in DECIDED
    ]
    excepted = sum(n for key, n in rows.items() if was_refused(key) and known.is_excepted(key.client_address))
    return Watch(
        refused=refused,
        excepted=excepted,
        wanted=wanted,
        returned=returned(facts, restriction, undecided),
        ways=ways,
        foretold=sum(1 for unit in refused if unit in before),
        fresh=len(fresh),
        bound=bounded(facts, firsts, first, length(facts, seen)),
        judged=everything,
    )


def _came_back(mail: Mail, judged: Judged) -> bool:
    """Whether somebody should look at a refused unit that is new: bots seldom come twice.

    What is refused meets no filter of ours that could call it junk, so that each new spoof would
    count as a new sender.
    """
    returned = len(mail.days) >= RETURNED_ON_DAYS or mail.wanted > 0
    return returned and judged.kind not in DECIDED


def returned(facts: Facts, restriction: str, units: Iterable[Judged]) -> dict[Unit, int]:
    """Refused recipients of undecided units whose very sender came back by another way."""
    open_ones = {one.unit for one in units if one.kind not in DECIDED}
    found: Counter[Unit] = Counter()
    for key, count in facts.tally.returned.items():
        if key.restriction == restriction and key.way == "same sender" and key.unit in open_ones:
            found[key.unit] += count
    return dict(found)
