"""Tallies: counters keyed by tuples, of one host; they add finished things and merge."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from loganalyzer.linking.finished import Fate, Finished, Loss, Origin
from loganalyzer.terms.client import domain_of, network_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import Tls

SAMPLES = 3
"""Places of sample lines kept for each source of losses: the earliest."""


class InboundKey(NamedTuple):
    """By what inbound sessions and messages are counted; ``mail``: the session brought some."""

    day: int
    service: str
    origin: Origin
    mail: bool
    tls: Tls


class OutboundKey(NamedTuple):
    """By what delivery attempts are counted; ``relayed``: to another machine."""

    day: int
    program: str
    relayed: bool
    status: str
    domain: str
    tls: Tls


class SpfKey(NamedTuple):
    """By what SPF checks are counted."""

    day: int
    spf_result: str
    identity: str


class RejectKey(NamedTuple):
    """By what lines of the reject family are counted."""

    day: int
    service: str
    action: str
    restriction: str
    code_class: str


class LoginKey(NamedTuple):
    """By what Dovecot logins are counted."""

    day: int
    service: str
    tls: Tls


class SourceKey(NamedTuple):
    """A source of would-be losses: the sender's domain, and the network that it came from."""

    restriction: str
    sender_domain: str
    network: str


LOCAL = frozenset({"local", "virtual", "lmtp", "pipe"})
"""Programs that deliver into mailboxes of this server's own domains."""


@dataclass(slots=True)
class LossSource:
    """What one source would lose: messages by fate, when it was seen, and where its lines are."""

    fates: Counter[Fate] = field(default_factory=Counter)
    days: set[int] = field(default_factory=set)
    first: int = 0
    last: int = 0
    client: str = ""
    samples: list[int] = field(default_factory=list)

    def add(self, loss: Loss) -> None:
        """Counts one loss: its messages, or one where nothing arrived."""
        self.merge(
            LossSource(
                Counter({loss.fate: max(1, loss.messages)}),
                {loss.time // DAY, loss.last // DAY},
                loss.time,
                loss.last,
                f"{loss.client_name}[{loss.client_address}]",
                [loss.at],
            )
        )

    def merge(self, other: "LossSource") -> None:
        """Adds another's counts; the smallest places stay as samples, the earliest client as name."""
        if not self.samples or (other.first, other.client) < (self.first, self.client):
            self.first, self.client = other.first, other.client
        self.fates.update(other.fates)
        self.days |= other.days
        self.last = max(self.last, other.last)
        self.samples = sorted({*self.samples, *other.samples})[:SAMPLES]


@dataclass(slots=True)
class Tally:
    """Everything that a report counts; ``add`` finished things, ``merge`` another host's tally.

    notices: by day and ``what``. versions: Postfix versions and when they were last announced.
    """

    sessions: Counter[InboundKey] = field(default_factory=Counter)
    messages: Counter[InboundKey] = field(default_factory=Counter)
    deliveries: Counter[OutboundKey] = field(default_factory=Counter)
    spf: Counter[SpfKey] = field(default_factory=Counter)
    rejections: Counter[RejectKey] = field(default_factory=Counter)
    logins: Counter[LoginKey] = field(default_factory=Counter)
    handshakes_failed: Counter[int] = field(default_factory=Counter)
    sources: dict[SourceKey, LossSource] = field(default_factory=dict)
    own_domains: Counter[str] = field(default_factory=Counter)
    notices: Counter[tuple[int, str]] = field(default_factory=Counter)
    versions: dict[str, int] = field(default_factory=dict)

    def add(self, done: Finished) -> None:
        """Counts finished things."""
        sessions, messages, deliveries = self.sessions, self.messages, self.deliveries
        for s in done.sessions:
            day = s.time // DAY
            sessions[InboundKey(day, s.service, s.origin, s.mails > 0, s.tls)] += 1
            if s.handshake_failed:
                self.handshakes_failed[day] += 1
        for m in done.messages:
            if m.accepted and m.service:
                messages[InboundKey(m.time // DAY, m.service, m.origin, True, m.tls)] += 1
        for d in done.deliveries:
            domain = domain_of(d.recipient)
            relayed = d.program == "smtp" and "[" in d.relay
            key = OutboundKey(d.time // DAY, d.program, relayed, d.status, domain if relayed else "", d.tls)
            deliveries[key] += 1
            if d.status == "sent" and d.program in LOCAL:
                self.own_domains[domain] += 1
        for c in done.spf_checks:
            self.spf[SpfKey(c.time // DAY, c.spf_result, c.identity)] += 1
        for r in done.rejections:
            key_of = RejectKey(r.time // DAY, r.service, r.action, r.restriction, r.reply_code[:1])
            self.rejections[key_of] += 1
        for login in done.logins:
            self.logins[LoginKey(login.time // DAY, login.service, login.tls)] += 1
        for notice in done.notices:
            self.notices[notice.time // DAY, notice.what] += 1
            if notice.what == "version":
                self.versions[notice.text] = max(notice.time, self.versions.get(notice.text, 0))
        for loss in done.losses:
            source = SourceKey(loss.restriction, domain_of(loss.sender), network_of(loss.client_address))
            self.sources.setdefault(source, LossSource()).add(loss)

    def merge(self, other: "Tally") -> None:
        """Adds another tally's counts to this one."""
        self.sessions.update(other.sessions)
        self.messages.update(other.messages)
        self.deliveries.update(other.deliveries)
        self.spf.update(other.spf)
        self.rejections.update(other.rejections)
        self.logins.update(other.logins)
        self.handshakes_failed.update(other.handshakes_failed)
        self.own_domains.update(other.own_domains)
        for key, source in other.sources.items():
            self.sources.setdefault(key, LossSource()).merge(source)
        self.notices.update(other.notices)
        for version, moment in other.versions.items():
            self.versions[version] = max(moment, self.versions.get(version, 0))
