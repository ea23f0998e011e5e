"""Who knows whom."""

from __future__ import annotations

from ..records import Truth


def written_to(truth: Truth) -> set[str]:
    """Return the outside addresses that our own users wrote to and whose servers took the mail."""
    accepted = {(m.message_id, a) for o in truth.outbound for m in o.messages for a in m.accepted()}
    return {
        rcpt.address
        for s in truth.sessions
        if s.kind == "submission"
        for m in s.messages
        for rcpt in m.rcpts
        if (m.message_id, rcpt.address) in accepted
    }
