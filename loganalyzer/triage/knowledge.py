"""What is known beside the log: the admin's labels, our own domains, networks and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loganalyzer.terms.client import Network, is_plumbing, within
from loganalyzer.terms.label import Label
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.unit import Unit


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
