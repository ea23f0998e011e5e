"""What charts are drawn from: values only, of one host or several."""

from dataclasses import dataclass

from loganalyzer.advice.facts import Facts
from loganalyzer.measures.tally import Tally


@dataclass(frozen=True, slots=True)
class Material:
    """The counters of all hosts together, what each host is judged from, and our own domains.

    first, last: UTC days of the first and the last line.
    """

    tally: Tally
    facts: tuple[Facts, ...]
    own_domains: tuple[str, ...]
    first: int
    last: int
