"""Addresses of machines, mapped into networks that nobody has; who shares a network still does."""

import hmac
import ipaddress
from functools import lru_cache
from hashlib import sha256

from loganalyzer.terms.client import is_plumbing

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NOBODYS = int(ipaddress.IPv4Address("240.0.0.0"))
"""Reserved since RFC 1112 and never given out: 2^20 networks of 256, where the documentation's three
would make thousands of clients one. Two networks share a pseudonym with a probability of 2^-20."""

PRIVATE = int(ipaddress.IPv4Address("10.0.0.0"))
DOCUMENTATION = int(ipaddress.IPv6Address("2001:db8::")) >> 96
UNIQUE_LOCAL = 0xFD00


class Addresses:
    """Pseudonyms of addresses under one key: a /24 stays a /24, a /64 a /64, our own machines ours."""

    def __init__(self, key: bytes) -> None:
        """Takes the key."""
        self._key = key
        self.address = lru_cache(maxsize=100_000)(self._address)

    def _number(self, kind: str, value: int, bits: int) -> int:
        digest = hmac.digest(self._key, f"{kind}\0{value}".encode(), sha256)
        return int.from_bytes(digest[:16]) >> (128 - bits)

    def _address(self, text: str) -> str | None:
        """The pseudonym; None for a text that is no address. Loopback and 0.0.0.0 name nobody and stay."""
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            return None
        if address.is_loopback or address.is_unspecified:
            return str(address)
        if isinstance(address, ipaddress.IPv4Address):
            return str(self._v4(address))
        if address.ipv4_mapped is not None:
            return f"::ffff:{self._v4(address.ipv4_mapped)}"
        return str(self._v6(address))

    def _v4(self, address: ipaddress.IPv4Address) -> ipaddress.IPv4Address:
        if address.is_loopback:
            return address
        network, last = divmod(int(address), 256)
        if is_plumbing(str(address)):
            base = PRIVATE + self._number("own network", network, 16) * 256
        else:
            base = NOBODYS + self._number("network", network, 20) * 256
        return ipaddress.IPv4Address(base + self._shuffled(network, last))

    def _shuffled(self, network: int, last: int) -> int:
        """Another last byte, no two alike within a network: keyed rounds, each of which can be undone."""
        for turn in range(4):
            last = (last * 5 + self._number(f"last {turn}", network, 8)) % 256
            last ^= last >> 3
        return last

    def _v6(self, address: ipaddress.IPv6Address) -> ipaddress.IPv6Address:
        network = int(address) >> 64
        if is_plumbing(str(address)):
            high = UNIQUE_LOCAL << 48 | self._number("own network", network, 48)
        else:
            high = DOCUMENTATION << 32 | self._number("network", network, 32)
        # No group of zeros, by which a name made of the address could not be told.
        return ipaddress.IPv6Address(
            high << 64 | self._number("host", int(address), 64) | 0x1000_1000_1000_1000
        )
