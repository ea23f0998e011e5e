"""After the switch: does what happens agree with what was foretold, and is nobody refused wrongly?

From the day on which warnings stopped and refusals began, every refused unit is held against what
the warnings before it said. UNSAFE: mail is refused that is wanted, or more new senders than the
bound foretold. NOT_YET: the watch goes on, or somebody who was refused came back by another way and
nobody has said whether he is wanted. SAFE: it is over, and nothing was found.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from math import inf

from loganalyzer.advice.advice import Advice, Evidence, Exemption, Gate, Obstacle, Verdict
from loganalyzer.advice.bound import MONTH
from loganalyzer.advice.exemptions import Decide, propose
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.obstacles import obstacles, signs_of
from loganalyzer.advice.refused import Watch, watched
from loganalyzer.advice.sighted import LONG_ENOUGH, Sight, length, not_believed, sight_since, sighted
from loganalyzer.linking.finished import Way
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge

NAME = "warn_if_reject"


def watch(facts: Facts, restriction: str, seen: Sight) -> Advice:
    """The advice for a host that has already dropped warn_if_reject."""
    since = facts.last_day if seen.enforced_on is None else seen.enforced_on
    after = sight_since(facts, restriction, since)
    found = watched(facts, restriction, seen)
    gates = _gates(facts, restriction, found, after, since)
    verdict = _verdict(gates)

    def decide(known: Knowledge) -> Verdict:
        other = replace(facts, known=known)
        return _verdict(_gates(other, restriction, watched(other, restriction, seen), after, since))

    exceptions, with_all = _exceptions(facts, restriction, found, decide)
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
        blind_to=("whether a refused sender has given up, or reached somebody else",),
        look_again=None if verdict == "SAFE" else as_date(facts.last_day) + timedelta(days=7),
        obstacles=_obstacles(facts, restriction, found),
        exceptions=exceptions,
        with_all=with_all,
        remarks=tuple(filter(None, (not_believed(facts, seen) if restriction == SPF else "",))),
        switched_on=as_date(since),
    )


def _exceptions(
    facts: Facts, restriction: str, found: Watch, decide: Decide
) -> tuple[tuple[Exemption, ...], Verdict | None]:
    """What would let the refused wanted mail in, if the switch is not to be undone."""
    if restriction != SPF or not found.wanted:
        return (), None
    rows = {
        key: count
        for key, count in facts.tally.affected.items()
        if key.restriction == restriction and key.fate == "refused"
    }
    judged = {unit: found.judged[unit] for unit in found.refused}
    return propose(rows, judged, facts.known, decide, facts.tally.own_passes)


def _obstacles(facts: Facts, restriction: str, found: Watch) -> tuple[Obstacle, ...]:
    """Who is refused and wanted, or came back by another way."""
    shown = found.wanted | {unit: found.judged[unit] for unit in found.returned}
    rows = []
    for one in obstacles((restriction,), shown, facts.known, facts.tally.units):
        mail = found.refused[one.unit]
        rows.append(
            replace(
                one,
                messages=mail.lost,
                days=len(mail.days),
                fates=dict(mail.fates),
                in_the_way=True,
                signs=_signs(facts, found, one.unit),
            )
        )
    return tuple(rows)


def _signs(facts: Facts, found: Watch, unit: Unit) -> tuple[str, ...]:
    """Signs of what was refused; nobody has seen its signature, so that of earlier mail stands for it."""
    judged = found.judged[unit]
    said = list(signs_of(replace(judged, mail=found.refused[unit]), facts.known))
    if judged.mail.authentic:
        said.append(f"{judged.mail.authentic:,} before the switch were signed by its domain")
    if unit in found.returned:
        said.append(_by_another_way(found.returned[unit]))
    return tuple(said)


def _by_another_way(count: int) -> str:
    return f"{count:,} refused, and then reached the same recipient by another way"


def _gates(facts: Facts, restriction: str, found: Watch, after: Sight, since: int) -> tuple[Gate, ...]:
    days = length(facts, after)
    months = days / MONTH
    foretold = inf if found.bound.rate == inf else found.bound.rate * months
    return (
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
            "nobody came back by another way",
            not found.returned,
            counted(len(found.returned), "undecided sender"),
            "0 undecided senders",
            "mailstat label, which asks about one after the other" if found.returned else "",
        ),
        Gate(
            "long enough",
            days >= LONG_ENOUGH,
            f"{days:.1f} days since the switch",
            f"{LONG_ENOUGH} days",
            "" if days >= LONG_ENOUGH else "time",
            None if days >= LONG_ENOUGH else as_date(since) + timedelta(days=LONG_ENOUGH),
        ),
    )


def _as_foretold(found: Watch, foretold: float) -> Gate:
    limit = "no bound before the switch" if foretold == inf else f"at most {foretold:.1f}, as foretold"
    return Gate(
        "as foretold", found.fresh <= foretold, f"{counted(found.fresh, 'new sender')} refused", limit
    )


def _verdict(gates: tuple[Gate, ...]) -> Verdict:
    sighted_gate, nobody, as_foretold, none_back, enough = gates
    if not nobody.holds or not as_foretold.holds:
        return "UNSAFE"
    if not sighted_gate.holds:
        return "BLIND"
    return "SAFE" if enough.holds and none_back.holds else "NOT_YET"


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
    if found.returned:
        many = counted(len(found.returned), "refused sender")
        return f"It was dropped on {on}, and {many} came back by another way: was the mail wanted?"
    return f"It was dropped on {on}; so far nobody whose mail is wanted was refused. The watch goes on."


_BACK: Mapping[Way, str] = {
    "same sender": "refused messages after which the same sender reached the same recipient by another way",
    "same organisation": "after which only another sender of the organisation did: spoofs look so, too",
}


def _because(found: Watch) -> tuple[Evidence, ...]:
    refused: Counter[str] = Counter()
    for mail in found.refused.values():
        refused["all"] += mail.fates["refused"]
    wanted = sum(found.refused[unit].fates["refused"] for unit in found.wanted)
    said = [
        Evidence("messages refused since the switch are wanted", wanted, refused["all"]),
        Evidence("refused senders had been named by the warnings before", found.foretold, len(found.refused)),
    ]
    for way, words in _BACK.items():
        if way in found.ways:
            said.append(Evidence(words, found.ways[way]))
    if found.excepted:
        said.append(Evidence("messages were refused before an exception let their client in", found.excepted))
    return tuple(said)
