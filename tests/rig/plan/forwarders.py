"""Mail that comes by way of someone else: forwarders, mailing lists, and several messages at once."""

from __future__ import annotations

from ..world.services import SERVICES
from .draw import Draw
from .session import Message, Session


def passed_on(draw: Draw, rcpts: list[str], scenario: str) -> Message:
    """A message whose author's domain stays in the envelope, as forwarders without SRS leave it."""
    sender = draw.author()
    return draw.message(sender, rcpts, "legit-forwarded", scenario)


def forward(draw: Draw) -> Session:
    """A forwarder without SRS; now and then it passes on a spoof as well."""
    key = draw.r.choices(["alumni", "ispfwd", "oldfwd", "backupmx"], [4, 3, 1, 3])[0]
    forwarder = SERVICES[key]
    if draw.r.random() < 0.06:
        spoof = draw.message("security@north-bank.example", draw.one(), "spoof", "spoof-through-forwarder")
        return draw.session(forwarder, [spoof])
    return draw.session(
        forwarder, [passed_on(draw, draw.one(), "forwarder")], tls=draw.client_tls(forwarder.tls)
    )


def forgotten_forwarder(draw: Draw) -> Session:
    """The one forwarder of the story: carol's old address at her university's alumni office."""
    forwarder = SERVICES["alumni"]
    if draw.r.random() < 0.05:
        spoof = draw.message(
            "security@north-bank.example", ["carol@example.org"], "spoof", "spoof-through-forwarder"
        )
        return draw.session(forwarder, [spoof])
    domain = draw.r.choice(FORWARDED_DOMAINS)
    sender = draw.r.choice([c for c in draw.correspondents if c.endswith("@" + domain)])
    return draw.session(
        forwarder, [draw.message(sender, ["carol@example.org"], "legit-forwarded", "forwarder")]
    )


FORWARDED_DOMAINS = (
    "officecloud.example",
    "acme-tools.example",
    "north-bank.example",
    "union-uni.example",
    "metro-museum.example",
    "blue-bakery.example",
)
"""Whose mail the story's forwarder passes on; all end their SPF records with -all."""


def forward_srs(draw: Draw) -> Session:
    """A forwarder that rewrites the sender, so that SPF passes."""
    local, _, domain = draw.author().partition("@")
    tag = "".join(draw.r.choices("ABCDEFGHkmnpqrs23456789", k=4))
    sender = f"SRS0={tag}={draw.r.choice(['Q3', 'R7', 'ZK'])}={domain}={local}@srsfwd.example"
    return draw.session(
        SERVICES["srsfwd"], [draw.message(sender, draw.one(), "legit-forwarded", "forwarder-srs")]
    )


def mlist(draw: Draw) -> Session:
    """A mailing list with an envelope sender of its own for each recipient (VERP)."""
    rcpts = draw.recipients(0)
    verp = f"devel-bounces+{rcpts[0].replace('@', '=')}@osslist.example"
    return draw.session(SERVICES["lists"], [draw.message(verp, rcpts, "legit", "mailing-list")])


def oldlist(draw: Draw) -> Session:
    """A mailing list that keeps the author's envelope sender."""
    return draw.session(SERVICES["oldlist"], [passed_on(draw, draw.recipients(0), "list-keeps-author")])


def multi(draw: Draw) -> Session:
    """Two to four messages in one session, with different SPF results."""
    key = draw.r.choice(["esp", "billing", "alumni", "lists", "webhost"])
    service = SERVICES[key]
    messages = []
    for _ in range(draw.r.randint(2, 4)):
        roll = draw.r.random()
        if roll < 0.5:
            sender = f"{draw.local_part()}@{service.domain}"
            messages.append(draw.message(sender, draw.recipients(), "legit", "multi-own"))
        elif roll < 0.8 or key == "alumni":
            messages.append(passed_on(draw, draw.one(), "multi-forward"))
        else:
            sender = draw.r.choice(["news@example.org", "shop@example.net"])
            messages.append(
                draw.message(sender, draw.recipients(0), "legit-thirdparty-own-domain", "multi-thirdparty")
            )
    return draw.session(service, messages)
