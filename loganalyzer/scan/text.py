"""A block's bytes as arrays: where its lines are, and what stands at many places at once."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

BLANK, NEWLINE = 32, 10
REACH = 64
"""Bytes behind the last one that may be looked at."""

LETTERS = 8
"""Bytes in a word of the machine."""

MASKS = np.array([(1 << LETTERS * n) - 1 for n in range(LETTERS + 1)], dtype=np.uint64)
"""Masks for the first so many bytes of a word."""


class Text:
    """A block, with zeros behind it.

    Eight bytes make a word, the first one in its lowest digits.
    """

    def __init__(self, data: bytes) -> None:
        """Finds the lines: their begins, and their ends without the newline."""
        self.data = data
        self._bytes = np.frombuffer(data + b"\0" * REACH, dtype=np.uint8)
        self._words = np.ndarray((len(data) + REACH - LETTERS + 1,), "<u8", self._bytes, 0, (1,))
        ends = np.flatnonzero(self._bytes[: len(data)] == NEWLINE)
        self.ends: Ints = ends if data.endswith(b"\n") else np.append(ends, len(data))
        self.begins: Ints = np.concatenate((np.zeros(1, np.int64), self.ends[:-1] + 1))

    def at(self, places: Ints) -> npt.NDArray[np.uint8]:
        """The byte at each place."""
        return self._bytes[places]

    def words(self, places: Ints) -> Words:
        """The eight bytes at each place, as a number."""
        return self._words[places]

    def windows(self, places: Ints, width: int) -> npt.NDArray[np.uint8]:
        """The next bytes at each place, a row each."""
        shape = (len(self._bytes) - width + 1,)
        every = np.ndarray(shape, f"V{width}", self._bytes, 0, (1,))
        return every[places].view(np.uint8).reshape(-1, width)

    def find(self, byte: int, places: Ints, width: int) -> Ints:
        """How far after each place the byte first stands; ``width`` where it does not before that."""
        found = (self.windows(places, width) == byte).argmax(axis=1)
        return np.where(self.at(places + found) == byte, found, width)

    def reads(self, text: bytes, places: Ints) -> Flags:
        """Whether the text stands at each place."""
        same = np.ones(len(places), dtype=np.bool_)
        for begin in range(0, len(text), LETTERS):
            part = text[begin : begin + LETTERS]
            same &= (self.words(places + begin) & MASKS[len(part)]) == word_of(part)
        return same

    def unusual(self) -> Flags:
        """Lines that hold what is not ASCII, or a NUL or CR."""
        lines = np.zeros(len(self.ends), dtype=np.bool_)
        size = len(self.data)
        if not self.data.isascii():
            lines[np.searchsorted(self.ends, np.flatnonzero(self._bytes[:size] >= 128))] = True
        for byte in (0, 13):
            if bytes((byte,)) in self.data:
                lines[np.searchsorted(self.ends, np.flatnonzero(self._bytes[:size] == byte))] = True
        return lines


def word_of(text: bytes) -> np.uint64:
    """The number that ``words`` gives for a text of up to eight bytes, masked to its length."""
    return np.uint64(int.from_bytes(text, "little"))
