"""Drawing the small things of a plan: people, recipients, addresses, TLS profiles."""

from __future__ import annotations

import ipaddress
import random

from ..world import Sender, bots, signatures
from ..world.ourselves import USERS
from .session import Message, Session

FIRST = [
    "anna",
    "ben",
    "clara",
    "dirk",
    "eva",
    "finn",
    "greta",
    "hugo",
    "ines",
    "jan",
    "karin",
    "lars",
    "mona",
    "nils",
    "olga",
]
LAST = [
    "adler",
    "berg",
    "conrad",
    "dahl",
    "engel",
    "frost",
    "graf",
    "holm",
    "iversen",
    "jung",
    "kuhn",
    "lind",
]
MAIN_RCPTS = [
    *(f"{user}@example.org" for user in USERS),
    "office@example.net",
    "shop@example.net",
    "info@example.org",
    "sales@example.org",
]
UNKNOWN_RCPTS = [
    "nouser@example.org",
    "old.staff@example.org",
    "admin@example.net",
    "webmaster@example.org",
    "test@example.org",
]
ROLES = ["newsletter", "no-reply", "orders", "service", "noreply", "office", "invoice"]


class Draw:
    """A seeded source of all choices; nothing else in a plan may be random."""

    def __init__(self, seed: str, *, fresh_bots: float = 0.5) -> None:
        """Start from a seed; `fresh_bots` is the share of bots from a network never seen before."""
        self.r = random.Random(f"rig-{seed}")
        self.fresh_bots = fresh_bots
        self._networks = list(bots.BOT_NETWORKS)
        self.r.shuffle(self._networks)
        self.correspondents = [f"{self.person()}@{domain}" for domain in AUTHOR_DOMAINS for _ in range(2)]
        """People our users write to and hear from, the same all through the plan."""

    def person(self) -> str:
        """Draw a local part that looks like a person."""
        r = self.r
        a, b = r.choice(FIRST), r.choice(LAST)
        forms = [a, f"{a}.{b}", a[0] + b, f"{a}_{b}", b + str(r.randint(1, 99)), f"{a.title()}.{b.title()}"]
        return r.choice(forms)

    def local_part(self) -> str:
        """Draw a person or a role."""
        return self.r.choice([self.person(), self.person(), *ROLES])

    def author(self) -> str:
        """Draw someone whose mail a forwarder or an old list passes on."""
        if self.r.random() < 0.6:
            return self.r.choice(self.correspondents)
        return f"{self.person()}@{self.r.choice(AUTHOR_DOMAINS)}"

    def recipients(self, unknown: float = 0.03) -> list[str]:
        """Draw one to five of our addresses: aliases, extensions, capitals and unknown ones among them."""
        r = self.r
        out = r.sample(MAIN_RCPTS, r.choices([1, 2, 3, 5], [75, 15, 7, 3])[0])
        if r.random() < 0.06:
            out[0] = r.choice(
                ["anna@example.org", "oldboss@example.net", "club@example.net", "staff@example.org"]
            )
        if r.random() < 0.05:
            i = r.randrange(len(out))
            local, _, domain = out[i].partition("@")
            out[i] = r.choice(
                [f"{local}+list@{domain}", f"{local.title()}@{domain.upper()}", f"{local}@{domain.title()}"]
            )
        if r.random() < unknown:
            out.insert(r.randrange(len(out) + 1), r.choice(UNKNOWN_RCPTS))
        return out

    def one(self) -> list[str]:
        """Draw one known recipient."""
        return [self.r.choice(MAIN_RCPTS)]

    def message(self, sender: str, rcpts: list[str], intent: str, scenario: str) -> Message:
        """Put a message together; spam and spoof get a score, most of it telling."""
        size = self.r.choice([300, 900, 2500, 8000, 30000])
        roll = self.r.random()
        score = 0
        if intent in ("spam", "spoof"):
            score = next(s for s, below in SCORES if roll < below)
        elif roll < 0.02:
            score = 4  # the filter wants to see it a second time
        domain = sender.rpartition("@")[2]
        signer = domain if intent in ("legit", "legit-forwarded") and domain in signatures.SIGNERS else None
        return Message(sender, rcpts, intent, scenario, size, score, signer)

    def session(self, sender: Sender, messages: list[Message], *, tls: str | None = None) -> Session:
        """Plan a session of an honest server: it uses one of its addresses and comes back after a 4xx."""
        ips = sender.addresses
        ip = self.r.choice(ips) if len(ips) > 1 and self.r.random() < 0.4 else ips[0]
        at = ips.index(ip)
        session = self.stranger(ip, sender.helo, tls or sender.tls, messages)
        session.pool, session.retries = ips[at + 1 :] + ips[: at + 1], 3
        return session

    def stranger(self, ip: str, helo: str, tls: str, messages: list[Message]) -> Session:
        """Plan a session from any address."""
        session = Session("mx", ip, tls, helo, messages=messages, pipeline=self.r.random() < 0.25)
        if tls == "none" and self.r.random() < 0.15:
            session.helo_cmd, session.pipeline = "HELO", False
        return session

    def client_tls(self, base: str) -> str:
        """Draw the TLS profile of one session of a server that normally uses `base`."""
        r = self.r
        if base in ("tls13", "tls12") and r.random() < 0.10:
            return r.choice(["tls12", "tls13", "tls12-chacha", "tls12-aes128", "tls13-p256", "none"])
        return base

    def bot_address(self) -> str:
        """Draw a bot: from a network that sends this once, or from the known pool."""
        r = self.r
        if self._networks and r.random() < self.fresh_bots:
            network = ipaddress.IPv4Network(self._networks.pop())
            return str(network[r.randint(2, 250)])
        if self.fresh_bots >= 1:
            return str(bots.BOT_RANGE[r.randrange(bots.BOT_RANGE.num_addresses)])
        return r.choice(bots.KNOWN_BOTS)


AUTHOR_DOMAINS = (
    "officecloud.example",
    "freemail.example",
    "bigmail.example",
    "acme-tools.example",
    "north-bank.example",
    "elm-dental.example",
    "union-uni.example",
    "metro-museum.example",
    "parcel-post.example",
    "blue-bakery.example",
    "kite-school.example",
    "harbour-hotel.example",
    "explained.example",
)

SCORES = ((20, 0.30), (16, 0.38), (12, 0.45), (7, 0.75), (4, 0.78), (1, 1.01))
"""Scores of bad mail, each with the running total of its share: reject, discard, quarantine, Junk, defer."""
