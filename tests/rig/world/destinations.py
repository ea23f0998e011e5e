"""Mail servers that receive from us, each with its own TLS and its own way to answer."""

from __future__ import annotations

from .bots import SIGNING_SPAMMER, SNOWSHOE
from .hosts import Mailserver
from .organisations import ORGS
from .services import SERVICES
from .zones import add, host

MAILSERVERS: dict[str, Mailserver] = {}
"""By address; the remote servers listen on all of them, port 25."""


def destination(address: str, server: Mailserver) -> None:
    """Add a receiving server with its MX record."""
    host(server.name, [address])
    add(server.domain, "MX", (10, server.name))
    MAILSERVERS[address] = server


def mx(domain: str, last: int, tls: str = "tls13", cert: str = "self", rule: str = "accept", text: str = ""):
    """Add a receiving server named mx1.DOMAIN at 203.0.113.LAST."""
    destination(f"203.0.113.{last}", Mailserver(domain, "mx1." + domain, tls, cert, rule, text))


mx(
    "bigmail.example",
    130,
    cert="ca",
    rule="spf",
    text="550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n"
    "550-5.7.26 This mail requires that all senders authenticate with either SPF or DKIM.\n"
    "550-5.7.26  Authentication results:\n550-5.7.26  DKIM = did not pass\n"
    "550-5.7.26  SPF [{domain}] with ip: [{ip}] = Did not pass\n"
    "550 5.7.26  For instructions on setting up authentication, see the sender guidelines. - rig",
)
mx(
    "officecloud.example",
    131,
    tls="tls12",
    cert="ca",
    rule="spf",
    text="550 5.7.23 The message was rejected because of Sender Policy Framework violation -> "
    "550 5.7.23 SPF validation failed for {domain} [{ip}]",
)
mx(
    "freemail.example",
    132,
    tls="tls12",
    rule="spfdata",
    text="550 5.7.1 Message rejected: SPF check for <{sender}> said {result} (ip={ip})",
)
mx(
    "strictspf.example",
    133,
    rule="spf",
    text="550 5.7.26 SPF: {ip} is not allowed to send mail from {domain}",
)
mx("plainmail.example", 134, tls="none")
mx("oldmail.example", 135, tls="tls10")
mx("anonmail.example", 136, tls="anon")
mx("brokentls.example", 137, tls="broken")
mx("notlsnow.example", 138, tls="454")
mx("greylist.example", 139, rule="greylist")
mx("fullbox.example", 140, rule="full")
mx("needstls.example", 141, rule="needtls")
mx(
    "ratelimit.example",
    142,
    rule="spf4",
    text="421-4.7.26 Your email has been rate limited because it is unauthenticated.\n"
    "421 4.7.26 SPF [{domain}] with ip: [{ip}] = Did not pass",
)
host("mx1.down.example", ["203.0.113.150"])
add("down.example", "MX", (10, "mx1.down.example"))  # nothing listens there
add("nullmx.example", "MX", (0, ""))

# every organisation also receives (bounces, replies), with the TLS it also sends with
for _sender in ORGS.values():
    _tls = {"none": "none", "tls10": "tls10"}.get(
        _sender.tls, "tls12" if _sender.tls.startswith("tls12") else "tls13"
    )
    MAILSERVERS[_sender.addresses[0]] = Mailserver(_sender.domain, _sender.helo, _tls)
for _sender in SERVICES.values():
    MAILSERVERS[_sender.addresses[0]] = Mailserver(_sender.domain, _sender.helo, cert="ca")

# spammers take their bounces, so that none of ours is stuck in the queue
for _sender in SNOWSHOE:
    MAILSERVERS[_sender.addresses[0]] = Mailserver(_sender.domain, _sender.helo)
for _domain, _address in ((SIGNING_SPAMMER, "192.0.2.205"), ("spammy-none.example", "192.0.2.210")):
    MAILSERVERS[_address] = Mailserver(_domain, _domain, tls="none")

WRITTEN_TO: tuple[tuple[str, int], ...] = (
    ("bigmail.example", 30),
    ("officecloud.example", 20),
    ("freemail.example", 10),
    ("strictspf.example", 5),
    ("plainmail.example", 12),
    ("oldmail.example", 5),
    ("anonmail.example", 2),
    ("brokentls.example", 2),
    ("notlsnow.example", 2),
    ("greylist.example", 4),
    ("fullbox.example", 2),
    ("needstls.example", 2),
    ("down.example", 1),
    ("nullmx.example", 1),
    ("no-such-domain.example", 1),
    ("acme-tools.example", 4),
    ("garden-centre.example", 4),
    ("union-uni.example", 3),
    ("ratelimit.example", 2),
)
"""Where our users write to, with weights."""
