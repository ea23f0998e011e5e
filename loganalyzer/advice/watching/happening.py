"""One thing worth saying while a log grows, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

What = Literal[
    "would be refused",
    "refused",
    "came back",
    "plaintext",
    "all plaintext",
    "policy",
    "blind",
    "sighted",
    "lost",
    "silent",
    "log",
    "summary",
]

Level = Literal["alarm", "warning", "note"]

LEVELS: Mapping[What, Level] = {
    "would be refused": "warning",
    "refused": "alarm",
    "came back": "warning",
    "plaintext": "warning",
    "all plaintext": "alarm",
    "policy": "alarm",
    "blind": "alarm",
    "sighted": "note",
    "lost": "warning",
    "silent": "alarm",
    "log": "warning",
    "summary": "note",
}
"""How much each kind matters: an alarm means that mail is lost, or that nobody would see it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Says what happened, when and where, in a sentence, and the sentence's parts for programs.

    time: microseconds since 1970 UTC, by the log's clock where a line tells it. host: empty for what
    is no host's. unit, client, kind, fate, restriction: of mail that a restriction refuses or would
    refuse; kind is the unit's class. peer: who came, or was reached, in plaintext. at: place of the
    line behind it. counts: the figures of a summary.
    """

    time: int
    host: str
    what: What
    text: str
    unit: str = ""
    client: str = ""
    kind: str = ""
    fate: str = ""
    restriction: str = ""
    peer: str = ""
    at: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS[self.what]
