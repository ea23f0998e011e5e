"""A mail program that logs in to Dovecot and leaves again."""

from __future__ import annotations

import re
from typing import Any

from ..plan.session import Session
from ..world.ourselves import PASSWORD
from .smtp import Connection, Gone


def read_mail(session: Session, record: dict[str, Any]) -> None:
    """Play an IMAP session and note how the login went: ok, bad-password, refused-plaintext and so on."""
    connection = Connection(session.ip or "", session.port)
    connection.seen["service"] = record["service"] = {143: "imap", 993: "imaps"}[session.port]
    record["connections"].append(connection.seen)
    try:
        record["login"] = _login(connection, session, record)
    except (Gone, OSError) as error:
        record["ended"] = f"gone: {error}"
        record.setdefault("login", "not-tried")
    finally:
        record["tls"] = connection.tls
        connection.close()


def _login(connection: Connection, session: Session, record: dict[str, Any]) -> str:
    profile = session.tls
    if session.port == 993:
        if not connection.handshake("tls13" if profile == "none" else profile):
            return "tls-failed"
        connection.line()
    else:
        connection.line()
        if profile != "none":
            _command(connection, "a0", "STARTTLS")
            if not connection.handshake(profile):
                return "tls-failed"
    if session.auth == "close":
        return "not-tried"
    password = PASSWORD if session.auth == "ok" else "wrong"
    reply = _command(connection, "a1", f"LOGIN {session.user} {password}")
    record["login_reply"] = re.sub(r"\[CAPABILITY [^\]]*\] ", "", reply)
    record["login"] = "bad-password" if connection.tls else "refused-plaintext"
    if reply.startswith("a1 OK"):
        record["login"] = "ok"
        _command(connection, "a2", "SELECT INBOX")
    _command(connection, "a3", "LOGOUT")
    return str(record["login"])


def _command(connection: Connection, tag: str, text: str) -> str:
    """Send a command and return its tagged reply, or the server's BYE."""
    connection.send(f"{tag} {text}")
    while True:
        line = connection.line()
        if line.startswith((tag + " ", "* BYE")):
            return line
