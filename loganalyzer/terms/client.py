"""Who is at the other end: strangers, or our own machines."""

import ipaddress
import re
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_OWN = tuple(
    ipaddress.ip_network(net)
    for net in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
"""Not ``is_private``: that also covers the documentation nets and others that are routed."""

_LOOPBACK = (_OWN[0], _OWN[5])

_MAYBE_LOOPBACK = ("127.", ":", "0")
_MAYBE_OWN = (*_MAYBE_LOOPBACK, "10.", "172.", "192.168.", "169.254.", "f", "F")
"""How addresses in these networks can begin; IPv4 in IPv6 begins like ``::1``."""


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_IPV4 = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}\Z", re.ASCII)
"""An IPv4 address as every program prints it; ``ipaddress`` takes fifty times as long to see that."""


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def is_plumbing(client_address: str) -> bool:
    """True for loopback, private and link-local addresses: mail from there has entered before."""
    return client_address.startswith(_MAYBE_OWN) and _is_own(client_address)


def is_loopback(address_text: str) -> bool:
    """True for 127.0.0.0/8 and ::1, where content filters listen."""
    return address_text.startswith(_MAYBE_LOOPBACK) and _is_loopback(address_text)


@lru_cache(maxsize=65536)
def _is_own(client_address: str) -> bool:
    address = _address(client_address)
    return address is not None and any(address in net for net in _OWN if net.version == address.version)


@lru_cache(maxsize=65536)
def _is_loopback(address_text: str) -> bool:
    address = _address(address_text)
    return address is not None and any(address in net for net in _LOOPBACK if net.version == address.version)


def plain_octets(address: str) -> list[int] | None:
    """The four numbers of an IPv4 address as it is usually written; None for any other text."""
    return [int(octet) for octet in address.split(".")] if _PLAIN_IPV4.match(address) else None


@lru_cache(maxsize=65536)
def network_of(client_address: str) -> str:
    """The /24 (IPv4) or /64 (IPv6) of an address; the text itself where it is none."""
    if _PLAIN_IPV4.match(client_address):
        return client_address[: client_address.rindex(".")] + ".0/24"
    address = _address(client_address)
    if address is None:
        return client_address
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


def domain_of(address: str) -> str:
    """The lower-cased domain of a mail address, empty for the null sender."""
    return address.rpartition("@")[2].rstrip(".").lower() if "@" in address else ""


def within(client_address: str, networks: tuple[Network, ...]) -> bool:
    """True where one of the networks holds the address; a text that is none is in no network."""
    if not networks:
        return False
    try:
        address = ipaddress.ip_address(client_address.partition("%")[0])
    except ValueError:
        return False
    return any(address in network for network in networks if network.version == address.version)


@lru_cache(maxsize=65536)
def network_named(text: str) -> Network | None:
    """The network of a text such as ``network_of`` gives; None for any other."""
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None
