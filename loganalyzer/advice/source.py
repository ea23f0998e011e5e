"""Where mail in a domain's name comes from: one row a network, with all that is known of it.

Nothing that a stranger controls makes a row harmless or gets his network into our record: how often he
sends, what his own filter or reports say. What speaks for a row is our record, our signature, and the
admin's label. A signature can be replayed from anywhere, and a report forged, so both speak against a
switch, and propose nothing.
"""

from dataclasses import dataclass
from typing import Literal

from loganalyzer.terms.moment import DAY
from loganalyzer.triage.classes import MANY_MESSAGES, RETURNED_ON_DAYS

SourceClass = Literal["ours", "known service", "forwarder", "spoof", "unclear"]


@dataclass(frozen=True, slots=True)
class Source:
    """One network that sends in the domain's name.

    name: the client's, or an address. addresses: those seen, most mail first. vouchers: who knows it: the
    record with the term that passes it, our logs, reporters. messages: in logs and reports. accepted,
    turned_away: of these, by this server; sent: by it; reported: by others. signed: with the domain's own
    valid signature. junk: to our own filter. refused: refused or junk already, to us or others.
    spf_results: of our own check, by result. first, last:
    microseconds since 1970 UTC. days: on how many. passes: whether the record passes it, None for unknown.
    label: the admin's, in words. mechanism: what to add to the record. known: it is proven wanted: ours,
    labelled, or signed. in_the_way: it alone forbids SAFE. where: places of lines.
    """

    network: str
    name: str
    addresses: tuple[str, ...]
    vouchers: tuple[str, ...]
    messages: int
    accepted: int
    turned_away: int
    sent: int
    reported: int
    signed: int
    junk: int
    refused: int
    spf_results: tuple[tuple[str, int], ...]
    first: int
    last: int
    days: int
    kind: SourceClass
    passes: bool | None
    label: str
    mechanism: str
    known: bool
    in_the_way: bool
    where: tuple[int, ...]

    @property
    def per_week(self) -> float:
        """Messages a week while it was seen, of at least one week."""
        weeks = max(1.0, (self.last - self.first) / (7 * DAY))
        return self.messages / weeks

    @property
    def one_off(self) -> bool:
        """True for a row that was seen so seldom that it needs no answer of its own."""
        return self.days < RETURNED_ON_DAYS and self.messages < MANY_MESSAGES
