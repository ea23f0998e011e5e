"""Networks and domains that the configuration calls the server's own."""

import ipaddress
from typing import NamedTuple

from loganalyzer.settings.settings import Settings
from loganalyzer.settings.words import cut

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

DOMAINS = ("mydestination", "virtual_mailbox_domains", "virtual_alias_domains", "relay_domains")


class Own(NamedTuple):
    """What was understood, and what stands in tables that were not read or is excluded with ``!``."""

    networks: tuple[Network, ...]
    domains: frozenset[str]
    unread: tuple[str, ...]


def own(settings: Settings) -> Own:
    """Own networks (mynetworks) and domains (mydestination and its sisters), with all names expanded.

    By default mynetworks is made of the machine's interfaces, which a file cannot tell.
    """
    networks: list[Network] = []
    domains: set[str] = set()
    unread: list[str] = []
    for item in _items(settings, "mynetworks"):
        network = network_of(item)
        if network is None:
            unread.append(f"mynetworks: {item}")
        else:
            networks.append(network)
    for name in DOMAINS if settings.knows_main else ():
        for item in _items(settings, name):
            if item.startswith(("!", "/", "{", "[")) or ":" in item:
                unread.append(f"{name}: {item}")
            else:
                domains.add(item.rstrip(".").lower())
    return Own(tuple(networks), frozenset(domains), tuple(dict.fromkeys(unread)))


def _items(settings: Settings, name: str) -> tuple[str, ...]:
    return tuple(word.text for word in cut(settings.value(name)))


def network_of(item: str) -> Network | None:
    """A network as mynetworks writes it: ``192.0.2.0/24``, ``[2001:db8::]/32`` (postconf(5))."""
    address = item.replace("[", "", 1).replace("]", "", 1) if item.startswith("[") else item
    try:
        return ipaddress.ip_network(address, strict=False)
    except ValueError:
        return None
