"""The carry: everything that is still open when a stretch of log ends."""

from dataclasses import dataclass, field

from loganalyzer.linking.finished import Fate, Origin, Way
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.client import is_loopback
from loganalyzer.terms.tls import BARE, Tls

ALL = "*"
"""Stands for all recipients of a message."""


@dataclass(slots=True)
class Attempt:
    """One transaction's would-be rejection of one recipient; its fate and signs come later.

    recipient is ``ALL`` for mail that the check let through with a result other than pass: what
    it came to is told by queue_id. wanted: one of our people had written to the sender before.
    signers: domains whose DKIM or DMARC our filter verified. junk: our filter's own verdict. filed,
    kept: put into a folder for junk, or into another one, by Message-ID. handed: the server that took
    it in its turn, and under which queue id.
    """

    restriction: str
    sender: str
    recipient: str
    time: int
    at: int
    client_name: str
    client_address: str
    helo_name: str = ""
    spf_result: str = ""
    identity: str = ""
    queue_id: str = ""
    wanted: bool = False
    signers: tuple[str, ...] = ()
    junk: bool = False
    filed: bool = False
    kept: bool = False
    fate: Fate | None = None
    handed: tuple[str, str] | None = None


@dataclass(slots=True)
class OpenLoss:
    """Attempts with one sender and recipient within the window."""

    first: int
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(slots=True)
class Transaction:
    """One MAIL to end of data, as far as its lines show it."""

    sender: str
    queue_id: str = ""
    spf_counted: bool = False
    warned: dict[tuple[str, str], Attempt] = field(default_factory=dict)


@dataclass(slots=True)
class OpenMessage:
    """A queue id between its first line and ``removed``.

    parent: the queue id under which the mail first entered, where a content filter gave it back.
    outside: recipients to whom a server outside took it, while it may yet turn out to be our user's.
    unseen: so far only a filter has named it, and no program of Postfix's.
    after: packed refusals of its sender's organisation to a recipient that it has now reached, and by
    which way it came back.
    broken: OpenDKIM found fault with one of its signatures. handed: as in ``Attempt``, by recipient.
    failed: recipients who got nothing. expanded: it went on to addresses behind an alias.
    claims: its sender bears the domain of a recipient. forwarded: ``local`` sends it on for a stranger.
    """

    queue_id: str
    time: int
    at: int
    last: int
    service: str = ""
    origin: Origin = "unknown"
    client_name: str = ""
    client_address: str = ""
    sasl_username: str = ""
    sender: str = ""
    message_id: str = ""
    size: int = 0
    nrcpt: int = 0
    accepted: bool = False
    held: bool = False
    tls: Tls = BARE
    in_session: bool = False
    removed: int | None = None
    warned: dict[tuple[str, str], Attempt] | None = None
    outcomes: dict[str, Fate | None] | None = None
    children: dict[str, str] | None = None
    handed: dict[str, tuple[str, str]] | None = None
    failed: dict[str, Fate] | None = None
    expanded: bool = False
    signers: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    verified: bool = False
    broken: bool = False
    junk: bool = False
    filed: bool = False
    kept: bool = False
    from_our_user: bool = False
    unseen: bool = False
    parent: str = ""
    outside: tuple[str, ...] = ()
    after: list[tuple[str, Way]] | None = None
    claims: bool = False
    forwarded: bool = False

    @property
    def followed(self) -> bool:
        """True where a would-be rejection waits, or may come to wait, for what becomes of it."""
        return bool(self.warned) or self.reinjected or not (self.service and self.accepted)

    @property
    def reinjected(self) -> bool:
        """True where a content filter on this machine may have handed it back."""
        return self.origin == "plumbing" and is_loopback(self.client_address)


@dataclass(slots=True)
class OpenSession:
    """A connection between ``connect`` and ``disconnect``; ``whole`` if its begin was seen."""

    process: str
    client_name: str
    client_address: str
    time: int
    at: int
    last: int
    whole: bool
    tls: Tls = BARE
    handshake_failed: bool = False
    tls_error: str = ""
    authenticated: bool = False
    messages: list[OpenMessage] = field(default_factory=list)
    proxied: int = 0
    transaction: Transaction | None = None


@dataclass(slots=True)
class OpenHandshake:
    """A client whose TLS handshakes failed, while it may yet come back; ``last``: of these."""

    time: int
    at: int
    last: int
    service: str
    client_name: str
    client_address: str
    attempts: int = 0
    error: str = ""


@dataclass(slots=True)
class Outgoing:
    """The last encrypted connection of an smtp process, and the message it was first used for."""

    relay: str
    tls: Tls
    time: int
    queue_id: str = ""


@dataclass(slots=True)
class PolicyReply:
    """A refusal that the policy service gave and smtpd has not logged yet."""

    time: int
    at: int
    process: str
    client_address: str
    sender: str
    identity: str
    spf_result: str
    text: str


Event = tuple[str, int, int, str, Fields]
"""Kind, place, time, process and fields of one event."""


@dataclass(slots=True)
class PolicyResult:
    """A result other than pass with which the policy service let a message through."""

    time: int
    at: int
    sender: str
    helo_name: str
    identity: str
    spf_result: str


@dataclass(slots=True)
class Carry:
    """One host's open things; pickles, so that a run can end here and another go on.

    written: digests of the addresses that our own people wrote to (``linking.acquaintance``).
    met: digests of the networks that handed in accepted mail, or that our people logged in from.
    ids: messages by their Message-ID, in the queue or just gone (``gone``).
    handshakes: failed ones of the last hour, by client.
    leaving: messages just removed, of which other programs may still speak.
    gone: messages that left, while a line with their Message-ID may still come.
    set_back: steps back of the clock not yet told: the new time, seconds, place.
    failing, passing: clients of failing mail, and of mail that passed, each with a name of its own
    (``linking.own_pass``), as digests.
    refused_pairs: the keys of ``packed`` by the sender's organisation and the recipient. returned: when
    those refusals were whose senders are known to have come back (``linking.returning``).
    warning: restrictions that have warned; should they refuse later, each refusal is entered too.
    losses, packed: attempts within the window, by sender and recipient, the oldest first; those that were
    refused are packed (``linking.packed``).
    began: the time of the first line. organisations: those that mail is delivered here for.
    own_hosts: addresses, networks and names that the admin called our own.
    policyd: the version of policyd-spf that was noted last, and on which day.
    """

    host: str
    clock: int = 0
    sessions: dict[str, OpenSession] = field(default_factory=dict)
    queue: dict[str, OpenMessage] = field(default_factory=dict)
    leaving: list[OpenMessage] = field(default_factory=list)
    gone: list[OpenMessage] = field(default_factory=list)
    reinjected: dict[str, OpenMessage] = field(default_factory=dict)
    outgoing: dict[str, Outgoing] = field(default_factory=dict)
    handshakes: dict[str, OpenHandshake] = field(default_factory=dict)
    replies: dict[str, list[PolicyReply]] = field(default_factory=dict)
    results: dict[str, list[PolicyResult]] = field(default_factory=dict)
    written: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    ids: dict[str, list[OpenMessage]] = field(default_factory=dict)
    warning: set[str] = field(default_factory=set)
    refused_pairs: dict[int, tuple[int, ...]] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)
    failing: set[int] = field(default_factory=set)
    passing: set[int] = field(default_factory=set)
    losses: dict[tuple[str, str, str], OpenLoss] = field(default_factory=dict)
    packed: dict[int, str] = field(default_factory=dict)
    closing: list[OpenLoss] = field(default_factory=list)
    last_event: tuple[str, str, Fields] | None = None
    newest: int = 0
    waiting: list[Event] = field(default_factory=list)
    set_back: list[tuple[int, int, int]] = field(default_factory=list)
    began: int = 0
    organisations: set[str] = field(default_factory=set)
    own_hosts: tuple[str, ...] = ()
    policyd: str = ""
