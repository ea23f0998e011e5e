"""What all decisions about TLS have in common: three gates, a verdict, and how it reads."""

from dataclasses import dataclass
from datetime import date, timedelta

from loganalyzer.advice.advice import Advice, Evidence, Gate, Party, Step, Verdict
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.sighted import Sight, long_enough
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted


@dataclass(frozen=True, slots=True)
class Question:
    """One question: of which decision and subject, in words, and what all that is counted are called.

    yes: the sentence of SAFE. no: what happens to those in the way, as in ``3 users would …``.
    """

    decision: str
    subject: str
    words: str
    step: Step
    noun: str
    yes: str
    no: str
    advisable: str
    blind_to: tuple[str, ...] = ()
    letter: str = ""


def answer(
    facts: Facts,
    question: Question,
    seen: Sight,
    gate_1: Gate,
    parties: tuple[Party, ...],
    because: tuple[Evidence, ...] = (),
    remarks: tuple[str, ...] = (),
    entries: tuple[tuple[str, str], ...] = (),
) -> Advice:
    """UNSAFE where somebody is known to be cut off, BLIND where nobody knows, else a matter of time."""
    standing = tuple(one for one in parties if one.in_the_way)
    names = len({one.name for one in standing})
    gate_2 = long_enough(facts, seen)
    gates = (
        gate_1,
        gate_2,
        Gate(
            "everyone meets it",
            not standing,
            f"{counted(names, question.noun)} {'does' if names == 1 else 'do'} not",
            "0",
            "them renewed; then judge from that day on (--since)" if standing else "",
        ),
    )
    said = _verdict(gates)
    return Advice(
        decision=question.decision,
        subject=question.subject,
        host=facts.host,
        verdict=said,
        headline=_headline(said, gates, question, names),
        advisable=question.advisable if said != "BLIND" else "unknown: first it has to be logged",
        because=because,
        gates=gates,
        step=question.step,
        blind_to=question.blind_to,
        look_again=_look_again(facts, said, gate_2),
        remarks=remarks,
        question=question.words,
        parties=parties,
        letter=question.letter if standing else "",
        entries=entries,
        version=max(facts.tally.versions, key=lambda one: (facts.tally.versions[one], one), default=""),
    )


def _verdict(gates: tuple[Gate, ...]) -> Verdict:
    gate_1, gate_2, everyone = gates
    if not everyone.holds:
        return "UNSAFE"
    if not gate_1.holds:
        return "BLIND"
    return "SAFE" if gate_2.holds else "NOT_YET"


def _headline(said: Verdict, gates: tuple[Gate, ...], question: Question, names: int) -> str:
    if said == "UNSAFE":
        return f"{counted(names, question.noun)} would {question.no}."
    if said == "BLIND":
        return f"The log does not show it: {gates[0].value}."
    if said == "SAFE":
        return f"In {gates[1].value}, {question.yes}."
    return f"Nothing speaks against it, but {gates[1].value} are too short a time to know."


def _look_again(facts: Facts, said: Verdict, gate_2: Gate) -> date | None:
    if said == "SAFE":
        return None
    return gate_2.on if said == "NOT_YET" and gate_2.on else as_date(facts.last_day) + timedelta(days=7)
