"""Handing over mail, on port 25 or as one of our users, and noting every reply."""

from __future__ import annotations

import re
from typing import Any

from ..clock import stamp
from ..plan.session import Message, Session
from ..world.ourselves import PASSWORD
from .message import compose
from .smtp import Connection, Gone

Record = dict[str, Any]


def hand_over(session: Session, record: Record) -> None:
    """Play an mx or submission session; where TLS fails on port 25, once more without it."""
    for try_tls in (True, False):
        connection = Connection(session.ip or "", session.port)
        record["connections"].append(connection.seen)
        try:
            record["ended"] = _talk(connection, session, record, try_tls)
        except Gone as error:
            record["ended"] = f"gone: {error}"
        finally:
            connection.close()
        if record["ended"] != "fall back to plain text":
            return


def _talk(connection: Connection, session: Session, record: Record, try_tls: bool) -> str:
    """Say everything there is to say, and return how it ended."""
    profile = session.tls.removesuffix("-must")
    own = session.kind == "submission"
    if session.port == 465 and not connection.handshake(profile):
        return "tls-failed"
    code, _ = connection.reply()
    if code != 220:
        return f"banner {code}"
    capabilities = _hello(connection, session, record)
    if profile != "none" and not connection.tls and try_tls and "STARTTLS" in capabilities:
        code, _ = connection.command("STARTTLS")
        if code == 220:
            if not connection.handshake(profile):
                return "tls-failed" if own or session.tls.endswith("-must") else "fall back to plain text"
            _hello(connection, session, record)
    record["tls"] = connection.tls
    if session.tls.endswith("-must") and not connection.tls:
        connection.command("QUIT")
        return "no-tls-no-mail"
    if own and session.auth != "none":
        password = PASSWORD if session.auth == "ok" else "wrong"
        code, record["auth_reply"] = connection.login(session.mech, session.user or "", password)
        if code != 235:
            connection.command("QUIT")
            return "auth-refused"
    for message, seen in zip(session.messages, record["messages"], strict=True):
        transaction(connection, session, message, seen)
        if session.end == "drop-after-rcpt":
            return session.end
    if session.end == "quit":
        connection.command("QUIT")
    return session.end


def _hello(connection: Connection, session: Session, record: Record) -> str:
    record["helo_code"], text = connection.command(f"{session.helo_cmd} {session.helo}")
    return text


def transaction(connection: Connection, session: Session, message: Message, seen: Record) -> None:
    """Offer one message, from MAIL to the reply after its data."""
    seen["time"] = stamp()
    codes = _envelope(connection, session, message, seen)
    for rcpt, (code, text) in zip(seen["rcpts"], codes, strict=False):
        rcpt["code"], rcpt["text"], rcpt["final_code"] = code, text, code
    accepted = [rcpt for rcpt in seen["rcpts"] if rcpt["code"] and 200 <= rcpt["code"] < 300]
    if session.end == "drop-after-rcpt":
        for rcpt in accepted:
            rcpt["final_code"] = None
        return
    if not accepted:
        connection.command("RSET")
        return
    code, text = connection.command("DATA")
    if code == 354:
        connection.send(compose(message, session) + ".")
        code, text = connection.reply()
    seen["data_code"], seen["data_text"] = code, text
    queued = re.search(r"queued as (\w+)", text)
    seen["queue_id"] = queued and queued[1]
    for rcpt in accepted:
        rcpt["final_code"] = code


def _envelope(
    connection: Connection, session: Session, message: Message, seen: Record
) -> list[tuple[int, str]]:
    """Send MAIL and RCPT, pipelined or not, and return the replies to RCPT."""
    mail = f"MAIL FROM:<{message.mail_from}>"
    if session.helo_cmd == "EHLO":
        mail += f" SIZE={message.size}" + (" SMTPUTF8" if message.smtputf8 else "")
    rcpts = [f"RCPT TO:<{rcpt}>" for rcpt in message.rcpts]
    if session.pipeline:
        connection.send("\r\n".join([mail, *rcpts]))
        seen["mail_code"], seen["mail_text"] = connection.reply()
        return [connection.reply() for _ in rcpts]
    seen["mail_code"], seen["mail_text"] = connection.command(mail)
    return [connection.command(rcpt) for rcpt in rcpts] if seen["mail_code"] == 250 else []
