"""What a decision is judged from: values only, of one host or of a fleet."""

from dataclasses import dataclass

from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import day_of


@dataclass(frozen=True, slots=True)
class Facts:
    """A tally, and what else the judgement needs to know about the log it was made from.

    first, last: the host's smallest and largest time, microseconds since 1970 UTC. silent: UTC
    days between them without any line. understood: share of our lines that was recognised.
    """

    host: str
    tally: Tally
    first: int
    last: int
    silent: frozenset[int]
    understood: float

    @property
    def first_day(self) -> int:
        """The UTC day of the first line."""
        return day_of(self.first)

    @property
    def last_day(self) -> int:
        """The UTC day of the last line."""
        return day_of(self.last)
