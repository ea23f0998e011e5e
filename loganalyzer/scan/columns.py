"""Columns of events: what scanning hands to linking."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from loganalyzer.terms.moment import DAY

Fields = tuple[str | None, ...]


@dataclass(slots=True)
class Columns:
    """Holds one host's events of one stretch of log, a column a property, in the log's order.

    kinds: names of kinds (``smtpd.connect``). places: see ``terms.place``. times: microseconds
    since 1970 UTC. processes: tag with pid (``postfix/smtpd[7]``). fields: the event's columns,
    in the order that its kind declares.
    ends_with_event: whether the host's last line in the stretch was the last event here; then
    a ``last message repeated`` at the beginning of the next stretch speaks of it.
    """

    host: str
    kinds: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    fields: list[Fields] = field(default_factory=list)
    ends_with_event: bool = False

    def add(self, kind: str, at: int, time: int, process: str, fields: Fields) -> None:
        """Appends one event."""
        self.kinds.append(kind)
        self.places.append(at)
        self.times.append(time)
        self.processes.append(process)
        self.fields.append(fields)

    def __len__(self) -> int:
        """The number of events."""
        return len(self.kinds)


def days(columns: Columns) -> Iterator[Columns]:
    """The same events in pieces, none of which holds events of two UTC days."""
    begin = 0
    numbers = [time // DAY for time in columns.times]
    for end in range(1, len(numbers)):
        if numbers[end] != numbers[begin]:
            yield _piece(columns, begin, end)
            begin = end
    yield _piece(columns, begin, len(numbers)) if begin else columns


def _piece(columns: Columns, begin: int, end: int) -> Columns:
    part = slice(begin, end)
    ends_with_event = columns.ends_with_event if end == len(columns) else True
    return Columns(
        columns.host,
        columns.kinds[part],
        columns.places[part],
        columns.times[part],
        columns.processes[part],
        columns.fields[part],
        ends_with_event,
    )


class Reader(Protocol):
    """Opens a line's envelope."""

    def __call__(self, line: str, /) -> tuple[int, str, str, str] | None:
        """Time, host, tag and message of the line, None where it has no known envelope."""


REPEATED = "syslog.last_repeated"
"""The kind of ``last message repeated N times`` where the repeated line is in an earlier stretch."""
