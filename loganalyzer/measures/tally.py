"""Tallies: counters keyed by tuples, of one host; they add finished things and merge."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from loganalyzer.linking.finished import (
    Affected,
    Delivery,
    Finished,
    Handshake,
    Message,
    Notice,
)
from loganalyzer.measures.between import EndedKey, KinKey, ended, kin_messages, kin_sessions, token
from loganalyzer.measures.in_our_name import count_claims, count_sent
from loganalyzer.measures.keys import (
    AffectedKey,
    HandedKey,
    InboundKey,
    LoginKey,
    LossKey,
    OutboundKey,
    OwnPassKey,
    RejectKey,
    ReturnedKey,
    SpfKey,
    UnitKey,
    affected_key,
)
from loganalyzer.measures.used import (
    ClaimKey,
    HandshakeKey,
    PeerKey,
    PersonKey,
    RefusalKey,
    SentKey,
    Used,
    merge,
    saw,
)
from loganalyzer.terms.client import domain_of, is_loopback
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import client_network
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import unit_of

K = TypeVar("K")

SAMPLES = 3
"""Places of sample lines kept for each unit: the earliest."""


LOCAL = frozenset({"local", "virtual", "lmtp", "pipe"})
"""Programs that deliver into mailboxes of this server's own domains."""


class Seen(NamedTuple):
    """When a unit was first and last seen, and the places of its earliest lines."""

    first: int
    last: int
    samples: tuple[int, ...]

    def merge(self, other: "Seen") -> "Seen":
        """Both spans together, with the smallest places."""
        samples = tuple(sorted({*self.samples, *other.samples})[:SAMPLES])
        return Seen(min(self.first, other.first), max(self.last, other.last), samples)


def _add(counts: Counter[K], named: Callable[[tuple[object, ...]], K], more: Mapping[Any, int]) -> None:
    for key, count in more.items():
        counts[named(key)] += count


def _attempt(d: Delivery) -> tuple[int, str, bool, str, str, Tls, str, str, bool]:
    """The values of an ``OutboundKey``."""
    host, bracket, rest = d.relay.partition("[")
    if d.program == "smtp" and bracket and not is_loopback(rest.partition("]")[0]):
        domain = domain_of(d.recipient)
        return d.time // DAY, "smtp", True, d.status, domain, d.tls, host.lower(), d.tls_trouble, d.ours
    domain = domain_of(d.recipient) if d.tls_trouble else ""
    return d.time // DAY, d.program, False, d.status, domain, d.tls, "", d.tls_trouble, False


@dataclass(slots=True)
class Tally:
    """Everything that a report counts; ``add`` finished things, ``merge`` another host's tally.

    notices: by day and ``what``. lost: lines that syslog says it dropped, by day. versions,
    dovecot_versions: when each was last announced. set_back: steps of the clock, by day, in seconds.
    submitters, readers: our own people at smtpd and at Dovecot, each with every way of encrypting.
    peers: who else handed mail in. handshakes: that failed. offered: servers whose TLS we did not use.
    claims: who handed in mail under our own domains. sent: in whose name mail left for servers
    elsewhere. refusals: what these refused, naming SPF, DKIM or DMARC.
    kin_sessions, kin_messages: those of clients that may be our own machines, by name
    (``measures.entered``). handed, ended: see ``measures.handed``.
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
    own_passes: Counter[OwnPassKey] = field(default_factory=Counter)
    returned: Counter[ReturnedKey] = field(default_factory=Counter)
    units: dict[UnitKey, Seen] = field(default_factory=dict)
    own_domains: Counter[str] = field(default_factory=Counter)
    notices: Counter[tuple[int, str]] = field(default_factory=Counter)
    versions: dict[str, int] = field(default_factory=dict)
    dovecot_versions: dict[str, int] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)
    set_back: Counter[int] = field(default_factory=Counter)
    submitters: dict[PersonKey, Used] = field(default_factory=dict)
    readers: dict[PersonKey, Used] = field(default_factory=dict)
    peers: dict[PeerKey, Used] = field(default_factory=dict)
    handshakes: dict[HandshakeKey, Used] = field(default_factory=dict)
    offered: Counter[str] = field(default_factory=Counter)
    claims: dict[ClaimKey, Used] = field(default_factory=dict)
    sent: dict[SentKey, Used] = field(default_factory=dict)
    refusals: dict[RefusalKey, Used] = field(default_factory=dict)
    kin_sessions: Counter[KinKey] = field(default_factory=Counter)
    kin_messages: Counter[KinKey] = field(default_factory=Counter)
    handed: Counter[HandedKey] = field(default_factory=Counter)
    ended: Counter[EndedKey] = field(default_factory=Counter)

    def add(self, done: Finished) -> None:
        """Counts finished things."""
        # Plain tuples first, since a named one costs as much to make as ten of these; thousands are alike.
        sessions = Counter([(s.time // DAY, s.service, s.origin, s.mails > 0, s.tls) for s in done.sessions])
        _add(self.sessions, InboundKey._make, sessions)
        self.handshakes_failed.update(s.time // DAY for s in done.sessions if s.handshake_failed)
        messages = Counter(
            [
                (m.time // DAY, m.service, m.origin, True, m.tls)
                for m in done.messages
                if m.accepted and m.service
            ]
        )
        _add(self.messages, InboundKey._make, messages)
        self.kin_sessions.update(kin_sessions(done.sessions))
        self.kin_messages.update(kin_messages(done.messages))
        _add(self.deliveries, OutboundKey._make, Counter([_attempt(d) for d in done.deliveries]))
        self.own_domains.update(
            [domain_of(d.recipient) for d in done.deliveries if d.status == "sent" and d.program in LOCAL]
        )
        checks = Counter([(c.time // DAY, c.spf_result, c.identity) for c in done.spf_checks])
        _add(self.spf, SpfKey._make, checks)
        rejections = Counter(
            [(r.time // DAY, r.service, r.action, r.restriction, r.reply_code[:1]) for r in done.rejections]
        )
        _add(self.rejections, RejectKey._make, rejections)
        logins = Counter([(one.time // DAY, one.service, one.tls, one.local_port) for one in done.logins])
        _add(self.logins, LoginKey._make, logins)
        self._add_people(done)
        for notice in done.notices:
            self._notice(notice)
        for loss in done.losses:
            self.losses[LossKey(loss.time // DAY, loss.restriction, loss.fate)] += max(1, loss.messages)
        for affected in done.affected:
            self._add_affected(affected)
        self.own_passes.update(
            OwnPassKey(one.time // DAY, one.client_address, one.domain) for one in done.own_passes
        )
        for one in done.returned:
            unit = unit_of(one.sender, one.helo_name, one.client_name, one.client_address)
            self.returned[ReturnedKey(one.time // DAY, one.restriction, unit, one.way)] += 1
        self.ended.update(ended(done.ended))

    def _notice(self, notice: Notice) -> None:
        day = notice.time // DAY
        self.notices[day, notice.what] += 1
        if notice.what == "version":
            self.versions[notice.text] = max(notice.time, self.versions.get(notice.text, 0))
        elif notice.what == "dovecot":
            self.dovecot_versions[notice.text] = max(notice.time, self.dovecot_versions.get(notice.text, 0))
        elif notice.what == "offered":
            self.offered[notice.text] += 1
        elif notice.what == "lost":
            self.lost[day] += int(notice.text or 0)
        elif notice.what == "clock":
            self.set_back[day] += int(notice.text)

    def _add_people(self, done: Finished) -> None:
        """Counts who handed mail in or logged in, and whose handshakes failed."""
        for m in done.messages:
            if m.origin == "outside" and m.accepted and m.service:
                network = client_network(m.client_name, m.client_address)
                saw(self.peers, PeerKey._make, (m.service, network, m.tls), m.time, m.at)
            elif m.sasl_username:
                self._add_submitter(m)
        for one in done.logins:
            key = (one.service, one.user, one.client_address, one.tls)
            saw(self.readers, PersonKey._make, key, one.time, one.at)
        for failed in done.handshakes:
            self._add_handshake(failed)
        count_claims(self.claims, done.claims)
        count_sent(self.sent, self.refusals, done.deliveries)

    def _add_submitter(self, m: Message) -> None:
        key = (m.service, m.sasl_username, m.client_address, m.tls)
        saw(self.submitters, PersonKey._make, key, m.time, m.at)

    def _add_handshake(self, failed: Handshake) -> None:
        """Counts failed handshakes; clients of whom nothing else is known are counted without a name.

        There is no end of scanners and bots, and nothing to say of any one of them.
        """
        named = failed.known or failed.then != "never"
        network = client_network(failed.client_name, failed.client_address) if named else ""
        key = (failed.service, network, failed.error, failed.then, failed.tls)
        saw(self.handshakes, HandshakeKey._make, key, failed.time, failed.at)

    def _add_affected(self, found: Affected) -> None:
        key = affected_key(found)
        self.affected[key] += 1
        if found.handed is not None:
            relay_host, queue_id = found.handed
            one, whole = (token(queue_id, found.sender, to) for to in (found.recipient, ""))
            self.handed[HandedKey(one, whole, relay_host, key)] += 1
        self._saw(UnitKey(found.restriction, key.unit), Seen(found.time, found.time, (found.at,)))

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
        self.own_passes.update(other.own_passes)
        self.returned.update(other.returned)
        for key, seen in other.units.items():
            self._saw(key, seen)
        merge(self.submitters, other.submitters)
        merge(self.readers, other.readers)
        merge(self.peers, other.peers)
        merge(self.handshakes, other.handshakes)
        merge(self.claims, other.claims)
        merge(self.sent, other.sent)
        merge(self.refusals, other.refusals)
        self.kin_sessions.update(other.kin_sessions)
        self.kin_messages.update(other.kin_messages)
        self.handed.update(other.handed)
        self.ended.update(other.ended)
        self.offered.update(other.offered)
        self.notices.update(other.notices)
        self.lost.update(other.lost)
        self.set_back.update(other.set_back)
        for mine, theirs in (
            (self.versions, other.versions),
            (self.dovecot_versions, other.dovecot_versions),
        ):
            for version, moment in theirs.items():
                mine[version] = max(moment, mine.get(version, 0))
