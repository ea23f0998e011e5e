"""What a judgement says: a verdict, what it rests on, and what to do about it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["SAFE", "NOT_YET", "UNSAFE", "BLIND"]

WORST_FIRST: tuple[Verdict, ...] = ("UNSAFE", "BLIND", "NOT_YET", "SAFE")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim with its numbers; ``where`` are places of lines (``terms.place``) that show it."""

    claim: str
    count: int
    total: int | None = None
    where: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of SAFE: its value against its threshold, and what would flip it, by when."""

    name: str
    holds: bool
    value: str
    threshold: str
    flips: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to one question; see ``mailstat report`` for how it reads.

    verdict: SAFE, NOT_YET, UNSAFE or BLIND. advisable: yes, no or conditional, with the reason;
    apart from the verdict, since a change can be safe and pointless. change and undo: lines to
    enter. blind_to: what the log cannot show. look_again: when a new judgement is worth it.
    """

    decision: str
    host: str
    verdict: Verdict
    headline: str
    advisable: str
    because: tuple[Evidence, ...]
    gates: tuple[Gate, ...]
    change: tuple[str, ...]
    undo: tuple[str, ...]
    blind_to: tuple[str, ...]
    look_again: date | None
