"""Unwanted mail: bots that spoof us or known brands, spammers with papers in order, and mere knockers."""

from __future__ import annotations

from ..world import bots
from ..world.forged import HELO_TARGETS
from ..world.ourselves import HOSTNAME
from ..world.zones import reverse_name
from .draw import FIRST, LAST, Draw
from .session import Message, Session


def bot(draw: Draw) -> tuple[str, str, str]:
    """Draw a bot's address, HELO name and TLS profile."""
    r = draw.r
    ip = draw.bot_address()
    helo = r.choice(
        [
            reverse_name(ip) or "localhost",
            "ylmf-pc",
            f"[IPv6:{ip}]" if ":" in ip else f"[{ip}]",
            "localhost.localdomain",
            f"win-{r.choice(['7XK2', 'A91Q', 'HOME'])}",
            f"mail.{r.choice(['kite-school.example', 'spammy-none.example'])}",
            "User",
        ]
    )
    return ip, helo, r.choice(["none", "none", "none", "tls12", "tls13", "tls10"])


def from_bot(draw: Draw, message: Message) -> Session:
    """Plan a bot's session; one in ten bots comes back after a 4xx, from its own address."""
    ip, helo, tls = bot(draw)
    session = draw.stranger(ip, helo, tls, [message])
    if draw.r.random() < 0.1:
        session.pool, session.retries = (ip,), 2
    return session


def own_spoof(draw: Draw) -> Session:
    """Spoofs in our own name."""
    who = draw.r.choice(["alice", "ceo", "bob", "voicemail", "office", "it-support"])
    sender = f"{who}@{draw.r.choice(['example.org', 'example.net'])}"
    return from_bot(draw, draw.message(sender, draw.recipients(0.08), "spoof", "own-domain"))


BRANDS = (
    "north-bank.example",
    "north-bank.example",
    "parcel-post.example",
    "parcel-post.example",
    "officecloud.example",
    "oak-insurance.example",
    "bigmail.example",
    "freemail.example",
    "explained.example",
    "tricky-exp.example",
    "harbour-hotel.example",
)


def brand_spoof(draw: Draw) -> Session:
    """Spoofs of known brands."""
    who = draw.r.choice(["security", "info", "no-reply", "tracking", "billing"])
    sender = f"{who}@{draw.r.choice(BRANDS)}"
    return from_bot(draw, draw.message(sender, draw.recipients(0.10), "spoof", "brand"))


def spam(draw: Draw) -> Session:
    """Spam: half of it by snowshoe spammers whose SPF passes, half of it by bots."""
    r = draw.r
    if r.random() < 0.5:
        return snowshoe(draw)
    domain = r.choice(
        [
            "spammy-none.example",
            f"no-such-sender{r.randint(1, 50)}.example",
            "plus-all.example",
            "elm-dental.example",
            "kite-school.example",
        ]
    )
    rcpts = draw.recipients(0.15)
    if r.random() < 0.1:
        rcpts.append("victim@bigmail.example")  # relay attempt
    session = from_bot(draw, draw.message(f"{draw.person()}@{domain}", rcpts, "spam", "botnet"))
    session.end = r.choice(["quit", "quit", "close", "drop-after-rcpt"])
    return session


def snowshoe(draw: Draw) -> Session:
    """Spam from a domain with correct SPF; comes back like an honest server."""
    spammer = draw.r.choice(bots.SNOWSHOE)
    sender = f"offer{draw.r.randint(1, 999)}@{spammer.domain}"
    return draw.session(spammer, [draw.message(sender, draw.recipients(0.05), "spam", "snowshoe")])


def signing_spam(draw: Draw) -> Session:
    """Spam signed with the spammer's own valid DKIM key, aligned for DMARC, that fails SPF."""
    sender = f"offer{draw.r.randint(1, 99)}@{bots.SIGNING_SPAMMER}"
    message = draw.message(sender, draw.one(), "spam", "signing-spam")
    message.signed_by = bots.SIGNING_SPAMMER
    return from_bot(draw, message)


def helo_spoof(draw: Draw) -> Session:
    """Bots with a HELO name whose SPF record says -all: a HELO fail, whatever the sender."""
    helo = draw.r.choice([*HELO_TARGETS, *HELO_TARGETS, HOSTNAME])
    sender = draw.r.choice(["", "spam@spammy-none.example", "x@elm-dental.example"])
    session = from_bot(draw, draw.message(sender, draw.recipients(0), "spam", "helo-spoof"))
    session.helo = helo
    return session


def dictionary(draw: Draw) -> Session:
    """A bot that guesses recipients."""
    r = draw.r
    guesses = r.sample([*FIRST, *LAST, "admin", "test", "sales1", "hr"], r.randint(3, 8))
    rcpts = [f"{guess}@example.org" for guess in guesses] + draw.one()
    domain = r.choice(["north-bank.example", "spammy-none.example", "plus-all.example"])
    session = from_bot(draw, draw.message(f"{draw.person()}@{domain}", rcpts, "spam", "dictionary"))
    session.end = "close"
    return session


PROBES = (
    "connect-close",
    "connect-quit",
    "ehlo-quit",
    "ehlo-close",
    "http",
    "tls-direct",
    "auth",
    "starttls-close",
    "starttls-garbage",
    "nocipher",
    "tls10",
    "badverify",
    "vrfy",
    "starttls-quit",
    "mail-close",
    "submission-close",
    "submission-auth-fail",
    "no-helo",
)


def probe(draw: Draw) -> Session:
    """Someone who knocks and carries no mail."""
    ip, helo, _ = bot(draw)
    what = draw.r.choice(PROBES)
    return Session("probe", ip, helo=helo, probe=what, port=587 if what.startswith("submission") else 25)
