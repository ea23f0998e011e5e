"""Addresses and HELO names made to confuse whoever reads the log."""

from __future__ import annotations

from dataclasses import dataclass

from .draw import Draw
from .junk import from_bot
from .session import Session


@dataclass(frozen=True)
class Oddity:
    """A sender and a HELO name, and whether the sender borrows someone's name."""

    sender: str = "x@spammy-none.example"
    helo: str = "weird.example"
    intent: str = "spoof"
    smtputf8: bool = False


ODDITIES = (
    Oddity('"a b; client-ip=203.0.113.100; helo=out-1.bigmail.example"@north-bank.example'),
    Oddity("info@parcel-post.example", helo="x;identity=mailfrom;client-ip=127.0.0.1;"),
    Oddity("j\u00fcrgen@n\u00f6rd.example", intent="spam", smtputf8=True),
    Oddity(
        ("very-long-local-part-" * 3)[:60] + "@" + "averyveryverylonglabelindeed." * 6 + "north-bank.example"
    ),
    Oddity(helo="mail_server_with_underscores", intent="spam"),
    Oddity("NO-REPLY@North-Bank.EXAMPLE"),
    Oddity("prvs=1234abcdef=kate@oak-insurance.example"),
    Oddity("bob+spam=example.org@parcel-post.example", helo="127.0.0.1"),
    Oddity("no-domain-at-all", intent="spam"),
    Oddity('"x> to=<bob@example.org> proto=ESMTP helo=<trusted.example"@north-bank.example'),
    Oddity("info@north-bank.example", helo="evil.example> from=<boss@example.org> to=<alice@example.org"),
)


def weird(draw: Draw) -> Session:
    """A bot with an odd sender or HELO name."""
    number = draw.r.randrange(len(ODDITIES))
    oddity = ODDITIES[number]
    message = draw.message(oddity.sender, draw.recipients(0), oddity.intent, f"weird-{number}")
    message.smtputf8 = oddity.smtputf8
    session = from_bot(draw, message)
    session.helo = oddity.helo
    if oddity.smtputf8:
        session.helo_cmd = "EHLO"
    return session
