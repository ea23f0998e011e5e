"""One planned session, really performed, and the record of what its client saw."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from ..clock import stamp
from ..plan.session import Session
from ..world.zones import client_name
from .imap import read_mail
from .mail import hand_over
from .message import compose
from .probe import knock

ADMIN = Path(__file__).parent.parent / "inside" / "admin.sh"


def perform(session: Session, attempt: int = 0) -> dict[str, Any]:
    """Play a session and return its record; an error is part of the record, never the end of the run."""
    record = _blank(session, attempt)
    try:
        match session.kind:
            case "mx" | "submission":
                hand_over(session, record)
            case "probe":
                knock(session, record)
            case "imap":
                read_mail(session, record)
            case "local":
                record["ended"] = _sendmail(session)
            case "admin":
                record["what"] = session.probe
                done = subprocess.run(["/bin/bash", str(ADMIN), session.probe], timeout=60, check=False)
                record["ended"] = f"exit {done.returncode}"
    except Exception as error:  # noqa: BLE001  a lost record would be a lie in the truth
        record["ended"] = f"error: {error!r}"
    record["end"] = stamp()
    return record


def _blank(session: Session, attempt: int) -> dict[str, Any]:
    """Begin a record with what was planned."""
    record: dict[str, Any] = {
        "id": f"{session.id}r{attempt}" if attempt else session.id,
        "kind": session.kind,
        "plan": session.plan,
        "attempt": attempt,
        "time": stamp(),
        "ip": session.ip,
        "name": client_name(session.ip) if session.ip else None,
        "helo": session.helo,
        "user": session.user,
        "auth": session.auth,
        "client_tls": session.tls,
        "tls": None,
        "connections": [],
        "messages": [],
        "ended": None,
    }
    for message in session.messages:
        record["messages"].append(
            {
                "mail_from": message.mail_from,
                "intent": message.intent,
                "scenario": message.scenario,
                "message_id": message.message_id,
                "spf_helo": message.spf_helo,
                "spf_mfrom": message.spf_mfrom,
                "signed_by": message.signed_by,
                "mail_code": None,
                "data_code": None,
                "queue_id": None,
                "rcpts": [
                    {"addr": rcpt, "code": None, "text": None, "final_code": None} for rcpt in message.rcpts
                ],
            }
        )
    return record


def _sendmail(session: Session) -> str:
    message = session.messages[0]
    done = subprocess.run(
        ["/usr/sbin/sendmail", "-f", message.mail_from, "-i", *message.rcpts],
        input=compose(message, session).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return f"exit {done.returncode}"
