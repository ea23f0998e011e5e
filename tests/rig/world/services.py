"""Mail services: providers that send in other people's names, forwarders, lists, big mailbox providers."""

from __future__ import annotations

from .hosts import Sender
from .zones import add, host, spf

SERVICES: dict[str, Sender] = {}
BIG: dict[str, Sender] = {}


def service(
    key: str,
    name: str,
    addresses: tuple[str, ...],
    *,
    domain: str,
    tls: str = "tls13",
    helo_spf: bool = True,
    ending: str = "-all",
) -> None:
    """Add a provider with one sending host, whose own domain names that host in its SPF record."""
    host(name, addresses)
    if helo_spf:
        spf(name, "v=spf1 a -all")
    add(domain, "MX", (10, name))
    spf(domain, f"v=spf1 a:{name} {ending}")
    SERVICES[key] = Sender(domain, name, addresses, tls)


def big(domain: str, addresses: tuple[str, ...], ending: str, *, tls: str = "tls13") -> None:
    """Add a big mailbox provider: it writes to us from a pool of addresses and receives from us."""
    name = "out-1." + domain
    host(name, addresses)
    spf(name, "v=spf1 a -all")
    ranges = " ".join(("ip6:" if ":" in a else "ip4:") + a for a in addresses)
    spf(domain, f"v=spf1 {ranges} {ending}")
    BIG[domain] = Sender(domain, name, addresses, tls)


# send in our own name, known to our SPF record or not
service("esp", "out1.esp.example", ("203.0.113.60", "2001:db8:60::1"), domain="esp.example")
spf("_spf.esp.example", "v=spf1 ip4:203.0.113.60 ip6:2001:db8:60::/48 ~all")
service("billing", "mta.billing-saas.example", ("203.0.113.61",), domain="billing-saas.example")
service(
    "webhost", "web07.hoster.example", ("203.0.113.62",), domain="hoster.example", tls="tls12", ending="~all"
)
service("survey", "mx3.survey-saas.example", ("203.0.113.63",), domain="survey-saas.example", helo_spf=False)
# forwarders that keep the envelope sender; alumni comes back from another network when told to wait
service("alumni", "fwd1.alumni.example", ("203.0.113.70", "2001:db8:70::1"), domain="alumni.example")
service(
    "ispfwd", "relay.ispfwd.example", ("203.0.113.71",), domain="ispfwd.example", tls="tls12", helo_spf=False
)
service("oldfwd", "fw.oldfwd.example", ("203.0.113.72",), domain="oldfwd.example", tls="none", helo_spf=False)
service("backupmx", "mx2.backupmx.example", ("203.0.113.73",), domain="backupmx.example")
# a forwarder that rewrites the sender (SRS)
service("srsfwd", "out.srsfwd.example", ("203.0.113.74",), domain="srsfwd.example")
# mailing lists: one with its own envelope sender, one that keeps the author's
service("lists", "lists.osslist.example", ("203.0.113.80", "2001:db8:80::1"), domain="osslist.example")
service(
    "oldlist",
    "majordomo.oldlist.example",
    ("203.0.113.81",),
    domain="oldlist.example",
    tls="tls12",
    helo_spf=False,
)

# the big ones send from pools in several networks, all of them in their SPF records
big("bigmail.example", ("203.0.113.100", "2001:db8:a0::1", "198.51.100.180"), "~all")
big("officecloud.example", ("203.0.113.101", "2001:db8:a1::1", "198.51.100.181", "192.0.2.241"), "-all")
big("freemail.example", ("203.0.113.102", "192.0.2.242"), "-all", tls="tls12")
