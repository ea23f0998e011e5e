"""Clients that knock, ask, fail a handshake or guess a password, and carry no mail."""

from __future__ import annotations

from typing import Any

from ..plan.session import Session
from ..world import ourselves
from .smtp import Connection, Gone

HANDSHAKES = {"nocipher", "tls10", "badverify", "starttls-quit", "submission-auth-fail"}


def knock(session: Session, record: dict[str, Any]) -> None:
    """Play a probe."""
    record["probe"] = session.probe
    connection = Connection(session.ip or "", session.port)
    record["connections"].append(connection.seen)
    try:
        _knock(connection, session, record)
    except Gone as error:
        record["ended"] = f"gone: {error}"
    finally:
        record["tls"] = connection.tls
        connection.close()


def _knock(connection: Connection, session: Session, record: dict[str, Any]) -> None:
    what = session.probe
    if what == "connect-close":
        return
    if what == "tls-direct":
        connection.handshake("tls12")
        return
    if what == "http":
        connection.send(f"GET / HTTP/1.1\r\nHost: {ourselves.ADDRESS}\r\n")
        connection.reply()
        connection.reply()
        return
    connection.reply()
    if what in ("connect-quit", "no-helo"):
        if what == "no-helo":
            record["no_helo_reply"] = connection.command("MAIL FROM:<x@spammy-none.example>")[1]
        connection.command("QUIT")
        return
    connection.command(f"EHLO {session.helo}")
    if what in ("starttls-close", "starttls-garbage") or what in HANDSHAKES:
        _secure(connection, session, record)
    elif what == "auth":
        record["auth_reply"] = connection.command("AUTH LOGIN")[1]
    elif what == "mail-close":
        connection.command("MAIL FROM:<x@spammy-none.example>")
    elif what in ("ehlo-quit", "vrfy"):
        if what == "vrfy":
            record["vrfy_reply"] = connection.command("VRFY root")[1]
        connection.command("QUIT")


def _secure(connection: Connection, session: Session, record: dict[str, Any]) -> None:
    """Ask for TLS, and then do something wrong or nothing at all."""
    what = session.probe
    code, _ = connection.command("STARTTLS")
    if code != 220 or what == "starttls-close":
        return
    if what == "starttls-garbage":
        connection.send("EHLO I did not understand")
        connection.reply()
        return
    profile = {"starttls-quit": "tls13", "submission-auth-fail": "tls12"}.get(what, what)
    if not connection.handshake(profile):
        return
    connection.command(f"EHLO {session.helo}")
    if what == "submission-auth-fail":
        for password in ("123456", "password"):
            record["auth_reply"] = connection.login("PLAIN", "alice@example.org", password)[1]
    connection.command("QUIT")
