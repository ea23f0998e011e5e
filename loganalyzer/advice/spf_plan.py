"""What to do about a domain's SPF record: the record before and after, the steps, and what to watch."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loganalyzer.advice.own_domain import Weighed
from loganalyzer.advice.source import Source

if TYPE_CHECKING:
    from loganalyzer.advice.advice import Verdict


@dataclass(frozen=True, slots=True)
class SpfPlan:
    """The plan for one domain.

    state, old: the record as it is (``own_domain.Published``); old is empty where there is none or nobody
    knows. add: mechanisms to enter into it, for what is ours. sends_nothing: the record is to say that no
    mail comes from this domain. sources: all that send in its name. reporters: who reports on it, and whose
    reports count. steps: what to do, with waiting times. watch: the canary afterwards. ask: the question
    that only the admin can answer, and if_yes the verdict that a yes would give; empty and None where there
    is nothing to ask.
    """

    domain: str
    state: str
    old: str
    add: tuple[str, ...]
    sends_nothing: bool
    sources: tuple[Source, ...]
    reporters: tuple[Weighed, ...]
    steps: tuple[str, ...]
    watch: tuple[str, ...]
    ask: str = ""
    if_yes: "Verdict | None" = None
