"""What somebody asks to have explained: a unit, a client, a domain, an address or a queue id."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from loganalyzer.linking.finished import Affected
from loganalyzer.linking.trace import Trace
from loganalyzer.terms.client import Network, domain_of, within
from loganalyzer.terms.unit import Unit, unit_of

What = Literal["unit", "address", "network", "name", "queue id"]

_QUEUE_ID = re.compile(r"[0-9A-F]{5,}|(?=.*[0-9])[0-9A-Zb-df-hj-np-tv-z]{10,}")
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")

HOW = (
    "write DOMAIN@NETWORK (a unit, as the report names it), a client's address, network or name, "
    "a domain, a mail address, or a queue id"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: its text, what kind of thing it names, and that thing."""

    text: str
    what: What
    unit: Unit | None = None
    network: Network | None = None

    @property
    def as_address(self) -> "Asked":
        """The same text as a mail address: ``jane.doe@example.org`` may be a unit, too."""
        return Asked(self.text, "address")

    def names(self, affected: Affected) -> bool:
        """True for a message of the unit that was asked for."""
        return self.unit == unit_of(
            affected.sender, affected.helo_name, affected.client_name, affected.client_address
        )

    def meets(self, trace: Trace, judged: frozenset[int]) -> bool:
        """True where a trace is of what was asked; ``judged`` are places of the unit's messages."""
        if self.what == "unit":
            return not judged.isdisjoint(trace.refusals)
        if self.what == "queue id":
            return self.text in trace.queue_ids
        connection = trace.connection
        client = [(connection.client_name, connection.client_address)] if connection else []
        return self._meets(client, (*trace.senders, *trace.recipients))

    def _meets(self, clients: Iterable[tuple[str, str]], addresses: Iterable[str]) -> bool:
        if self.network is not None:
            return any(within(address, (self.network,)) for _, address in clients)
        if self.what == "address":
            return any(address.lower() == self.text for address in addresses)
        names = [name.lower() for name, _ in clients] + [domain_of(address) for address in addresses]
        return any(name == self.text or name.endswith("." + self.text) for name in names)


def asked(text: str) -> Asked:
    """What the text names; raises ValueError, with how to write it, for what names nothing."""
    text = text.strip()
    if "@" in text:
        unit = Unit.parse(text)
        is_unit = not unit.sender_domain or "." in unit.sender_domain or "/" in unit.network
        return Asked(str(unit), "unit" if is_unit else "address", unit=unit if is_unit else None)
    network = _network(text)
    if network is not None:
        return Asked(text, "network", network=network)
    if _QUEUE_ID.fullmatch(text):
        return Asked(text, "queue id")
    if _NAME.fullmatch(text):
        return Asked(text.rstrip(".").lower(), "name")
    raise ValueError(f"{text!r} names nothing that could be explained; {HOW}")


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None
