"""Finished things: what linking lets go of, and never touches again.

Named tuples and not dataclasses: they are made by the million, and these cost a quarter.
Times are microseconds since 1970 UTC, ``at`` is the place of the first line (``terms.place``).
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from loganalyzer.terms.tls import Tls

Origin = Literal["outside", "authenticated", "plumbing", "local", "unknown"]
"""Where a message entered: a stranger, one of our users, one of our own machines (loopback,
private addresses), this machine itself (pickup, bounces), or before the log began."""

Fate = Literal["delivered", "unknown", "quarantined", "bounced", "refused_anyway", "not_completed", "refused"]
"""What became of a would-be rejection, best first; unknown counts as harm. ``refused`` is none that
would be: the restriction already rejects, and did."""


Trouble = Literal["", "required", "handshake", "unverified"]
"""Why TLS put a delivery off."""

Next = Literal["plaintext", "encrypted", "never"]
"""What a client did within an hour after its handshake had failed: it handed mail in without TLS,
it came back and succeeded, or neither."""


Way = Literal["same sender", "same organisation"]
"""How somebody who was refused comes back: with the same address through another client, or as another
sender of the organisation."""

Whose = Literal["", "ours", "forwarded", "rewritten", "bounces"]
"""In whose name mail leaves for a server elsewhere: of our own people, of a stranger whose mail goes
on as it came, with a sender that was rewritten for that (SRS), or with none. Empty for all other mail."""


class Session(NamedTuple):
    """One SMTP connection to us, from ``connect from`` to ``disconnect from``.

    ``ended`` is None where the log does not hold the end; ``mails`` counts messages accepted
    in it; ``counters`` is smtpd's own account (``ehlo=2 starttls=1 …``), empty before 3.0.
    kin: the client may be a machine of our own (``linking.kin``).
    """

    time: int
    ended: int | None
    host: str
    service: str
    client_name: str
    client_address: str
    origin: Origin
    tls: Tls
    handshake_failed: bool
    mails: int
    counters: str
    at: int
    kin: bool = False


class Handshake(NamedTuple):
    """Failed TLS handshakes of one client, until it came back or an hour went by.

    error: OpenSSL's reason in its own words, empty where none was logged. tls: how it came back.
    known: somebody of its network had handed in a mail or logged in before.
    """

    time: int
    host: str
    service: str
    client_name: str
    client_address: str
    error: str
    attempts: int
    then: Next
    tls: Tls
    known: bool
    at: int


class Message(NamedTuple):
    """One queue id's life, from ``client=`` (or pickup) to ``removed``; ``kin`` as in ``Session``."""

    time: int
    ended: int | None
    host: str
    service: str
    queue_id: str
    origin: Origin
    client_name: str
    client_address: str
    sasl_username: str
    sender: str
    message_id: str
    size: int
    nrcpt: int
    accepted: bool
    tls: Tls
    at: int
    kin: bool = False


class Delivery(NamedTuple):
    """One delivery attempt for one recipient; ``tls`` says how the relay was reached.

    ours: one of our people wrote it, and not whoever made a bounce or an automatic answer go out.
    tls_trouble: why TLS put it off: ``required`` and not to be had, the ``handshake`` failed, or the
    server is ``unverified``, its certificate or its TLSA records not as a policy asks.
    sender_domain: of the envelope, for mail to a server elsewhere; whose: see ``Whose``. about: what
    the other server's refusal names (``linking.remote_replies``).
    """

    time: int
    host: str
    program: str
    queue_id: str
    recipient: str
    orig_to: str
    relay: str
    status: str
    dsn: str
    tls: Tls
    tls_trouble: Trouble
    ours: bool
    whose: Whose
    sender_domain: str
    about: str
    at: int


class SpfCheck(NamedTuple):
    """One message checked by the SPF policy service; results in lower case (RFC 7208 section 2.6)."""

    time: int
    host: str
    client_address: str
    sender: str
    helo_name: str
    identity: str
    spf_result: str
    at: int


class Rejection(NamedTuple):
    """One line of smtpd's reject family, rejected or only warned of (``action``)."""

    time: int
    host: str
    service: str
    queue_id: str
    action: str
    stage: str
    client_name: str
    client_address: str
    reply_code: str
    enhanced_status: str
    restriction: str
    sender: str
    recipient: str
    helo_name: str
    reply_text: str
    at: int


class Loss(NamedTuple):
    """What one sender would lose towards one recipient if a warning were a rejection.

    All attempts within five days; ``fate`` is the best of them; ``messages`` counts those that
    reached, or may have reached, the recipient, 0 where none did.
    """

    time: int
    last: int
    host: str
    restriction: str
    sender: str
    recipient: str
    client_name: str
    client_address: str
    fate: Fate
    messages: int
    attempts: int
    at: int


class Affected(NamedTuple):
    """One message that a restriction refuses, would refuse, or might under stricter settings.

    restriction is ``linking.restriction.LET_THROUGH`` where the SPF check logged a result other
    than pass and let the message in. recipient is empty there. Several tries of one mail are one,
    but one in each network that it was tried from: each would have been refused.
    wanted: one of our people had written to that sender before, and it was delivered.
    signers: domains that our own filter found to have signed it (DKIM), or DMARC to pass for.
    junk: our own filter's verdict on it. handed: the server that took it from us in its turn, and the
    queue id that this one gave; None where it stayed, or the answer names none.
    """

    time: int
    host: str
    restriction: str
    spf_result: str
    identity: str
    sender: str
    recipient: str
    client_name: str
    client_address: str
    helo_name: str
    fate: Fate
    wanted: bool
    signers: tuple[str, ...]
    junk: bool
    at: int
    handed: tuple[str, str] | None = None


class Ended(NamedTuple):
    """What became of mail that may have come from another of our hosts, where it was not delivered.

    recipient is empty, and fate delivered, where our own filter called the whole message junk.
    """

    time: int
    host: str
    queue_id: str
    sender: str
    recipient: str
    fate: Fate
    junk: bool


class Claim(NamedTuple):
    """One accepted message from outside whose envelope sender is of a domain of ours.

    spf_result: as our own check logged it, empty where it passed or was not checked. signed: our
    own filter verified that domain's signature, or DMARC. junk: our own filter's verdict.
    """

    time: int
    host: str
    sender_domain: str
    client_name: str
    client_address: str
    spf_result: str
    signed: bool
    junk: bool
    at: int


class OwnPass(NamedTuple):
    """The SPF check passed for a domain that a client's own, confirmed name lies under.

    Told only of clients of whom other mail failed the check; once a message, or with the failing mail
    where the pass came before it.
    """

    time: int
    host: str
    client_address: str
    domain: str
    at: int


class Returned(NamedTuple):
    """A refused sender, or another of its organisation, reached the same recipient by another way after it.

    way: which of the two; each is told once of a refusal. sender, helo_name, client_name,
    client_address: of the refused one. time, at: of the refusal. way_at: the message that arrived.
    """

    time: int
    host: str
    restriction: str
    sender: str
    helo_name: str
    client_name: str
    client_address: str
    way: Way
    at: int
    way_at: int


class Login(NamedTuple):
    """One successful Dovecot login; ``tls.seen`` is bare only behind a proxy.

    ``local_port`` is empty unless the administrator has Dovecot log it.
    """

    time: int
    host: str
    service: str
    user: str
    method: str
    client_address: str
    local_address: str
    local_port: str
    tls: Tls
    at: int


class Notice(NamedTuple):
    """Something that bears on what the log can prove, or on what could be.

    ``what`` is ``lost`` (lines that syslog dropped), ``policy`` (the policy service did not
    answer), ``version`` (Postfix started or was reloaded; ``text`` is its version), ``dovecot``
    (likewise), ``clock`` (the clock was set back; ``text`` says by how many seconds), ``offered``
    (the server ``text`` offered STARTTLS, and we did not use it), ``policyd-spf 3`` or ``policyd-spf 2``
    (that version wrote, or 3 and later, or 2 and earlier; once a day). ``text`` of ``lost`` is how
    many lines, empty where that is not said.
    """

    time: int
    host: str
    what: Literal[
        "lost", "policy", "version", "dovecot", "clock", "offered", "policyd-spf 3", "policyd-spf 2"
    ]
    text: str
    at: int


VERSIONS = frozenset({"version", "dovecot"})
"""What notices tell of a server that stays true until it tells another."""


@dataclass(slots=True)
class Finished:
    """Everything that one step finished, kind by kind, in the order of finishing."""

    sessions: list[Session] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    spf_checks: list[SpfCheck] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    affected: list[Affected] = field(default_factory=list)
    own_passes: list[OwnPass] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    logins: list[Login] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    handshakes: list[Handshake] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def extend(self, other: "Finished") -> None:
        """Appends another's lists to these."""
        self.sessions += other.sessions
        self.messages += other.messages
        self.deliveries += other.deliveries
        self.spf_checks += other.spf_checks
        self.rejections += other.rejections
        self.losses += other.losses
        self.affected += other.affected
        self.own_passes += other.own_passes
        self.returned += other.returned
        self.logins += other.logins
        self.notices += other.notices
        self.handshakes += other.handshakes
        self.ended += other.ended
        self.claims += other.claims

    def between(self, since: int | None, until: int | None) -> "Finished":
        """What began at or after ``since`` and before ``until``; None leaves that side open."""
        if since is None and until is None:
            return self
        low = since if since is not None else -(1 << 63)
        high = until if until is not None else 1 << 63
        return Finished(
            [x for x in self.sessions if low <= x.time < high],
            [x for x in self.messages if low <= x.time < high],
            [x for x in self.deliveries if low <= x.time < high],
            [x for x in self.spf_checks if low <= x.time < high],
            [x for x in self.rejections if low <= x.time < high],
            [x for x in self.losses if low <= x.time < high],
            [x for x in self.affected if low <= x.time < high],
            [x for x in self.own_passes if low <= x.time < high],
            [x for x in self.returned if low <= x.time < high],
            [x for x in self.logins if low <= x.time < high],
            # What a server's version is, it said when it last started, however long before.
            [x for x in self.notices if x.time < high and (low <= x.time or x.what in VERSIONS)],
            [x for x in self.handshakes if low <= x.time < high],
            [x for x in self.ended if low <= x.time < high],
            [x for x in self.claims if low <= x.time < high],
        )
