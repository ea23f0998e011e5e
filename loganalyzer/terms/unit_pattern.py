"""Patterns that name several units at once: ``*@198.18.0.0/15``, ``bank.example@*``."""

import ipaddress
import re
from dataclasses import dataclass

from loganalyzer.terms.client import network_of
from loganalyzer.terms.unit import Unit

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(text: str) -> IpNetwork | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _with_stars(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """A unit, or a text with stars for anything in place of domain or network.

    A network that is not as wide as those of units (/24, /64) stands for all units within it, and
    an address for the unit that it belongs to.
    """

    text: str
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "UnitPattern":
        """The pattern; raises ValueError for a text that is neither a unit nor like one."""
        return cls(text, Unit.parse(text))

    @property
    def exact(self) -> bool:
        """True where it names one unit and no other."""
        network = _network(self.unit.network)
        whole = network is None or str(network) == network_of(str(network.network_address))
        return "*" not in self.text and whole

    def matches(self, unit: Unit) -> bool:
        """Whether it names this unit."""
        wide, narrow = _network(self.unit.network), _network(unit.network)
        if wide is None or narrow is None:
            inside = _with_stars(self.unit.network).fullmatch(unit.network) is not None
        elif wide.version != narrow.version:
            inside = False
        else:
            inside = (
                wide.network_address in narrow
                if wide.prefixlen > narrow.prefixlen
                else narrow.network_address in wide
            )
        return inside and _with_stars(self.unit.sender_domain).fullmatch(unit.sender_domain) is not None
