"""Which lines belong to a story, where process and queue id do not say it."""

import pytest

from loganalyzer.linking.belonging import Read, belongs
from loganalyzer.linking.trace import Connection, Spot, Trace
from loganalyzer.terms.moment import MINUTE, SECOND
from loganalyzer.terms.place import place

BEGIN = 1_000 * MINUTE
CLIENT = {"client_address": "192.0.2.10"}
ASKED = {**CLIENT, "sender": "a@example.org"}


def trace() -> Trace:
    first, last = Spot(BEGIN, place(1, 100)), Spot(BEGIN + 10 * SECOND, place(1, 900))
    connection = Connection("postfix/smtpd[10]", first, last, "mail.example.org", "192.0.2.10")
    return Trace(
        "mx",
        first,
        last,
        connection,
        queue_ids={"4F1AB"},
        senders={"a@example.org"},
        message_ids={"<m@example.org>"},
        since=BEGIN,
        until=BEGIN + 5 * SECOND,
    )


def line(
    seconds: float, process: str, kind: str = "", fields: dict[str, str] | None = None, **more: str
) -> Read:
    at = place(2, int(seconds * 100) + 100_000)
    return Read(
        at,
        BEGIN + int(seconds * SECOND),
        more.get("host", "mx"),
        process,
        more.get("message", ""),
        kind,
        fields or {},
    )


BELONGING = [
    line(3, "postfix/smtpd[10]", message="warning: Illegal address syntax"),
    line(3, "postfix/smtpd[10]", message="4F1AB: odd thing"),
    line(3, "policyd-spf[5]", "spf.result", ASKED),
    line(3, "policyd-spf[5]", "spf.result", {**CLIENT, "sender": "A@Example.org"}),
    line(3, "policyd-spf[5]", "spf.reply", {**CLIENT, "scope": "helo", "identity_value": "mail.example.org"}),
    line(5.05, "policyd-spf[5]", "spf.result", ASKED),
    line(-20, "postfix/postscreen[6]", "postscreen.pass", CLIENT),
    line(15, "dovecot", "dovecot.saved", {"message_id": "m@example.org"}),
    line(4, "amavis[9]", "amavis.result", message="(1) Passed CLEAN, x, Queue-ID: 4F1AB, y"),
    line(4, "strange[9]", message="4F1AB: of a program that nobody knows"),
]

FOREIGN = [
    line(3, "postfix/smtpd[11]", message="warning: Illegal address syntax"),
    line(3, "postfix/smtpd[10]", message="4F1AC: odd thing"),
    line(11, "postfix/smtpd[10]", message="warning: Illegal address syntax"),
    line(3, "postfix/smtpd[10]", "smtpd.reject", CLIENT),
    line(3, "postfix/smtpd[10]", message="warning: x", host="mx2"),
    line(3, "policyd-spf[5]", "spf.result", {**CLIENT, "sender": "c@example.org"}),
    line(3, "policyd-spf[5]", "spf.result", {**ASKED, "client_address": "192.0.2.11"}),
    line(6, "policyd-spf[5]", "spf.result", ASKED),
    line(-70, "postfix/postscreen[6]", "postscreen.pass", CLIENT),
    line(60, "dovecot", "dovecot.saved", {"message_id": "m@example.org"}),
    line(3, "dovecot", "dovecot.saved", {"message_id": "other@example.org"}),
    line(60, "postfix/qmgr[2]", message="4F1AB: used again"),
]


@pytest.mark.parametrize("one", BELONGING)
def test_a_line_of_the_story_belongs(one: Read) -> None:
    """Named by process, queue id, Message-ID, or client and sender, near in time, it is in."""
    assert belongs(trace(), one)


@pytest.mark.parametrize("one", FOREIGN)
def test_a_line_of_another_story_does_not(one: Read) -> None:
    """Another process, sender, client, host or time keeps a line out; a refusal needs its very place."""
    assert not belongs(trace(), one)


def test_a_place_says_more_than_any_name() -> None:
    """A line whose place was noted belongs, whatever stands in it."""
    told, one = trace(), line(3, "postfix/smtp[30]", "smtp.tls")
    assert not belongs(told, one)
    told.places.add(one.at)
    assert belongs(told, one)
