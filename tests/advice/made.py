"""Facts made of rows of affected mail, for rules that need no lines."""

from collections import Counter
from collections.abc import Iterable, Mapping

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions.warn_if_reject import judge
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import AffectedKey, InboundKey, OwnPassKey, RejectKey, SpfKey, UnitKey
from loganalyzer.measures.tally import Seen, Tally
from loganalyzer.terms.client import Network
from loganalyzer.terms.label import Label, Word
from loganalyzer.terms.moment import DAY, as_date
from loganalyzer.terms.tls import NONE
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge
from tests.triage.rows import TODAY, row

SPOOF = row(sender="x@spoof.example", client="unknown", address="203.0.113.200", fate="refused_anyway")
"""What shows that the check is at work: a spoof that something else refuses."""


def tally_of(rows: Iterable[AffectedKey], last: int, days: int, passing: int = 3) -> Tally:
    """The tally of a log of so many days up to the last, with passing mail on each and these failing rows."""
    tally = Tally()
    for day in range(last - days + 1, last + 1):
        tally.messages[InboundKey(day, "smtpd", "outside", True, NONE)] += passing
        tally.spf[SpfKey(day, "pass", "mailfrom")] += passing
    for key in rows:
        tally.affected[key] += 1
        refused = key.fate == "refused"
        action = "reject" if refused else "reject_warning"
        tally.rejections[RejectKey(key.day, "smtpd", action, key.restriction, "5")] += 1
        if not refused:
            tally.messages[InboundKey(key.day, "smtpd", "outside", True, NONE)] += 1
        when = key.day * DAY
        unit, seen = UnitKey(key.restriction, key.unit), Seen(when, when, (1,))
        tally.units[unit] = tally.units[unit].merge(seen) if unit in tally.units else seen
    return tally


def facts_of(
    rows: Iterable[AffectedKey],
    days: int = 60,
    last: int = TODAY,
    labels: Mapping[Unit, Word] | None = None,
    began: int | None = None,
    key: bytes = b"key",
    excepted: tuple[Network, ...] = (),
    own: str = "example.net",
    passing: int = 3,
    passes: Mapping[tuple[str, str], int] | None = None,
    switched: int | None = None,
) -> Facts:
    """Facts on a log of so many days; labels, and passes of clients for domains, are of its last day."""
    tally = tally_of(rows, last, days, passing)
    for (address, domain), count in (passes or {}).items():
        tally.own_passes[OwnPassKey(last, address, domain)] = count
    said = {unit: Label(word, "carol", as_date(last), "") for unit, word in (labels or {}).items()}
    return Facts(
        host="mx",
        tally=tally,
        first=(last - days + 1) * DAY,
        last=(last + 1) * DAY - 1,
        silent=frozenset(),
        understood=1.0,
        known=Knowledge(labels=said, own_domains=frozenset({own}), excepted=excepted),
        audit_key=key,
        clock_began=began,
        switched_on=switched,
    )


def advise(facts: Facts, restriction: str = SPF) -> Advice:
    """The advice on one restriction."""
    (advice,) = [one for one in judge(facts) if one.subject == restriction]
    return advice


def spoofed(rows: Iterable[AffectedKey], day: int = TODAY) -> list[AffectedKey]:
    """The rows, and the spoof that shows the check at work on a day."""
    return [*rows, SPOOF._replace(day=day)]


def totals(rows: Iterable[AffectedKey]) -> Counter[str]:
    return Counter(str(key.unit) for key in rows)
