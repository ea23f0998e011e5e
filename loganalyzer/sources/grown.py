"""One open file that somebody writes to: what was added since the last look."""

import os

from .block import Block
from .growing import PIECE
from .lines import LONGEST, Cutter, Long

_NUL = b"\0"
_MARK = 64
"""How many of the last bytes read are compared with what stands there now."""


class GrownFile:
    """Reads on where it stopped, keeps a line until it is whole, and sees when the file was emptied.

    A program that goes on writing where it was after its file was emptied leaves a hole, which
    reads as NUL bytes, as does what a crash left; they are passed over where a line would begin.
    """

    def __init__(self, descriptor: int, number: int, long: Long, *, end: bool) -> None:
        """Takes the descriptor over; with ``end`` what is there already, up to its last whole line, is
        passed over."""
        state = os.fstat(descriptor)
        self.descriptor = descriptor
        self.identity = (state.st_dev, state.st_ino)
        self.position = _line_start(descriptor, state.st_size) if end else 0
        self._number = number
        self._long = long
        self._cutter = Cutter(self.position, (), long)
        self._looked_like = (-1, -1)
        self._mark = os.pread(descriptor, min(_MARK, self.position), max(0, self.position - _MARK))

    def emptied(self) -> bool:
        """True where what was read is no longer there: the file was emptied, and may have grown anew."""
        state = os.fstat(self.descriptor)
        if state.st_size < self.position:
            return True
        looks_like = (state.st_size, state.st_mtime_ns)
        if looks_like == self._looked_like:
            return False
        self._looked_like = looks_like
        there = os.pread(self.descriptor, len(self._mark), self.position - len(self._mark))
        return there != self._mark

    def begin_anew(self, number: int) -> tuple[Block, ...]:
        """Goes back to the beginning; gives the line that never came to its end."""
        left = self.rest()
        self._number, self.position, self._mark = number, 0, b""
        self._cutter = Cutter(0, (), self._long)
        return left

    def rest(self) -> tuple[Block, ...]:
        """The line that has no end, where there is one: nothing follows it."""
        return tuple(Block(self._number, place, data) for place, data in self._cutter.end())

    def read(self) -> tuple[tuple[Block, ...], bool]:
        """Lines that have become whole, and whether there is more to read already."""
        chunk = os.pread(self.descriptor, PIECE, self.position)
        full = len(chunk) == PIECE
        taken = self._after_nuls(chunk)
        end = taken.rfind(b"\n") + 1
        if end and end < len(taken) and not taken[end:].strip(_NUL):
            taken, full = taken[:end], True
        blocks = tuple(Block(self._number, place, data) for place, data in self._cutter.add(taken))
        self.position += len(taken)
        if taken:
            self._mark = (self._mark + taken)[-_MARK:]
        return blocks, full

    def _after_nuls(self, chunk: bytes) -> bytes:
        """The chunk from where a line begins; NUL bytes inside a line are left to whoever reads it."""
        if not self._cutter.between or not chunk.startswith(_NUL):
            return chunk
        taken = chunk.lstrip(_NUL)
        passed = len(chunk) - len(taken)
        self.position += passed
        self._cutter = Cutter(self.position, (), self._long)
        self._mark = chunk[:passed][-_MARK:]
        return taken

    def close(self) -> None:
        """Gives the descriptor back."""
        os.close(self.descriptor)


def _line_start(descriptor: int, size: int) -> int:
    """Where the line begins that stands last and has no end; the size where all are whole."""
    begin = max(0, size - LONGEST)
    tail = os.pread(descriptor, size - begin, begin)
    end = tail.rfind(b"\n") + 1
    return begin + end if end or not begin else size
