"""Stamps from all over a log, few enough to take at once and enough to find its years by."""

from collections.abc import Iterator
from typing import NamedTuple

from loganalyzer.sources import Block, Source
from loganalyzer.terms.moment import DAY

from .clock import PROBE_YEAR, Probe
from .dialects import readers

STRIDE = 65536
"""A stamp is taken about every so many bytes."""
WHOLE = 1 << 20
"""A log up to this size has all its stamps taken, and of a larger one the beginning and the end."""
MOST = 4096
"""About so many stamps are taken of a very large file."""
WIDE = 30 * DAY
"""Where two stamps lie further apart than this, all between them are taken as well."""
LIMIT = 200_000
"""Of more stamps than this every second one is kept, and so on, so memory stays flat."""
_PATIENCE = 50


class Stamp(NamedTuple):
    """A line's place and time; a time in 1972 lacks its year."""

    offset: int
    time: int

    @property
    def dated(self) -> bool:
        """Whether the line says its year."""
        return not 0 <= self.time - _PROBE_START < 366 * DAY


_PROBE_START = (PROBE_YEAR - 1970) * 365 * DAY  # no leap day lies between
_END = 230 * 365 * DAY
"""A stamp outside of these is a clock that was never set, and says nothing about the log."""


class Sampler:
    """Reads stamps, and remembers which dialects they were in."""

    def __init__(self, source: Source, probe: Probe) -> None:
        """Looks at the source with a clock that leaves years open."""
        self.source = source
        self.dialects: dict[str, int] = {}
        self._readers = list(readers(probe))

    def stamps(self) -> list[Stamp]:
        """Stamps of the whole log in the order of its lines."""
        size = self.source.size
        large = self.source.seekable and size is not None and size > 2 * WHOLE
        return _thinned(self._skipping(size or 0) if large else self._passing())

    @property
    def usual(self) -> str:
        """The dialect met most often."""
        return max(self.dialects, key=lambda name: self.dialects[name], default="")

    def in_head(self) -> list[Stamp]:
        """Stamps of the first lines, without taking anything from a pipe."""
        head = self.source.head()
        framing = self.source.framing
        if framing is not None and self.source.once:
            head = b"".join(framing([head]))
        return list(self.all_in(Block(self.source.number, 0, head[: head.rfind(b"\n") + 1] or head)))

    def all_in(self, block: Block) -> Iterator[Stamp]:
        """The stamp of every line of the block that has one."""
        place = block.offset
        for line in block.data.split(b"\n"):
            time = self._time(line)
            if time is not None:
                yield Stamp(place, time)
            place += len(line) + 1

    def _skipping(self, size: int) -> Iterator[Stamp]:
        """Looks at a file here and there."""
        begin = self.source.start
        yield from self._between(begin, begin + STRIDE)
        before: Stamp | None = None
        for place in range(begin + STRIDE, size - STRIDE, max(STRIDE, size // MOST)):
            block = next(self.source.blocks(4096, begin=place), None)
            stamp = None if block is None else self._first_in(block)
            if stamp is not None:
                if before is not None and apart(before, stamp):
                    yield from self._between(before.offset + 1, stamp.offset)
                yield stamp
                before = stamp
        end = max(size - STRIDE, begin + STRIDE)
        if before is not None:
            end = before.offset + 1 if before.offset >= end else end
        last = list(self._between(end, size))
        if before is not None and last and apart(before, last[0]):
            yield from self._between(before.offset + 1, last[0].offset)
        yield from last

    def _between(self, begin: int, end: int) -> Iterator[Stamp]:
        for block in self.source.blocks(STRIDE, begin=begin, end=end):
            yield from self.all_in(block)

    def _passing(self) -> Iterator[Stamp]:
        """Looks at a log that can only be read from its beginning."""
        held: Block | None = None
        first: Stamp | None = None
        for block in self.source.blocks(STRIDE):
            stamp = self._first_in(block)
            if held is not None:
                wide = first is not None and stamp is not None and apart(first, stamp)
                yield from self._of(held, first, wide)
            held, first = block, stamp
        if held is not None:
            yield from self.all_in(held)

    def _of(self, block: Block, first: Stamp | None, wide: bool) -> Iterator[Stamp]:
        if wide or block.offset - self.source.start < WHOLE:
            yield from self.all_in(block)
        elif first is not None:
            yield first

    def _first_in(self, block: Block) -> Stamp | None:
        place = block.offset
        for line in block.data.split(b"\n", _PATIENCE)[:_PATIENCE]:
            time = self._time(line)
            if time is not None:
                return Stamp(place, time)
            place += len(line) + 1
        return None

    def _time(self, line: bytes) -> int | None:
        text = line.decode("utf-8", "replace").strip("\r\0")
        for index, (name, read) in enumerate(self._readers):
            record = read(text)
            if record is not None:
                self.dialects[name] = self.dialects.get(name, 0) + 1
                if index:
                    self._readers.insert(0, self._readers.pop(index))
                return record[0] if _PROBE_START <= record[0] < _END else None
        return None


def _thinned(stamps: Iterator[Stamp]) -> list[Stamp]:
    """Not more stamps than the limit, evenly chosen, and the last one always."""
    kept: list[Stamp] = []
    step, stamp = 1, None
    for index, stamp in enumerate(stamps):
        if index % step == 0:
            kept.append(stamp)
            if len(kept) > LIMIT:
                kept, step = kept[::2], step * 2
    if stamp is not None and kept[-1] is not stamp:
        kept.append(stamp)
    return kept


def apart(before: Stamp, after: Stamp) -> bool:
    """Whether two stamps are so far apart that a turn of the year could lie between them."""
    return before.dated != after.dated or abs(after.time - before.time) > WIDE
