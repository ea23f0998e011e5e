"""Coming back after a 4xx, as real mail servers do: the same message, perhaps from another network."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..plan.session import Session
from ..world import spf

_check: list[spf.Check] = []


def second_try(session: Session, record: dict[str, Any], attempt: int) -> Session | None:
    """Return the session that tries again what was put off, or None where nothing was or nobody cares."""
    if attempt >= session.retries or not session.pool:
        return None
    messages = []
    for message, seen in zip(session.messages, record["messages"], strict=True):
        put_off = [
            rcpt["addr"]
            for rcpt in seen["rcpts"]
            if 400 <= (rcpt["final_code"] or seen["mail_code"] or 0) < 500
        ]
        if put_off:
            messages.append(replace(message, rcpts=put_off))
    if not messages:
        return None
    ip = session.pool[attempt % len(session.pool)]
    again = replace(session, ip=ip, messages=messages)
    if ip != session.ip:
        _judge_again(again)
    return again


def _judge_again(session: Session) -> None:
    """Note what SPF says of the other address."""
    if not _check:
        _check.append(spf.make_check())
    helo = session.helo.lower()
    for message in session.messages:
        message.spf_helo = _check[0](session.ip or "", f"postmaster@{helo}", helo)[0]
        if message.mail_from:
            message.spf_mfrom = _check[0](session.ip or "", message.mail_from.lower(), helo)[0]
