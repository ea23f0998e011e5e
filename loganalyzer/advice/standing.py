"""Where one restriction stands: its units, judged, and the two gates that depend on them."""

from collections.abc import Callable
from dataclasses import dataclass

from loganalyzer.advice.bounded import Bounded, bounded
from loganalyzer.advice.decided import Decided, decide
from loganalyzer.advice.facts import Facts
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import DECIDED, Judged, judge
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import by_unit

REMEMBERED = 91
"""Days back that a sender counts as one who writes here: once a quarter is the rarest that counts."""

Picked = Callable[[AffectedKey], bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """Units by class, and gates 3 and 4."""

    judged: dict[Unit, Judged]
    decided: Decided
    bounded: Bounded


def stand(facts: Facts, picked: Picked, known: Knowledge, window_first: int, window_days: float) -> Standing:
    """Judges all units of the picked messages that the check would still meet.

    Whom an exception frees had turned up nevertheless, and counts among the new ones.
    """
    met = judge(by_unit(facts.tally.affected, picked), known)
    mails = by_unit(
        facts.tally.affected, lambda key: picked(key) and not known.is_excepted(key.client_address)
    )
    every = judge(mails, known) if known.excepted else met
    since = min(window_first, facts.last_day - REMEMBERED)
    judged = {
        unit: one for unit, one in every.items() if (one.mail.last_day or 0) >= since or not one.mail.lost
    }
    found = decide(judged, known, facts.audit_key)
    audited = found.audit.verdict == "passed"
    counted = [
        one.mail.first_day
        for one in met.values()
        if one.mail.first_day is not None and one.kind not in DECIDED and not (one.one_off and audited)
    ]
    return Standing(judged, found, bounded(facts, counted, window_first, window_days))
