"""What is known beside the log: the admin's labels, our own domains, networks and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loganalyzer.terms.client import Network, is_plumbing, network_named, within
from loganalyzer.terms.label import Label
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.unit import Unit


def _overlap(text: str, network: Network) -> bool:
    forgotten = network_named(text)
    return forgotten is not None and forgotten.version == network.version and forgotten.overlaps(network)


@dataclass(frozen=True)
class Knowledge:
    """Evidence that no log holds.

    labels: what the admin said of units. own_domains: of this server. mynetworks: as in main.cf,
    and what else the admin calls our own. own_names: confirmed names of machines of ours, such as a
    backup MX. excepted: clients whom the SPF check already skips (``Whitelist``).
    """

    labels: Mapping[Unit, Label] = field(default_factory=dict)
    own_domains: frozenset[str] = frozenset()
    mynetworks: tuple[Network, ...] = ()
    own_names: frozenset[str] = frozenset()
    excepted: tuple[Network, ...] = ()

    @cached_property
    def own_organisations(self) -> frozenset[str]:
        """The organisational domains of our own."""
        return frozenset(organisation_of(domain) for domain in self.own_domains)

    def is_ours(self, client_address: str, client_name: str) -> bool:
        """True for a machine of ours: private addresses, mynetworks, and names that are our own.

        Postfix prints a name only where it and the address confirm each other (``smtpd_peer.c``).
        """
        named = client_name.rstrip(".").lower() in self.own_names
        return named or is_plumbing(client_address) or within(client_address, self.mynetworks)

    def is_excepted(self, client_address: str) -> bool:
        """True for a client that the check does not apply to.

        Of an address that was forgotten its network is left (``a.b.c.0/24``). It counts where an
        exception lies in it: else mail that was allowed long ago would seem to be lost again one day.
        """
        if "/" in client_address:
            return any(_overlap(client_address, network) for network in self.excepted)
        return within(client_address, self.excepted)
