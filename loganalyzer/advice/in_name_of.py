"""All mail in a domain's name, address by address: of our logs, of reports, and what we send ourselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_domain import OwnDomain, Reported
from loganalyzer.linking.restriction import LET_THROUGH, SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.measures.used import ClaimKey, Used
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import client_network, organisation_of

TURNED_AWAY = frozenset({"refused", "refused_anyway", "not_completed"})
"""Fates of mail that never got in; all other fates are of accepted mail, which is counted as such."""


@dataclass(slots=True)
class Mail:
    """Mail from one address in the domain's name.

    handed_in: accepted by this server. sent: that left it. reported: by others. turned_away: that failed
    the SPF check here and were never accepted. junk: of those handed in, to our own filter. refused: of
    all, those that we refused for another reason or took for junk, or that others refused. last_signed:
    UTC day. relays: it hands in failing mail of several unrelated senders. logged: it is in our own log.
    results: of our own check, as it logged them.
    """

    address: str
    name: str = ""
    handed_in: int = 0
    sent: int = 0
    reported: int = 0
    turned_away: int = 0
    junk: int = 0
    signed: int = 0
    refused: int = 0
    days: set[int] = field(default_factory=set)
    first: int = 1 << 62
    last: int = 0
    last_signed: int = 0
    forwarded: bool = False
    relays: bool = False
    logged: bool = False
    results: Counter[str] = field(default_factory=Counter)
    reporters: set[str] = field(default_factory=set)
    where: list[int] = field(default_factory=list)

    @property
    def messages(self) -> int:
        """How many; what we sent and others report of it is the same mail."""
        return self.handed_in + self.turned_away + max(self.sent, self.reported)

    @property
    def network(self) -> str:
        """Where it belongs: its organisation where our log holds its confirmed name, else its /24 or /64."""
        return client_network(self.name, self.address) if self.address else ""

    def seen(self, first: int, last: int, days: Iterable[int]) -> None:
        """Widens the time in which it was seen."""
        self.first, self.last = min(self.first, first), max(self.last, last)
        self.days.update(days)


def mails(facts: Facts, domain: OwnDomain) -> dict[str, Mail]:
    """All of it by address; what this server sends without a known address stands under the empty one."""
    found: dict[str, Mail] = {}

    def of(address: str) -> Mail:
        return found.setdefault(address, Mail(address))

    for key, used in facts.tally.claims.items():
        if key.sender_domain == domain.name and not facts.known.is_ours(key.client_address, key.client_name):
            _handed_in(of(key.client_address), key, used)
    if domain.name == organisation_of(domain.name):
        for failed, count in _turned_away(facts, domain.name):
            _failed(of(failed.client_address), failed, count)
    for row in domain.reported:
        if row.ours:
            _reported(of(row.address), row)
    for used in _sent(facts, domain):
        mail = of(domain.addresses[0] if domain.addresses else "")
        mail.sent += used.times
        mail.seen(used.first, used.last, days_of(used))
    for address in _relays(facts):
        if address in found:
            found[address].relays = True
    return found


def days_of(used: Used) -> Iterator[int]:
    """The UTC days of a use."""
    begin = used.first // DAY
    return (begin + bit for bit in range(used.days.bit_length()) if used.days >> bit & 1)


def _sent(facts: Facts, domain: OwnDomain) -> list[Used]:
    return [
        used
        for key, used in facts.tally.sent.items()
        if key.whose == "ours" and key.sender_domain == domain.name
    ]


def _handed_in(mail: Mail, key: ClaimKey, used: Used) -> None:
    mail.name = mail.name or key.client_name
    mail.logged = True
    mail.handed_in += used.times
    if key.signed:
        mail.signed += used.times
        mail.last_signed = max(mail.last_signed, used.last // DAY)
    elif key.junk:
        mail.refused += used.times
    mail.junk += used.times if key.junk else 0
    mail.results[key.spf_result or "pass, or not checked"] += used.times
    mail.seen(used.first, used.last, days_of(used))
    mail.where.append(used.at)


def _failed(mail: Mail, key: AffectedKey, count: int) -> None:
    mail.name, mail.logged = mail.name or key.client_name, True
    mail.turned_away += count
    mail.results[key.spf_result] += count
    # What only our own check kept out would have got in elsewhere: that makes it no junk.
    mail.refused += count if key.fate != "refused" else 0
    mail.seen(key.day * DAY, key.day * DAY, [key.day])


def _reported(mail: Mail, row: Reported) -> None:
    mail.reported += row.messages
    mail.reporters.add(row.reporter)
    mail.forwarded = mail.forwarded or row.forwarded
    if row.signed:
        mail.signed += row.messages
        mail.last_signed = max(mail.last_signed, row.last_day)
    elif row.refused:
        mail.refused += row.messages
    days = range(row.first_day, row.last_day + 1)[: row.messages]
    mail.seen(row.first_day * DAY, row.last_day * DAY, days)


def _turned_away(facts: Facts, name: str) -> Iterator[tuple[AffectedKey, int]]:
    """Messages that our SPF check met and that never got in."""
    for key, count in facts.tally.affected.items():
        if key.restriction == SPF and key.unit.sender_domain == name and key.fate in TURNED_AWAY:
            yield key, count


def _relays(facts: Facts) -> set[str]:
    """Clients with a confirmed name through which mail of several unrelated senders fails."""
    senders: defaultdict[str, set[str]] = defaultdict(set)
    for key in facts.tally.affected:
        if key.restriction in (SPF, LET_THROUGH) and key.client_name not in ("", "unknown"):
            senders[key.client_address].add(key.unit.sender_domain)
    return {address for address, names in senders.items() if len(names) > 1}
