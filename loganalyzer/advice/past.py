"""A judgement as a later one remembers it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from loganalyzer.advice.advice import Advice, Verdict
from loganalyzer.terms.unit import Unit

About = tuple[str, str, str]
"""What is judged: decision, subject, host."""


@dataclass(frozen=True, slots=True)
class Past:
    """What an advice said, in short.

    standing: who was in the way, each with its class. figures: messages that would be lost, how many
    senders would lose them, and wanted messages refused since a switch, by name. The rest is as in
    ``Advice``.
    """

    decision: str
    subject: str
    host: str
    verdict: Verdict
    switched_on: date | None
    standing: Mapping[Unit, str]
    figures: Mapping[str, int]

    @property
    def about(self) -> About:
        """What tells one judgement of a day from the others."""
        return self.decision, self.subject, self.host


@dataclass(frozen=True, slots=True)
class Told:
    """What one digest told, and on which day."""

    day: date
    judgements: tuple[Past, ...]


def told_of(day: date, advice: Iterable[Advice]) -> Told:
    """All of it as the next digest will want it."""
    return Told(day, tuple(map(past_of, advice)))


def past_of(advice: Advice) -> Past:
    """The advice in short."""
    return Past(
        advice.decision,
        advice.subject,
        advice.host,
        advice.verdict,
        advice.switched_on,
        {one.unit: one.kind for one in advice.obstacles if one.in_the_way},
        {
            "messages": sum(one.messages for one in advice.obstacles),
            "senders": len(advice.obstacles),
            "refused": _refused(advice),
        },
    )


def _refused(advice: Advice) -> int:
    if advice.switched_on is None:
        return 0
    return sum(one.fates.get("refused", 0) for one in advice.obstacles if one.in_the_way)
