"""Our own people: submission, IMAP, and the server's own cron mail."""

from __future__ import annotations

from ..world.bots import ROADS
from ..world.destinations import WRITTEN_TO
from ..world.ourselves import USERS
from .draw import MAIN_RCPTS, Draw
from .session import Session

TLS = ["tls13", "tls12", "tls12-aes128", "tls11", "tls10", "none"]
UNDELIVERABLE = ("fullbox.example", "down.example", "ratelimit.example", "needstls.example")
"""Mail to these may stay in the queue for good."""


def submission(draw: Draw) -> Session:
    """A user sends mail from the road, with good or bad passwords, new or very old devices."""
    return _submission(draw, WRITTEN_TO)


def tidy_submission(draw: Draw) -> Session:
    """A user with a modern device writes to servers that answer for good at once."""
    session = _submission(draw, [d for d in WRITTEN_TO if d[0] not in UNDELIVERABLE])
    session.tls = draw.r.choice(["tls13", "tls13", "tls12"])
    session.auth = draw.r.choices(["ok", "bad"], [97, 3])[0]
    return session


def _submission(draw: Draw, destinations: list[tuple[str, int]] | tuple[tuple[str, int], ...]) -> Session:
    """Plan a submission session to some of these destinations, often to people who also write to us."""
    r = draw.r
    user = r.choice(USERS)
    rcpts = []
    for _ in range(r.choices([1, 2, 4], [80, 15, 5])[0]):
        if r.random() < 0.35:
            rcpts.append(r.choice(draw.correspondents))
            continue
        domain = r.choices([d for d, _ in destinations], [w for _, w in destinations])[0]
        rcpts.append(("nobody.here" if r.random() < 0.04 else draw.person()) + "@" + domain)
    if r.random() < 0.2:
        rcpts.append(r.choice(MAIN_RCPTS))
    sender = r.choice([f"{user}@example.org"] * 4 + ["office@example.net"])
    return Session(
        "submission",
        r.choice(ROADS),
        r.choices(TLS, [50, 28, 8, 4, 6, 4])[0],
        r.choice([f"[192.168.1.{r.randint(2, 200)}]", "laptop.lan", "phone", "localhost"]),
        messages=[draw.message(sender, list(dict.fromkeys(rcpts)), "submission", "submission")],
        user=f"{user}@example.org",
        auth=r.choices(["ok", "bad", "none"], [90, 7, 3])[0],
        mech=r.choice(["PLAIN", "LOGIN"]),
        port=587,
    )


def imap(draw: Draw) -> Session:
    """A user reads mail; wrong passwords, old devices and plaintext attempts among them."""
    r = draw.r
    return Session(
        "imap",
        r.choice(ROADS),
        r.choices([*TLS, "badverify"], [46, 25, 6, 4, 6, 8, 5])[0],
        user=r.choices(USERS, [10, 4, 2, 2, 1, 1])[0] + "@example.org",
        auth=r.choices(["ok", "bad", "close"], [86, 9, 5])[0],
        port=r.choice([143, 993, 993]),
    )


def tidy_imap(draw: Draw) -> Session:
    """A user reads mail with a modern device."""
    session = imap(draw)
    session.tls = draw.r.choice(["tls13", "tls13", "tls12"])
    session.auth = draw.r.choices(["ok", "bad"], [97, 3])[0]
    return session


def local(draw: Draw) -> Session:
    """Mail by sendmail(1) on the server itself."""
    rcpt = draw.r.choice(["root@example.org", "carol@example.org", "someone@bigmail.example"])
    return Session("local", None, messages=[draw.message("root@example.org", [rcpt], "local", "sendmail")])
