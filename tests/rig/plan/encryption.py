"""A plan about encryption: strangers, devices, mail programs and destinations, each with a TLS of its own.

It is dealt and not drawn by weight: each ability is there whatever the seed; who has it, the seed says.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..world.bots import ROADS
from ..world.organisations import ORGS
from ..world.ourselves import USERS
from . import junk
from .draw import Draw
from .session import Session
from .strangers import TIDY

STRANGERS = (
    *("tls13", "tls12", "tls12-rsa", "tls11", "tls10", "tls10", "none", "none"),
    *("tls10-must", "tls11-must", "tls10 or tls13"),
)
"""What each of so many organisations can: `-must` goes away without TLS, the last has servers old and new."""

DEVICES = (
    *((587, "tls13"), (587, "tls12"), (587, "tls11"), (587, "tls10"), (587, "none")),
    *((465, "tls13"), (465, "tls10"), (25, "tls12"), (25, "tls11"), (25, "none")),
)
"""Port and ability of each device that our people send from."""

UP_TO_DATE = ("tls13", "tls12")
"""Devices that no stricter setting locks out; only these write to servers that are not up to date."""

PROGRAMS = (
    *((993, "tls13"), (143, "tls12"), (993, "tls11"), (143, "tls10"), (993, "tls10")),
    *((143, "none"), (143, "none"), (143, "tls13")),
)
"""Port and ability of each mail program that our people read with."""

MODERN = ("bigmail.example", "officecloud.example", "union-uni.example", "acme-tools.example")
OLD = ("oldmail.example", "indigo-print.example", "copper-mill.example")
"""Destinations that know nothing newer than TLS 1.0."""
PLAIN = ("plainmail.example", "garden-centre.example", "stone-masons.example")
OTHERS = (*MODERN, "freemail.example", "anonmail.example", "strictspf.example")

GUESSED = 2
"""In each round so many wrong passwords for names of our people, from outdated machines."""


def deal(draw: Draw, n: int) -> list[Session]:
    """Deal n sessions: rounds in which each of them all comes once, in an order of its own."""
    everybody = _Everybody(draw)
    sessions: list[Session] = []
    while len(sessions) < n:
        one_round = [*everybody.strangers(), *everybody.devices(), *everybody.programs(), *_nobodies(draw)]
        draw.r.shuffle(one_round)
        sessions += one_round
    return sessions[:n]


class _Everybody:
    """Who has which ability, the same in each round."""

    def __init__(self, draw: Draw) -> None:
        self.draw, r = draw, draw.r
        homes = {user: r.sample(ROADS, 2) for user in USERS}
        self._owners = [(user, r.choice(homes[user])) for user in r.choices(USERS, k=len(DEVICES))]
        self._readers = [(user, r.choice(homes[user])) for user in r.choices(USERS, k=len(PROGRAMS))]
        self._organisations = r.sample([name for name in TIDY if name not in PLAIN], len(STRANGERS))
        self._often = r.sample(MODERN, 2)

    def strangers(self) -> Iterator[Session]:
        for name, ability in zip(self._organisations, STRANGERS, strict=True):
            sender = f"{self.draw.local_part()}@{name}"
            message = self.draw.message(sender, self.draw.one(), "legit", "direct")
            session = self.draw.session(ORGS[name], [message], tls=self.draw.r.choice(ability.split(" or ")))
            session.plan = "stranger"
            yield session

    def devices(self) -> Iterator[Session]:
        for (user, address), (port, ability) in zip(self._owners, DEVICES, strict=True):
            domains = [*self._often, self.draw.r.choice(OTHERS)]
            if ability in UP_TO_DATE:
                domains.append(self.draw.r.choice((*OLD, *PLAIN)))
            rcpts = [f"{self.draw.person()}@{domain}" for domain in dict.fromkeys(domains)]
            message = self.draw.message(f"{user}@example.org", rcpts, "submission", "submission")
            yield Session(
                *("submission", address, ability, f"device{port}.home.example"),
                messages=[message],
                user=f"{user}@example.org",
                mech=self.draw.r.choice(["PLAIN", "LOGIN"]),
                port=port,
                plan="device",
            )

    def programs(self) -> Iterator[Session]:
        for (user, address), (port, ability) in zip(self._readers, PROGRAMS, strict=True):
            yield Session("imap", address, ability, user=f"{user}@example.org", port=port, plan="program")


def _nobodies(draw: Draw) -> Iterator[Session]:
    """Bots that knock or guess: what they can, or cannot, is nothing to anybody."""
    for _ in range(GUESSED):
        address, helo, _ = junk.bot(draw)
        kind, port = draw.r.choice([("submission", 587), ("submission", 25), ("imap", 143)])
        user = draw.r.choice(USERS) + "@example.org"
        tls = draw.r.choice(["tls10", "none"])
        yield Session(kind, address, tls, helo, user=user, auth="bad", port=port, plan="guess")
        yield junk.probe(draw)
