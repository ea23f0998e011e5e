"""What is known beside the log: the admin's labels, our own domains, networks and settings."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loganalyzer.terms.client import is_plumbing
from loganalyzer.terms.label import Label
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.unit import Unit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Knowledge:
    """Evidence that no log holds.

    labels: what the admin said of units. own_domains: of this server. mynetworks: as in main.cf,
    and our backup MXs. excepted: clients whom the SPF check already skips (``Whitelist``).
    """

    labels: Mapping[Unit, Label] = field(default_factory=dict)
    own_domains: frozenset[str] = frozenset()
    mynetworks: tuple[Network, ...] = ()
    excepted: tuple[Network, ...] = ()

    @cached_property
    def own_organisations(self) -> frozenset[str]:
        """The organisational domains of our own."""
        return frozenset(organisation_of(domain) for domain in self.own_domains)

    def is_ours(self, client_address: str) -> bool:
        """True for a machine of ours: private addresses and mynetworks."""
        return is_plumbing(client_address) or within(client_address, self.mynetworks)

    def is_excepted(self, client_address: str) -> bool:
        """True for a client that the check does not apply to."""
        return within(client_address, self.excepted)


def within(client_address: str, networks: tuple[Network, ...]) -> bool:
    """True where one of the networks holds the address; a text that is none is in no network."""
    if not networks:
        return False
    try:
        address = ipaddress.ip_address(client_address.partition("%")[0])
    except ValueError:
        return False
    return any(address in network for network in networks if network.version == address.version)
