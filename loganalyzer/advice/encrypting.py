"""On which days does the log show how connections were encrypted? (gate 1 for TLS)

``smtpd_tls_loglevel`` and ``smtp_tls_loglevel`` are 0 by default (postconf(5)): then there is no TLS
line at all, and its absence means nothing. The ``starttls=`` counters of Postfix 3.0 and later cross-check.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.sighted import Sight
from loganalyzer.linking.sessions import is_implicit
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import SECURED, VERSIONS, Tls, strength

Unseen = tuple[str, str]
"""What the log leaves open, of one connection and of several."""

MINIMUM = "TLSv1.2"
"""RFC 8996: TLS 1.0 and 1.1 must not be used."""

Meets = Callable[[str, Tls], bool | None]
"""Whether a connection of this service meets the change; None where the log does not say."""

OWN = ("submission", "smtps", "465", "587", "msa")
"""Parts of service names (``syslog_name``) of ports where only our own people hand in mail."""


def is_own(service: str) -> bool:
    """True for a service where our people submit mail (RFC 6409, RFC 8314), or read it."""
    return any(part in service for part in OWN) or is_login(service)


def is_login(service: str) -> bool:
    """True for a service of Dovecot's, where people log in to read mail."""
    return service.endswith("-login")


def encrypted(service: str, tls: Tls) -> bool | None:
    """Whether a connection was encrypted; one of which Dovecot says that it needs no TLS counts so."""
    if tls.seen == "bare":
        return True if is_implicit(service) else None
    return tls.seen != "none" or tls == SECURED


def at_least(minimum: str) -> Meets:
    """Whether a connection would succeed with this minimum; to plaintext a minimum does nothing."""

    def meets(service: str, tls: Tls) -> bool | None:
        if tls.seen == "none":
            return True
        found = strength(tls)
        return None if found is None else found >= VERSIONS.index(minimum)

    return meets


@dataclass(frozen=True, slots=True)
class Shown:
    """Connections by UTC day: those of which the log shows what is asked, and those of which not."""

    shown: Counter[int] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)

    def add(self, day: int, count: int, known: bool | None) -> None:
        """Counts connections of a day."""
        (self.hidden if known is None else self.shown)[day] += count


def inbound(facts: Facts, meets: Meets, services: Callable[[str], bool], *, users: bool = False) -> Shown:
    """SMTP sessions to us, as far as they can tell: TLS lines, counters, and mail without either.

    users: only of those who had logged in; else a stranger's failed logins would make a port look used.
    """
    found = Shown()
    for key, count in facts.tally.sessions.items():
        if not services(key.service) or key.origin == "plumbing" or (users and key.origin != "authenticated"):
            continue
        if key.tls.seen == "bare" and not key.mail:
            continue  # a session cut short, or a probe of a port where TLS comes first
        found.add(key.day, count, meets(key.service, key.tls))
    return found


def stretch(facts: Facts, found: Shown, unseen: Unseen) -> Sight:
    """Walks back from the last day to the first on which something was hidden, lost or missing."""
    first: int | None = None
    broken_by = ""
    for day in range(facts.last_day, facts.first_day - 1, -1):
        broken_by = _why_blind(facts, day, found, unseen)
        if broken_by:
            break
        first = day
    days = [day for day in found.shown if first is not None and day >= first]
    if not days:
        return Sight(None, None, broken_by, False, None)
    # A quiet beginning is no sight: nothing shows that anything would have been logged then.
    return Sight(min(days), facts.last_day, broken_by, False, None)


def _why_blind(facts: Facts, day: int, found: Shown, unseen: Unseen) -> str:
    lost = facts.tally.notices[day, "lost"]
    if lost:
        return f"{counted(lost, 'notice of lost lines', 'notices of lost lines')} on {as_date(day)}"
    if day in facts.silent:
        return facts.silence(day)
    return f"{counted(found.hidden[day], *unseen)}, on {as_date(day)}" if found.hidden[day] else ""


def sighted(seen: Sight, nothing: str, flips: str) -> Gate:
    """Gate 1; ``nothing``: what is missing where nothing was seen, ``flips``: what would show it."""
    threshold = "logged on every day"
    if seen.first is None or seen.last is None:
        return Gate("sighted", False, seen.broken_by or nothing, threshold, flips)
    value = f"{as_date(seen.first)} to {as_date(seen.last)}"
    return Gate(
        "sighted", True, value + (f" (before: {seen.broken_by})" if seen.broken_by else ""), threshold
    )
