"""What a message looks like on the wire: small, readable, and marked with its session's id."""

from __future__ import annotations

import base64
import email.utils
import hashlib
import os
import random
import subprocess
from pathlib import Path

from ..plan.draw import FIRST, LAST
from ..plan.session import Message, Session
from ..world.bots import SIGNING_SPAMMER

SCORE_HEADER = "X-Rig-Score"
"""What the made-up content filter goes by."""


def compose(message: Message, session: Session) -> str:
    """Return headers and text, dot-free, with CR LF; the text depends on the message id alone."""
    r = random.Random(message.message_id)
    sender = message.mail_from or "MAILER-DAEMON@" + (session.helo or "mail")
    headers = [
        f"From: <{sender}>",
        "To: undisclosed-recipients:;",
        f"Subject: {message.scenario} {session.id}",
        "Date: " + email.utils.formatdate(localtime=False),
        f"Message-ID: {message.message_id}",
        f"{SCORE_HEADER}: {message.score}",
    ]
    if message.scenario in ("mailing-list", "list-keeps-author"):
        headers.append("List-Id: <devel.osslist.example>")
    text: list[str] = []
    left = message.size
    while left > 0:
        text.append(" ".join(r.choice(FIRST + LAST) for _ in range(9)))
        left -= len(text[-1]) + 2
    if message.signed_by and "RIG_KEYS" in os.environ:
        headers.insert(0, _dkim(headers, text, message.signed_by))
    return "\r\n".join(headers) + "\r\n\r\n" + "\r\n".join(text) + "\r\n"


def _dkim(headers: list[str], text: list[str], domain: str) -> str:
    """Sign by rsa-sha256, simple/simple, with the openssl program."""
    key = Path(os.environ["RIG_KEYS"]) / ("spammer.key" if domain == SIGNING_SPAMMER else "honest.key")
    body = ("\r\n".join(text) + "\r\n").encode()
    body_hash = base64.b64encode(hashlib.sha256(body).digest()).decode()
    signed = [h for h in headers if h.split(":")[0] in ("From", "Subject", "Date", "Message-ID")]
    names = ":".join(h.split(":")[0] for h in signed)
    field = (
        f"DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d={domain}; s=s1; h={names}; bh={body_hash}; b="
    )
    data = "".join(h + "\r\n" for h in signed) + field
    done = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", str(key)],
        input=data.encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=30,
    )
    return field + base64.b64encode(done.stdout).decode()
