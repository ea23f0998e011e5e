"""How connections, messages, deliveries and logins were encrypted, as both ends saw it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..records import Tls, Truth

SMTP = ("smtpd", "submission/smtpd", "submissions/smtpd")


def inbound_sessions(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count connections to Postfix by service and TLS, whether or not they carried mail."""
    return Counter((c.service, c.tls) for s in truth.sessions for c in s.connections if c.service in SMTP)


def mail_sessions(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count connections that handed over at least one message, by service and TLS."""
    return Counter(
        (s.connections[-1].service, s.connections[-1].tls)
        for s in truth.sessions
        if s.connections and any(m.data_code == 250 for m in s.messages)
    )


def accepted_messages(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count messages accepted after their data, by service and TLS; mail by sendmail(1) is not here."""
    return Counter(
        (s.connections[-1].service, s.connections[-1].tls)
        for s in truth.sessions
        if s.connections
        for m in s.messages
        if m.data_code == 250
    )


def tls_failures(truth: Truth) -> Counter[tuple[str, str]]:
    """Count connections whose handshake failed, by service and client address."""
    return Counter((c.service, c.address) for s in truth.sessions for c in s.connections if c.tls_error)


def deliveries(truth: Truth) -> Counter[tuple[str, Tls | None]]:
    """Count recipients that remote servers accepted from us, by recipient domain and TLS."""
    return Counter(
        (address.rpartition("@")[2].lower(), o.tls)
        for o in truth.outbound
        for m in o.messages
        for address in m.accepted()
    )


@dataclass(frozen=True, order=True)
class Login:
    """One attempt to log in to Dovecot."""

    service: str
    """imap or imaps."""
    user: str
    address: str
    outcome: str
    encrypted: bool
    protocol: str
    cipher: str


def logins(truth: Truth) -> Counter[Login]:
    """Count IMAP sessions by user, outcome and TLS; protocol and cipher are empty in plain text."""
    return Counter(
        Login(
            c.service,
            s.user or "",
            c.address,
            s.login or "",
            c.tls is not None,
            c.tls.protocol if c.tls else "",
            c.tls.cipher if c.tls else "",
        )
        for s in truth.sessions
        if s.kind == "imap"
        for c in s.connections
    )
