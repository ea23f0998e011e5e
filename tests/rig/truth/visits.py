"""What came of each session of those who want to hand in or read mail, and of each mail sent outside.

Two runs of one plan have the same sessions by the same names, so what differs can be told one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..records import Session, Truth
from ..world import ourselves

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Visit:
    """One session of a stranger with mail, of a device of ours, or of a mail program."""

    service: str
    """smtpd, submission/smtpd, submissions/smtpd, imap or imaps."""
    user: str
    """Whom it logs in as, or tries to; empty for strangers."""
    name: str
    """The client's name, `unknown` where it has none that is confirmed."""
    address: str
    served: bool
    """Whether its mail was taken, or it logged in."""
    protocol: str
    """Of the connection that was served, or of the last one; empty for plain text."""
    handshakes_failed: int


def visits(truth: Truth) -> dict[str, Visit]:
    """Each session with a purpose, by its id; knockers have none."""
    return {s.id: _visit(s) for s in truth.sessions if s.kind in ("mx", "submission", "imap")}


def _visit(session: Session) -> Visit:
    last = session.connections[-1]
    return Visit(
        service=last.service,
        user=session.user or "",
        name=session.name or "unknown",
        address=last.address,
        served=session.login == "ok" or any(m.data_code == 250 for m in session.messages),
        protocol=last.tls.protocol if last.tls else "",
        handshakes_failed=sum(c.tls_error is not None for c in session.connections),
    )


@dataclass(frozen=True)
class Sent:
    """What became of one mail of ours to one recipient outside."""

    domain: str
    fate: str
    """taken, returned, or lost: not seen again."""
    protocol: str
    """By which it was taken; empty for plain text."""


def sent(truth: Truth) -> dict[tuple[str, str], Sent]:
    """By Message-ID and recipient: all that our people handed in for others, and could."""
    received = [(o, m) for o in truth.outbound for m in o.messages]
    taken = {
        (m.message_id, rcpt): o.tls.protocol if o.tls else "" for o, m in received for rcpt in m.accepted()
    }
    returned = {s.bounce_of for s in truth.stored if s.bounce_of} | {m.bounce_of for _, m in received}
    found = {}
    for s in truth.sessions:
        for m in s.messages if s.kind == "submission" else ():
            for rcpt in m.rcpts:
                domain = rcpt.address.rpartition("@")[2]
                if rcpt.final_code != 250 or domain in ourselves.DOMAINS:
                    continue
                key = (m.message_id, rcpt.address)
                fate = "taken" if key in taken else "returned" if m.message_id in returned else "lost"
                found[key] = Sent(domain, fate, taken.get(key, ""))
    return found


def changed(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> dict[Key, tuple[Value, Value]]:
    """What is in both and not the same."""
    return {
        key: (before[key], after[key]) for key in before.keys() & after.keys() if before[key] != after[key]
    }
