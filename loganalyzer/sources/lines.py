"""Cutting a stream of bytes into blocks of whole lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence

LONGEST = 1 << 20
"""The longest line that is kept whole, in bytes.

Of a longer one the beginning is delivered, in a block of its own, and the rest is passed over and
counted; so memory stays flat even for a file that has no line ends at all. No syslog daemon writes
lines of even a tenth of this.
"""

Long = Callable[[int, int], None]
"""Told of each line that was too long: where it begins, how many bytes of it were left out."""


def blocks_of_lines(
    chunks: Iterable[bytes], offset: int, size: int, cuts: Sequence[int], long: Long
) -> Iterator[tuple[int, bytes]]:
    """Every line of the stream once, in blocks of about ``size`` bytes that never cut one.

    A block ends at each of ``cuts``, which are in order; a cut inside a line counts as one after it.
    """
    cutter = Cutter(offset, cuts, long)
    for chunk in _gathered(chunks, size):
        yield from cutter.add(chunk)
    yield from cutter.end()


def _gathered(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The chunks, small ones joined until they are about a block."""
    pile: list[bytes] = []
    height = 0
    for chunk in chunks:
        pile.append(chunk)
        height += len(chunk)
        if height >= size:
            yield b"".join(pile) if len(pile) > 1 else chunk
            pile, height = [], 0
    if pile:
        yield b"".join(pile)


class Cutter:
    """Keeps the line that is not complete yet, and the place where it begins."""

    def __init__(self, offset: int, cuts: Sequence[int], long: Long) -> None:
        """The stream begins at the offset; blocks end at each of the cuts, which are in order."""
        self._rest = b""
        self._place = offset
        self._cuts = [cut for cut in cuts if cut > offset]
        self._long = long
        self._left_out = -1
        """Bytes passed over of the line being skipped; -1 while none is."""

    @property
    def between(self) -> bool:
        """True where no line is waiting for its end."""
        return not self._rest and self._left_out < 0

    def add(self, chunk: bytes) -> Iterator[tuple[int, bytes]]:
        """The places and bytes of blocks that are whole now."""
        if self._left_out >= 0:
            chunk = self._skip(chunk)
        data = self._rest + chunk if self._rest else chunk
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        if end:
            yield from self._whole(data[:end] if end < len(data) else data)
        if len(self._rest) > LONGEST:
            yield self._place, self._rest[:LONGEST]
            self._left_out = len(self._rest) - LONGEST
            self._rest = b""

    def end(self) -> Iterator[tuple[int, bytes]]:
        """The last line, where it has no line end."""
        if self._left_out >= 0:
            self._long(self._place, self._left_out)
        elif self._rest:
            yield self._place, self._rest

    def _skip(self, chunk: bytes) -> bytes:
        """Passes over the rest of a line that is too long, and gives what follows it."""
        end = chunk.find(b"\n")
        if end < 0:
            self._left_out += len(chunk)
            return b""
        self._left_out += end
        self._long(self._place, self._left_out)
        self._place += LONGEST + self._left_out + 1
        self._left_out = -1
        return chunk[end + 1 :]

    def _whole(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The blocks made of these whole lines."""
        place = self._place
        self._place += len(data)
        while (line := _too_long(data)) is not None:
            first, last = line
            if first:
                yield from self._cut(place, data[:first])
            yield place + first, data[first : first + LONGEST]
            self._long(place + first, last - first - LONGEST)
            place, data = place + last + 1, data[last + 1 :]
        if data:
            yield from self._cut(place, data)

    def _cut(self, begin: int, data: bytes) -> Iterator[tuple[int, bytes]]:
        """These lines, cut where a cut was asked for."""
        while self._cuts and self._cuts[0] < begin + len(data):
            cut = self._cuts.pop(0)
            end = data.find(b"\n", max(cut - begin - 1, 0)) + 1
            if cut > begin and 0 < end < len(data):
                yield begin, data[:end]
                begin, data = begin + end, data[end:]
        yield begin, data


def _too_long(data: bytes) -> tuple[int, int] | None:
    """Begin and end of the first line longer than LONGEST; None if there is none.

    Such a line covers at least one of the windows of half its length, whichever way they lie, so
    only windows without a line end are looked at; it does not matter how the stream was cut.
    """
    window = LONGEST // 2
    for begin in range(0, len(data) - window + 1, window):
        if data.find(b"\n", begin, begin + window) < 0:
            first = data.rfind(b"\n", 0, begin) + 1
            last = data.find(b"\n", begin)
            if last - first > LONGEST:
                return first, last
    return None
