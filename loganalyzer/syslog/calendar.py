"""The years of a log's stamps, fixed before its lines are read."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import tzinfo

from .clock import Clock
from .dialects import reading
from .record import Read


@dataclass(frozen=True, slots=True)
class Segment:
    """Says how stamps are understood from one place of a log on.

    latest: no line here is later than this (microseconds); a stamp without a year is the latest
        such moment that is not after it.
    fold: of a time that occurs twice, as clocks are set back, whether the second one is meant.
    """

    offset: int
    latest: int
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holds the segments of one log in order, and the zone of stamps that name none."""

    segments: tuple[Segment, ...]
    zone: tzinfo | None = None
    usual: str = ""
    """The dialect of most lines, which is asked first."""

    @property
    def cuts(self) -> tuple[int, ...]:
        """Where a block must end, so that each block lies in one segment."""
        return tuple(segment.offset for segment in self.segments[1:])

    def segment(self, offset: int) -> Segment:
        """The segment in which this place lies."""
        index = bisect_right(self.segments, offset, key=_offset) - 1
        return self.segments[max(index, 0)]

    def clock(self, offset: int) -> Clock:
        """The clock for the lines that begin at this place."""
        segment = self.segment(offset)
        return Clock(self.zone, segment.latest, segment.fold)


def _offset(segment: Segment) -> int:
    return segment.offset


def reader(calendar: Calendar, offset: int = 0) -> Read:
    """A function that reads the lines of the block at this place, one by one.

    It gives time, host, tag and message, or None where it understands no envelope. What it makes
    of a line does not depend on the lines before.
    """
    return reading(calendar.clock(offset), calendar.usual)
