"""Organisational domains: who registered a name (RFC 7489 section 3.2, the public suffix list)."""

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from loganalyzer.terms.client import network_of, plain_octets

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_NUMBERS = re.compile(r"\d+")


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    """The list with its private section, so that customers of one hoster are not one organisation."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=65536)
def organisation_of(domain: str) -> str:
    """The organisational domain of a name, in lower case; the name itself where it has none."""
    name = domain.rstrip(".").lower()
    return _suffixes().privatesuffix(name) or name


@lru_cache(maxsize=65536)
def embeds_address(client_name: str, client_address: str) -> bool:
    """True for names such as dial-up pools give, made of the address itself.

    Three octets in a row, forwards or backwards, or all of the address in hexadecimal or padded
    decimal digits; three groups of an IPv6 address.
    """
    octets = plain_octets(client_address)
    if octets is not None:
        return _embeds_octets(client_name.lower(), octets)
    try:
        address = ipaddress.ip_address(client_address.partition("%")[0])
    except ValueError:
        return False
    if address.version == 4:
        return _embeds_octets(client_name.lower(), list(address.packed))
    groups = [group for group in address.exploded.split(":") if group != "0000"]
    short = [group.lstrip("0") for group in groups]
    pieces = re.split(r"[^0-9a-f]+", client_name.lower())
    return sum(piece in groups or piece in short for piece in pieces if piece) >= 3


def _embeds_octets(name: str, octets: list[int]) -> bool:
    if bytes(octets).hex() in name or "".join(f"{octet:03}" for octet in octets) in name:
        return True
    numbers = [int(found) for found in _NUMBERS.findall(name) if len(found) <= 3]
    runs = (octets[:3], octets[1:], octets[:3][::-1], octets[1:][::-1])
    return any(numbers[at : at + 3] in runs for at in range(len(numbers) - 2))


@lru_cache(maxsize=65536)
def is_confirmed(client_name: str, client_address: str) -> bool:
    """True for a client whose name and address confirm each other, and whose name is its owner's choice.

    Postfix prints ``unknown`` unless they do (``smtpd_peer.c``). A name that embeds the address says
    only whose dial-up pool it is.
    """
    named = client_name not in ("", "unknown") and "." in client_name
    return named and not embeds_address(client_name, client_address)


@lru_cache(maxsize=65536)
def own_names(client_name: str) -> tuple[str, ...]:
    """A client's own name and those that it lies under, up to its organisation's, the narrowest first."""
    name, top = client_name.rstrip(".").lower(), organisation_of(client_name)
    names = [name]
    while names[-1] != top and "." in names[-1]:
        names.append(names[-1].partition(".")[2])
    return tuple(names)


@lru_cache(maxsize=65536)
def client_network(client_name: str, client_address: str) -> str:
    """Where a client belongs: the organisation of its forward-confirmed name, else its /24 or /64."""
    confirmed = is_confirmed(client_name, client_address)
    return organisation_of(client_name) if confirmed else network_of(client_address)
