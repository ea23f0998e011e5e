"""What the DNS says of a name, from wherever it is known: the DNS itself, a zone file, a saved file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["found", "nodata", "nxdomain", "unknown"]
"""found: records are there. nodata: the name exists without records of that type. nxdomain: there is no
such name (RFC 2308). unknown: nobody could be asked, or there was no usable answer (timeout, SERVFAIL,
REFUSED, truncated)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one name and type; ``values`` in the form of a zone file (RFC 1035 section 5).

    A TXT record keeps its strings apart: ``'"v=spf1 mx" " -all"'``. ``why`` says what an unknown is due to.
    """

    status: Status
    values: tuple[str, ...] = ()
    why: str = ""


Lookup = Callable[[str, str], Answer]
"""Asks for a name (any case, dot at the end or not) and a type, such as ``("example.org", "TXT")``.
Follows CNAMEs. Raises nothing: what goes wrong is the status unknown."""

Question = tuple[str, str]
"""A name in lower case without the dot at its end, and a type in capitals."""


def question(name: str, kind: str) -> Question:
    """The one form of a question, so that the same is asked once."""
    return name.rstrip(".").lower(), kind.upper()


def nobody(name: str, kind: str) -> Answer:
    """Answers that nobody was asked."""
    return Answer("unknown", why=f"the DNS was not asked for {kind} of {name}")


class Remembered:
    """Asks each question once and keeps the answers, an unknown one as well."""

    def __init__(self, beyond: Lookup = nobody, answers: Mapping[Question, Answer] | None = None) -> None:
        """Starts from ``answers``; what they lack is asked of ``beyond``."""
        self._beyond = beyond
        self._answers = dict(answers or {})

    def __call__(self, name: str, kind: str) -> Answer:
        """The answer, from memory where it is there."""
        asked = question(name, kind)
        if asked not in self._answers:
            self._answers[asked] = self._beyond(*asked)
        return self._answers[asked]

    @property
    def answers(self) -> Mapping[Question, Answer]:
        """All answers so far, in the order of the questions."""
        return self._answers
