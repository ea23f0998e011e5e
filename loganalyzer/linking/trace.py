"""One trace: the places and spans by which the lines of one message's story are found again."""

from dataclasses import dataclass, field
from typing import NamedTuple

from loganalyzer.terms.place import source_of


class Spot(NamedTuple):
    """When and where a line stands."""

    time: int
    at: int


@dataclass(slots=True, eq=False)
class Connection:
    """A session of an smtpd process, from its first line to its last."""

    process: str
    first: Spot
    last: Spot
    client_name: str = ""
    client_address: str = ""
    transactions: int = 0
    traces: "list[Trace]" = field(default_factory=list)

    @property
    def boundary(self) -> int:
        """When the transaction before ended, or the session began."""
        return max((trace.until for trace in self.traces), default=self.first.time)

    def holds(self, time: int, at: int) -> bool:
        """True for a line of the process that stands within the session.

        Several lines may bear one time: those of one file are told apart by their places.
        """
        if not self.first.time <= time <= self.last.time:
            return False
        before = source_of(at) == source_of(self.first.at) and at < self.first.at
        after = source_of(at) == source_of(self.last.at) and at > self.last.at
        return not before and not after


@dataclass(slots=True, eq=False)
class Trace:
    """One message, from its client's session to the end of all queue ids that it led to.

    queued: those of ``queue_ids`` that are still there. places: of lines that belong to it.
    refusals: of those among them that refuse, or warn. since, until: between these the policy
    service was asked about it.
    """

    host: str
    first: Spot
    last: Spot
    connection: Connection | None = None
    in_session: bool = False
    queue_ids: set[str] = field(default_factory=set)
    queued: set[str] = field(default_factory=set)
    senders: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    message_ids: set[str] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    refusals: set[int] = field(default_factory=set)
    since: int = 0
    until: int = 0

    def note(self, spot: Spot) -> None:
        """Takes a line into the story."""
        self.places.add(spot.at)
        self.first = min(self.first, spot)
        self.note_end(spot)

    def note_end(self, spot: Spot) -> None:
        """Reaches up to this line, whether or not it belongs."""
        self.last = max(self.last, spot)

    def add_recipients(self, *addresses: str) -> None:
        """Notes to whom it went."""
        self.recipients.update(address.lower() for address in addresses if address)

    def absorb(self, other: "Trace") -> None:
        """Takes over all of a message that came of this one."""
        self.queue_ids |= other.queue_ids
        self.queued |= other.queued
        self.recipients |= other.recipients
        self.message_ids |= other.message_ids
        self.places |= other.places
        self.refusals |= other.refusals
        self.note_end(other.last)
