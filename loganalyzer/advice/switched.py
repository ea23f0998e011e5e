"""After the switch: does what happens agree with what was foretold, and is nobody refused wrongly?

From the day on which warnings stopped and refusals began, every refused unit is held against what
the warnings before it said. UNSAFE: mail is refused that is wanted, or more new senders than the
bound foretold. NOT_YET: the watch goes on. SAFE: it is over, and nothing was found.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from loganalyzer.advice.advice import Advice, Evidence, Gate, Verdict
from loganalyzer.advice.bound import MONTH
from loganalyzer.advice.bounded import Bounded, bounded
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.obstacles import obstacles
from loganalyzer.advice.sighted import LONG_ENOUGH, Sight, length, not_believed, sight_since, sighted
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import DECIDED, RETURNED_ON_DAYS, WANTED, Judged, judge
from loganalyzer.triage.mail import Mail, by_unit

NAME = "warn_if_reject"


@dataclass(frozen=True, slots=True)
class Watch:
    """What the days since a switch show.

    refused: mail refused since, by unit. wanted: units among them whose mail is wanted. foretold:
    how many of the refused units the warnings had named. fresh: units that they had not, that came
    back on another day, and that nobody has decided. bound: what the warnings foretold of new ones.
    """

    refused: dict[Unit, Mail]
    wanted: dict[Unit, Judged]
    foretold: int
    fresh: int
    bound: Bounded


def watched(facts: Facts, restriction: str, seen: Sight) -> Watch:
    """What was refused since the switch, held against what the warnings before it said."""
    rows = facts.tally.affected
    known = facts.known
    everything = judge(by_unit(rows, lambda key: key.restriction == restriction), known)
    refused = by_unit(rows, lambda key: key.restriction == restriction and key.fate == "refused")
    before = by_unit(rows, lambda key: key.restriction == restriction and key.fate != "refused")
    wanted = {
        unit: everything[unit]
        for unit, mail in refused.items()
        if everything[unit].kind in WANTED or (mail.wanted and everything[unit].kind not in DECIDED)
    }
    fresh = [u for u, mail in refused.items() if u not in before and _came_back(mail, everything[u])]
    first = facts.first_day if seen.first is None else seen.first
    firsts = [
        mail.first_day
        for unit, mail in before.items()
        if mail.first_day is not None and everything[unit].kind not in DECIDED
    ]
    bound = bounded(facts, firsts, first, length(facts, seen))
    foretold = sum(1 for unit in refused if unit in before)
    return Watch(refused, wanted, foretold, len(fresh), bound)


def _came_back(mail: Mail, judged: Judged) -> bool:
    """Whether somebody should look at a refused unit that is new: bots seldom come twice.

    What is refused meets no filter of ours that could call it junk, so that each new spoof would
    count as a new sender.
    """
    returned = len(mail.days) >= RETURNED_ON_DAYS or mail.wanted > 0
    return returned and judged.kind not in DECIDED


def watch(facts: Facts, restriction: str, seen: Sight) -> Advice:
    """The advice for a host that has already dropped warn_if_reject."""
    since = facts.last_day if seen.enforced_on is None else seen.enforced_on
    found = watched(facts, restriction, seen)
    after = sight_since(facts, restriction, since)
    days = length(facts, after)
    months = days / MONTH
    foretold = inf if found.bound.rate == inf else found.bound.rate * months
    gates = (
        sighted(facts, after, restriction),
        Gate(
            "nobody wanted refused",
            not found.wanted,
            counted(len(found.wanted), "sender"),
            "0 senders",
            "an exception for each, or the undo" if found.wanted else "",
        ),
        _as_foretold(found, foretold),
        Gate(
            "long enough",
            days >= LONG_ENOUGH,
            f"{days:.1f} days since the switch",
            f"{LONG_ENOUGH} days",
            "" if days >= LONG_ENOUGH else "time",
            None if days >= LONG_ENOUGH else as_date(since) + timedelta(days=LONG_ENOUGH),
        ),
    )
    verdict = _verdict(gates)
    return Advice(
        decision=NAME,
        subject=restriction,
        host=facts.host,
        verdict=verdict,
        headline=_headline(verdict, gates, found, since),
        advisable="done" if verdict != "UNSAFE" else "no: undo it, and look at who was refused",
        because=_because(found),
        gates=gates,
        step="restore warn_if_reject" if verdict == "UNSAFE" else "",
        blind_to=("whether a refused sender has given up, or written by another way",),
        look_again=None if verdict == "SAFE" else as_date(facts.last_day) + timedelta(days=7),
        obstacles=obstacles((restriction,), found.wanted, facts.known, facts.tally.units),
        remarks=tuple(filter(None, (not_believed(facts, seen) if restriction == SPF else "",))),
        switched_on=as_date(since),
    )


def _as_foretold(found: Watch, foretold: float) -> Gate:
    limit = "no bound before the switch" if foretold == inf else f"at most {foretold:.1f}, as foretold"
    return Gate(
        "as foretold", found.fresh <= foretold, f"{counted(found.fresh, 'new sender')} refused", limit
    )


def _verdict(gates: tuple[Gate, ...]) -> Verdict:
    sighted_gate, nobody, as_foretold, enough = gates
    if not nobody.holds or not as_foretold.holds:
        return "UNSAFE"
    if not sighted_gate.holds:
        return "BLIND"
    return "SAFE" if enough.holds else "NOT_YET"


def _headline(verdict: Verdict, gates: tuple[Gate, ...], found: Watch, since: int) -> str:
    on = as_date(since)
    if found.wanted:
        lost = sum(found.refused[unit].fates["refused"] for unit in found.wanted)
        were = "was" if lost == 1 else "were"
        return f"It was dropped on {on}, and since then {counted(lost, 'wanted message')} {were} refused."
    if verdict == "UNSAFE":
        return (
            f"It was dropped on {on}, and more new senders are refused than was foretold: {gates[2].value}."
        )
    if verdict == "BLIND":
        return f"It was dropped on {on}, and the log no longer shows what is refused: {gates[0].value}."
    if verdict == "SAFE":
        return f"It was dropped on {on}, and nobody whose mail is wanted was refused since."
    return f"It was dropped on {on}; so far nobody whose mail is wanted was refused. The watch goes on."


def _because(found: Watch) -> tuple[Evidence, ...]:
    refused: Counter[str] = Counter()
    for mail in found.refused.values():
        refused["all"] += mail.fates["refused"]
    wanted = sum(found.refused[unit].fates["refused"] for unit in found.wanted)
    return (
        Evidence("messages refused since the switch are wanted", wanted, refused["all"]),
        Evidence("refused senders had been named by the warnings before", found.foretold, len(found.refused)),
    )
