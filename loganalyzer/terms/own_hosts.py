"""Our own machines, as the admin names them: addresses, networks, and full names."""

import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple

from loganalyzer.terms.client import Network, within

_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*", re.ASCII)


class OwnHosts(NamedTuple):
    """Networks, and names in lower case; a single address is a network of one."""

    networks: tuple[Network, ...]
    names: frozenset[str]

    def has(self, client_name: str, client_address: str) -> bool:
        """True for a client of one of the networks, or whose confirmed name is one of the names."""
        return client_name.rstrip(".").lower() in self.names or within(client_address, self.networks)


@lru_cache(maxsize=64)
def own_hosts(texts: tuple[str, ...]) -> OwnHosts:
    """What these say; raises ValueError for what is neither an address, a network nor a full name."""
    networks: list[Network] = []
    names: set[str] = set()
    for text in texts:
        word = text.strip().rstrip(".").lower()
        if _NAME.fullmatch(word):
            names.add(word)
            continue
        try:
            networks.append(ipaddress.ip_network(word.replace("[", "").replace("]", ""), strict=False))
        except ValueError:
            raise ValueError(f"{text!r} is no address, network or full name of a host") from None
    return OwnHosts(tuple(networks), frozenset(names))
