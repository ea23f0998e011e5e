"""The made-up DNS: names, records and reverse names, and the one look-up everything else uses.

The other modules of this folder fill it when they are imported; the DNS server, the SPF evaluation
and the truth about client names all read from here, so they cannot disagree.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

RR: dict[tuple[str, str], list[Any]] = {}
"""Records by (lower-case name, type)."""
SERVFAIL: set[tuple[str, str]] = set()
"""Questions that are answered with SERVFAIL."""
DROP: set[tuple[str, str]] = set()
"""Questions that are never answered."""
PTR: dict[str, str] = {}
"""Reverse names by address."""
POOLS: list[tuple[ipaddress.IPv4Network, Callable[[str], str | None], str]] = []
"""Large address ranges named by a rule: network, address to reverse name, and the names' common end."""


def add(name: str, rtype: str, *data: Any) -> None:
    """Add records to a name."""
    RR.setdefault((name.lower(), rtype), []).extend(data)


def host(name: str, addresses: Iterable[str], *, reverse: bool = True) -> None:
    """Give a name its addresses, and normally the addresses their name."""
    for address in addresses:
        add(name, address_type(address), address)
        if reverse:
            PTR[address] = name


def spf(name: str, text: str) -> None:
    """Publish a TXT record, as SPF or as something that only looks like it."""
    add(name, "TXT", text)


def address_type(address: str) -> str:
    """Say which record type holds this address."""
    return "AAAA" if ":" in address else "A"


def reverse_name(address: str) -> str | None:
    """Return the PTR name of an address, whether or not it resolves back."""
    if address in PTR:
        return PTR[address]
    if ":" not in address:
        parsed = ipaddress.IPv4Address(address)
        for network, naming, _ in POOLS:
            if parsed in network:
                return naming(address)
    return None


def client_name(address: str) -> str | None:
    """Return the name smtpd should log: forward-confirmed, or None for 'unknown'."""
    name = reverse_name(address)
    if name and address in lookup(name, address_type(address))[1]:
        return name
    return None


def lookup(name: str, rtype: str) -> tuple[str, list[Any]]:
    """Answer a question: NOERROR, NXDOMAIN, SERVFAIL or DROP (stay silent), and the data."""
    name = name.lower().rstrip(".")
    if (name, rtype) in DROP:
        return "DROP", []
    if (name, rtype) in SERVFAIL:
        return "SERVFAIL", []
    address = _address_asked_for(name)
    if address is not None:
        found = reverse_name(address)
        if found is None:
            return "NXDOMAIN", []
        return "NOERROR", [found] if rtype == "PTR" else []
    if (name, rtype) in RR:
        return "NOERROR", RR[(name, rtype)]
    if rtype == "A" and (pooled := _pool_address(name)):
        return "NOERROR", [pooled]
    return ("NOERROR" if name in _all_names() else "NXDOMAIN"), []


def _address_asked_for(name: str) -> str | None:
    """Read the address out of an in-addr.arpa or ip6.arpa name."""
    if name.endswith(".in-addr.arpa"):
        parts = name.removesuffix(".in-addr.arpa").split(".")
        return ".".join(reversed(parts)) if len(parts) == 4 else None
    if name.endswith(".ip6.arpa"):
        digits = name.removesuffix(".ip6.arpa").replace(".", "")[::-1]
        if len(digits) == 32:
            return str(ipaddress.ip_address(":".join(digits[i : i + 4] for i in range(0, 32, 4))))
    return None


def _pool_address(name: str) -> str | None:
    """Find the address of a pool name that resolves back (not all of them do)."""
    for network, naming, end in POOLS:
        digits = name.removesuffix(end).split("-")[-4:]
        if name.endswith(end) and len(digits) == 4 and all(x.isdigit() and int(x) < 256 for x in digits):
            address = ".".join(digits)
            if ipaddress.IPv4Address(address) in network and naming(address) == name:
                return address if int(digits[3]) % 3 else None
    return None


_names: set[str] = set()


def _all_names() -> set[str]:
    """Every name with records and all names above them, gathered once all zones are loaded."""
    if not _names:
        for name, _ in RR:
            labels = name.split(".")
            _names.update(".".join(labels[i:]) for i in range(len(labels)))
    return _names
