"""Tallies: counters keyed by tuples, of one host; they add finished things and merge."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from loganalyzer.linking.finished import Affected, Fate, Finished, Notice, Origin
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import organisation_of
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
    local_port: str = ""


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

    notices: by day and ``what``. lost: lines that syslog says it dropped, by day. versions,
    dovecot_versions: when each was last announced. set_back: steps of the clock, by day, in seconds.
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
    dovecot_versions: dict[str, int] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)
    set_back: Counter[int] = field(default_factory=Counter)

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
            self.logins[LoginKey(login.time // DAY, login.service, login.tls, login.local_port)] += 1
        for notice in done.notices:
            self._notice(notice)
        for loss in done.losses:
            self.losses[LossKey(loss.time // DAY, loss.restriction, loss.fate)] += max(1, loss.messages)
        for affected in done.affected:
            self._add_affected(affected)

    def _notice(self, notice: Notice) -> None:
        day = notice.time // DAY
        self.notices[day, notice.what] += 1
        if notice.what == "version":
            self.versions[notice.text] = max(notice.time, self.versions.get(notice.text, 0))
        elif notice.what == "dovecot":
            self.dovecot_versions[notice.text] = max(notice.time, self.dovecot_versions.get(notice.text, 0))
        elif notice.what == "lost":
            self.lost[day] += int(notice.text or 0)
        elif notice.what == "clock":
            self.set_back[day] += int(notice.text)

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
        self.notices.update(other.notices)
        self.lost.update(other.lost)
        self.set_back.update(other.set_back)
        for mine, theirs in (
            (self.versions, other.versions),
            (self.dovecot_versions, other.dovecot_versions),
        ):
            for version, moment in theirs.items():
                mine[version] = max(moment, mine.get(version, 0))
