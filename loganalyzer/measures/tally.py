"""Tallies: counters keyed by tuples, of one host; they add finished things and merge."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from loganalyzer.linking.finished import Affected, Fate, Finished, Handshake, Origin
from loganalyzer.measures.used import HandshakeKey, PeerKey, PersonKey, Used, merge, saw
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import client_network, organisation_of
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import Unit, unit_of

SAMPLES = 3
"""Places of sample lines kept for each unit: the earliest."""


class InboundKey(NamedTuple):
    """By what inbound sessions and messages are counted; ``mail``: the session brought some."""

    day: int
    service: str
    origin: Origin
    mail: bool
    tls: Tls


class OutboundKey(NamedTuple):
    """By what delivery attempts are counted; ``relayed``: to another machine, of this relay_host.

    for_tls: put off because TLS was not to be had as it was asked for (RFC 3463: X.7.4, X.7.5).
    ours: one of our people wrote it.
    """

    day: int
    program: str
    relayed: bool
    status: str
    domain: str
    tls: Tls
    relay_host: str = ""
    for_tls: bool = False
    ours: bool = False


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


class LossKey(NamedTuple):
    """By what losses are counted, in messages."""

    day: int
    restriction: str
    fate: Fate


class AffectedKey(NamedTuple):
    """By what messages are counted that a restriction refuses, would refuse, or might.

    authentic: our own filter verified a signature, or DMARC, of the unit's sender domain.
    """

    restriction: str
    unit: Unit
    spf_result: str
    identity: str
    client_name: str
    client_address: str
    day: int
    fate: Fate
    wanted: bool
    authentic: bool
    junk: bool


class UnitKey(NamedTuple):
    """A unit, as one restriction met it."""

    restriction: str
    unit: Unit


LOCAL = frozenset({"local", "virtual", "lmtp", "pipe"})
"""Programs that deliver into mailboxes of this server's own domains."""


FOR_TLS = frozenset({"4.7.4", "4.7.5", "5.7.4", "5.7.5"})
"""Postfix: ``smtp_proto.c`` and ``smtp_tls_policy.c`` give these where TLS stands in the way."""


class Seen(NamedTuple):
    """When a unit was first and last seen, and the places of its earliest lines."""

    first: int
    last: int
    samples: tuple[int, ...]

    def merge(self, other: "Seen") -> "Seen":
        """Both spans together, with the smallest places."""
        samples = tuple(sorted({*self.samples, *other.samples})[:SAMPLES])
        return Seen(min(self.first, other.first), max(self.last, other.last), samples)


@dataclass(slots=True)
class Tally:
    """Everything that a report counts; ``add`` finished things, ``merge`` another host's tally.

    notices: by day and ``what``. versions: Postfix versions and when they were last announced.
    submitters, readers: our own people at smtpd and at Dovecot, each with every way of encrypting.
    peers: who else handed mail in. handshakes: that failed. offered: servers whose TLS we did not use.
    """

    sessions: Counter[InboundKey] = field(default_factory=Counter)
    messages: Counter[InboundKey] = field(default_factory=Counter)
    deliveries: Counter[OutboundKey] = field(default_factory=Counter)
    spf: Counter[SpfKey] = field(default_factory=Counter)
    rejections: Counter[RejectKey] = field(default_factory=Counter)
    logins: Counter[LoginKey] = field(default_factory=Counter)
    handshakes_failed: Counter[int] = field(default_factory=Counter)
    losses: Counter[LossKey] = field(default_factory=Counter)
    affected: Counter[AffectedKey] = field(default_factory=Counter)
    units: dict[UnitKey, Seen] = field(default_factory=dict)
    own_domains: Counter[str] = field(default_factory=Counter)
    notices: Counter[tuple[int, str]] = field(default_factory=Counter)
    versions: dict[str, int] = field(default_factory=dict)
    submitters: dict[PersonKey, Used] = field(default_factory=dict)
    readers: dict[PersonKey, Used] = field(default_factory=dict)
    peers: dict[PeerKey, Used] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)
    handshakes: dict[HandshakeKey, Used] = field(default_factory=dict)
    offered: Counter[str] = field(default_factory=Counter)

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
                if m.origin == "outside":
                    network = client_network(m.client_name, m.client_address)
                    self.senders.add(network)
                    saw(self.peers, PeerKey(m.service, network, m.tls), m.time, m.at)
            if m.sasl_username:
                person = PersonKey(m.service, m.sasl_username, m.client_address, m.tls)
                saw(self.submitters, person, m.time, m.at)
        for d in done.deliveries:
            domain = domain_of(d.recipient)
            relayed = d.program == "smtp" and "[" in d.relay
            for_tls = d.status != "sent" and d.dsn in FOR_TLS
            key = OutboundKey(
                d.time // DAY,
                d.program,
                relayed,
                d.status,
                domain if relayed or for_tls else "",
                d.tls,
                d.relay.partition("[")[0].lower() if relayed else "",
                for_tls,
                relayed and d.ours,
            )
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
            reader = PersonKey(login.service, login.user, login.client_address, login.tls)
            saw(self.readers, reader, login.time, login.at)
        for notice in done.notices:
            self.notices[notice.time // DAY, notice.what] += 1
            if notice.what == "version":
                self.versions[notice.text] = max(notice.time, self.versions.get(notice.text, 0))
            elif notice.what == "offered":
                self.offered[notice.text] += 1
        for h in done.handshakes:
            self._add_handshake(h)
        for loss in done.losses:
            self.losses[LossKey(loss.time // DAY, loss.restriction, loss.fate)] += max(1, loss.messages)
        for affected in done.affected:
            self._add_affected(affected)

    def _add_affected(self, found: Affected) -> None:
        unit = unit_of(found.sender, found.helo_name, found.client_name, found.client_address)
        key = AffectedKey(
            restriction=found.restriction,
            unit=unit,
            spf_result=found.spf_result,
            identity=found.identity,
            client_name=found.client_name,
            client_address=found.client_address,
            day=found.time // DAY,
            fate=found.fate,
            wanted=found.wanted,
            authentic=unit.sender_domain in {organisation_of(name) for name in found.signers} - {""},
            junk=found.junk,
        )
        self.affected[key] += 1
        self._saw(UnitKey(found.restriction, unit), Seen(found.time, found.time, (found.at,)))

    def _add_handshake(self, failed: Handshake) -> None:
        """Counts failed handshakes; clients that never handed in a mail are counted without a name.

        There is no end of scanners and bots, and nothing to say of any one of them.
        """
        network = client_network(failed.client_name, failed.client_address)
        known = failed.then != "never" or network in self.senders
        key = HandshakeKey(failed.service, network if known else "", failed.error, failed.then, failed.tls)
        saw(self.handshakes, key, failed.time, failed.at)

    def _saw(self, key: UnitKey, seen: Seen) -> None:
        before = self.units.get(key)
        self.units[key] = seen if before is None else before.merge(seen)

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
        self.losses.update(other.losses)
        self.affected.update(other.affected)
        for key, seen in other.units.items():
            self._saw(key, seen)
        merge(self.submitters, other.submitters)
        merge(self.readers, other.readers)
        merge(self.peers, other.peers)
        merge(self.handshakes, other.handshakes)
        self.senders |= other.senders
        self.offered.update(other.offered)
        self.notices.update(other.notices)
        for version, moment in other.versions.items():
            self.versions[version] = max(moment, self.versions.get(version, 0))
