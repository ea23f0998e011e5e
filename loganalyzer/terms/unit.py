"""A unit: one sender's organisation, as it mails through one client network.

What would be refused is judged unit by unit: the same bank may fail through a forgotten forwarder
and pass from its own servers, and one forwarder fails for many senders.
"""

from functools import lru_cache
from typing import NamedTuple

from loganalyzer.terms.client import domain_of
from loganalyzer.terms.organisation import client_network, organisation_of


class Unit(NamedTuple):
    """The sender's organisational domain, and the network that its client belongs to.

    sender_domain: of the envelope sender, or of the HELO name for the null sender; empty where
    neither is a name. network: an organisational domain, or a /24 or /64.
    """

    sender_domain: str
    network: str

    def __str__(self) -> str:
        """``bank.example@alumni.example``, as labels and commands name it."""
        return f"{self.sender_domain}@{self.network}"

    @classmethod
    def parse(cls, text: str) -> "Unit":
        """The unit of a text such as ``__str__`` gives; raises ValueError for any other."""
        sender_domain, at, network = text.strip().rpartition("@")
        if not at or not network:
            raise ValueError(f"{text!r} is no unit; write it as the report does: DOMAIN@NETWORK")
        return cls(sender_domain.lower(), network.lower())


@lru_cache(maxsize=16384)
def unit_of(sender: str, helo_name: str, client_name: str, client_address: str) -> Unit:
    """The unit that a message of this envelope sender (empty: null sender) from this client belongs to."""
    domain = domain_of(sender) if sender else helo_name.rstrip(".").lower()
    if domain.startswith("["):
        domain = ""
    return Unit(organisation_of(domain) if domain else "", client_network(client_name, client_address))
