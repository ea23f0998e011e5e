"""What if: the past weeks judged under other settings of the SPF check."""

from dataclasses import dataclass

from loganalyzer.advice import bounded, decided
from loganalyzer.advice.advice import Gate, Obstacle, Verdict
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.obstacles import obstacles
from loganalyzer.advice.sighted import length, long_enough, sight, sighted
from loganalyzer.advice.standing import stand
from loganalyzer.linking.restriction import LET_THROUGH, SPF
from loganalyzer.triage.classes import WANTED
from loganalyzer.triage.rules import Rules


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the check would have refused under some rules, in messages.

    refused: all that it would have refused, lost: those of them that arrived, or may have; of these
    wanted, unclear and junk. senders: every unit that would have lost mail. verdict, gates: as for
    dropping warn_if_reject under these rules.
    """

    host: str
    rules: Rules
    refused: int
    lost: int
    wanted: int
    unclear: int
    junk: int
    senders: tuple[Obstacle, ...]
    verdict: Verdict
    gates: tuple[Gate, ...]


def what_if(facts: Facts, rules: Rules) -> WhatIf:
    """Judges one host's log as if the check had been enforced under these rules."""
    seen = sight(facts, SPF)
    first = facts.first_day if seen.first is None else seen.first
    now = stand(facts, lambda key: rules.refuses(key, facts.known), facts.known, first, length(facts, seen))
    gates = (
        sighted(facts, seen),
        long_enough(facts, seen),
        decided.gate(now.decided),
        bounded.gate(facts, now.bounded),
    )
    lost = {"wanted": 0, "unclear": 0, "junk": 0}
    for one in now.judged.values():
        group = "wanted" if one.kind in WANTED else "unclear" if one.kind == "unclear" else "junk"
        lost[group] += one.mail.lost
    return WhatIf(
        host=facts.host,
        rules=rules,
        refused=sum(sum(one.mail.fates.values()) for one in now.judged.values()),
        lost=sum(lost.values()),
        wanted=lost["wanted"],
        unclear=lost["unclear"],
        junk=lost["junk"],
        senders=obstacles((SPF, LET_THROUGH), now.judged, facts.known, facts.tally.units),
        verdict=_verdict(gates, lost["wanted"]),
        gates=gates,
    )


def _verdict(gates: tuple[Gate, ...], wanted: int) -> Verdict:
    if not gates[0].holds:
        return "BLIND"
    if wanted:
        return "UNSAFE"
    return "SAFE" if all(gate.holds for gate in gates) else "NOT_YET"
