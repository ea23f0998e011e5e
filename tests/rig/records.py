"""The truth of a run as values: what clients and remote servers saw, and what was found at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, order=True)
class Tls:
    """What was agreed on one connection; None stands for plain text."""

    protocol: str
    cipher: str
    bits: int

    @classmethod
    def of(cls, raw: dict[str, Any] | None) -> Tls | None:
        """Read it from a record."""
        return cls(raw["protocol"], raw["cipher"], raw["bits"]) if raw else None


@dataclass(frozen=True)
class Recipient:
    """One recipient of one attempt, with the replies it got."""

    address: str
    code: int | None
    """The reply to RCPT TO."""
    text: str
    final_code: int | None
    """The reply that decided: after the data, where there was one; None where the client left before."""


@dataclass(frozen=True)
class Message:
    """One message as its client offered it in one session."""

    mail_from: str
    intent: str
    scenario: str
    message_id: str
    spf_helo: str | None
    spf_mfrom: str | None
    signed_by: str | None
    mail_code: int | None
    data_code: int | None
    queue_id: str | None
    rcpts: tuple[Recipient, ...]

    def is_refused_by_spf(self, refusing: frozenset[str]) -> bool:
        """Whether a check that refuses these SPF results refuses it."""
        return not refusing.isdisjoint((self.spf_helo, self.spf_mfrom))


@dataclass(frozen=True)
class Connection:
    """One connection to our server, as its client saw it."""

    service: str
    """smtpd, submission/smtpd, submissions/smtpd, imap or imaps."""
    address: str
    port: int
    """The client's port."""
    tls: Tls | None
    tls_error: str | None


@dataclass(frozen=True)
class Session:
    """One session of a client: one connection, or two where TLS failed and it came back without."""

    id: str
    kind: str
    plan: str
    attempt: int
    time: str
    end: str
    address: str | None
    name: str | None
    helo: str
    user: str | None
    login: str | None
    """IMAP: ok, bad-password, refused-plaintext, tls-failed or not-tried."""
    ended: str | None
    what: str | None
    """What a probe, or the admin, did."""
    connections: tuple[Connection, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Received:
    """One message as a remote server received, or refused, it."""

    mail_from: str
    message_id: str | None
    bounce_of: str | None
    queue_id: str | None
    """Ours, from the Received header; None where it was refused before its data."""
    spf: str | None
    rcpts: tuple[tuple[str, int], ...]
    """Addresses and the codes they got."""
    data_reply: str | None

    def accepted(self) -> tuple[str, ...]:
        """Return the recipients it was accepted for."""
        if not (self.data_reply or "").startswith("2"):
            return ()
        return tuple(address for address, code in self.rcpts if code == 250)

    def refused(self) -> tuple[str, ...]:
        """Return the recipients it was refused for, for good."""
        if (self.data_reply or "").startswith("5"):
            return tuple(address for address, _ in self.rcpts)
        return tuple(address for address, code in self.rcpts if code >= 500)


@dataclass(frozen=True)
class Outbound:
    """One connection that reached a remote mail server."""

    time: str
    domain: str
    mx: str
    starttls_offered: bool
    tls: Tls | None
    tls_error: str | None
    messages: tuple[Received, ...]


@dataclass(frozen=True)
class Stored:
    """One message found in a mailbox at the end."""

    mailbox: str
    folder: str
    message_id: str
    bounce_of: str | None


@dataclass(frozen=True)
class Truth:
    """Everything known of a run without its log."""

    meta: dict[str, Any]
    sessions: tuple[Session, ...] = ()
    outbound: tuple[Outbound, ...] = ()
    stored: tuple[Stored, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    """What the content filter said: message id and verdict, in order."""
    held: frozenset[str] = frozenset()
    """Message ids on hold in Postfix's queue."""
    queued: frozenset[str] = frozenset()
    """Message ids still in Postfix's queue."""
    admin: tuple[tuple[str, str], ...] = field(default=())
    """What the admin did: time and what."""
    restarts: tuple[tuple[str, str], ...] = field(default=())
    """When each restart began and ended."""


def session(raw: dict[str, Any]) -> Session:
    """Read a client's record."""
    return Session(
        id=raw["id"],
        kind=raw["kind"],
        plan=raw["plan"],
        attempt=raw["attempt"],
        time=raw["time"],
        end=raw["end"],
        address=raw["ip"],
        name=raw["name"],
        helo=raw["helo"],
        user=raw["user"],
        login=raw.get("login"),
        ended=raw["ended"],
        what=raw.get("probe") or raw.get("what"),
        connections=tuple(
            Connection(c["service"], c["ip"], c["port"], Tls.of(c["tls"]), c["tls_error"])
            for c in raw["connections"]
        ),
        messages=tuple(_message(m) for m in raw["messages"]),
    )


MESSAGE_FIELDS = (
    *("mail_from", "intent", "scenario", "message_id", "spf_helo", "spf_mfrom"),
    *("signed_by", "mail_code", "data_code", "queue_id"),
)


def _message(raw: dict[str, Any]) -> Message:
    rcpts = tuple(Recipient(r["addr"], r["code"], r["text"] or "", r["final_code"]) for r in raw["rcpts"])
    return Message(**{name: raw[name] for name in MESSAGE_FIELDS}, rcpts=rcpts)


def outbound(raw: dict[str, Any]) -> Outbound:
    """Read a remote server's record."""
    messages = tuple(
        Received(
            m["mail_from"],
            m.get("message_id"),
            m.get("bounce_of"),
            m["queue_id"],
            m["spf"],
            tuple((r["addr"], r["code"]) for r in m["rcpts"]),
            m["data_reply"],
        )
        for m in raw["messages"]
    )
    return Outbound(
        raw["time"],
        raw["dest_domain"],
        raw["mx"],
        raw["starttls_offered"],
        Tls.of(raw["tls"]),
        raw["tls_error"],
        messages,
    )
