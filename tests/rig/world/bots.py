"""Networks of the bad and of the moving: bots, snowshoe spammers, our staff on the road."""

from __future__ import annotations

import ipaddress

from .hosts import Sender
from .zones import POOLS, PTR, add, host, spf

# ---- one small pool whose addresses are seen again and again
for _i in range(16, 100):
    PTR[f"192.0.2.{_i}"] = f"dsl-192-0-2-{_i}.pool.isp.example"
    if _i % 3:  # a third of them do not resolve back
        add(PTR[f"192.0.2.{_i}"], "A", f"192.0.2.{_i}")
KNOWN_BOTS = tuple(f"192.0.2.{i}" for i in range(16, 190)) + tuple(
    f"2001:db8:bad:{i:x}::1" for i in range(1, 30)
)

# ---- the benchmarking range as 512 networks of dial-up customers
BOT_RANGE = ipaddress.IPv4Network("198.18.0.0/15")
BOT_NETWORKS = tuple(str(n) for n in BOT_RANGE.subnets(new_prefix=24))


def pool_name(address: str) -> str | None:
    """Name a dial-up address after itself; a network in five has no reverse names at all."""
    first, second, third, fourth = address.split(".")
    if int(third) % 5 == 0:
        return None
    return f"dyn-{first}-{second}-{third}-{fourth}.dialup{int(third) % 7}.example"


for _k in range(7):
    POOLS.append((BOT_RANGE, pool_name, f".dialup{_k}.example"))

# ---- spammers with papers in order
SNOWSHOE = tuple(
    Sender(domain, f"m{i}.{domain}", (f"192.0.2.{200 + i}",))
    for i, domain in enumerate(("promo-deals.example", "best-offers.example", "win-prizes.example"))
)
for _sender in SNOWSHOE:
    host(_sender.helo, _sender.addresses)
    spf(_sender.helo, "v=spf1 a -all")
    add(_sender.domain, "MX", (10, _sender.helo))
    spf(_sender.domain, f"v=spf1 a:{_sender.helo} -all")

SIGNING_SPAMMER = "cheap-watches.example"
"""Signs everything with a valid DKIM key of its own, publishes DMARC, and sends from hijacked machines."""
spf(SIGNING_SPAMMER, "v=spf1 ip4:192.0.2.205 -all")
add(SIGNING_SPAMMER, "A", "192.0.2.205")

spf("spammy-none.example", "not an spf record")
add("spammy-none.example", "A", "192.0.2.210")

# ---- staff on the road, for submission and IMAP
ROADS = tuple(f"198.51.100.{i}" for i in range(200, 230)) + tuple(
    f"2001:db8:ca5e:{i:x}::5" for i in range(1, 12)
)
for _i in range(200, 215):
    host(f"cable-{_i}.home.example", [f"198.51.100.{_i}"])
