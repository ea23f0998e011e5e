"""What two logs have in common, judged by their bytes."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .source import Source

MOST = 1000
"""How many places are tried where one log could continue in another; more is one line repeated."""

_HEAD = 4096
_STEP = 1 << 18
_END = ord("\n")
_FEW = 8
"""Up to so many lines are sought one by one; for more, the log is taken apart into its lines."""


@dataclass(frozen=True, slots=True)
class Common:
    """Says what an earlier and a later log share.

    run: the end of the earlier is the beginning of the later: the earlier one's lines count up to
        ``earlier``, the later one's from ``later`` on.
    inside: all of the later stands in the earlier, in one piece.
    lines: the later one's first line stands in the earlier, but they then differ.
    """

    kind: Literal["run", "inside", "lines"]
    earlier: int = 0
    later: int = 0


def first_line(source: Source) -> bytes:
    """The first line, with its end; enough to tell most logs apart."""
    head = source.head()
    return head[: head.find(b"\n") + 1] or head


def continued(sources: Sequence[Source]) -> dict[int, int]:
    """Which of these sources are wholly the beginning of another: its number to the other's.

    Of two that are the same, the one named first stays.
    """
    lengths = {source.number: _length(source) for source in sources}
    order = sorted(sources, key=lambda source: (-lengths[source.number], source.number))
    marks = sorted(set(lengths.values()))
    beginnings: dict[tuple[int, bytes], int] = {}
    dropped: dict[int, int] = {}
    for source in order:
        length = lengths[source.number]
        digests = dict(_digests(source, [mark for mark in marks if mark <= length]))
        whole = (length, digests[length])
        if whole in beginnings:
            dropped[source.number] = beginnings[whole]
            continue
        for beginning in digests.items():
            beginnings.setdefault(beginning, source.number)
    return dropped


@dataclass(frozen=True, slots=True)
class Needle:
    """Says how a source begins, to look for it in others."""

    source: Source
    line: bytes
    head: bytes

    @classmethod
    def of(cls, source: Source) -> "Needle":
        """The beginning of this source."""
        line = first_line(source)
        return cls(source, line, source.head(max(_HEAD, len(line))))


def common(earlier: Source, others: Sequence[Needle]) -> dict[int, Common]:
    """What each of the others shares with a source that began before it; nothing if nothing.

    The earlier source is read once to find the others' first lines in it, however many they are;
    all of it, for what an even earlier log holds of it may be where another begins.
    """
    search = _Search(others)
    length = whole = 0
    for block in earlier.part(0).blocks():
        search.look(block.offset, block.data)
        length = block.offset + len(block.data)
        whole = block.offset + block.data.rfind(b"\n") + 1
    return {
        other.source.number: _shared(earlier, length, whole, other.source, search.places[other.source.number])
        for other in others
        if other.source.number in search.places
    }


class _Search:
    """Looks in one log for the places where others could begin."""

    def __init__(self, others: Sequence[Needle]) -> None:
        self.places: dict[int, list[int]] = {}
        """Where another's first bytes stand, by its number; empty where only its first line does."""
        self._wanted: dict[bytes, list[Needle]] = {}
        for other in others:
            self._wanted.setdefault(other.line.removesuffix(b"\n"), []).append(other)

    def look(self, offset: int, data: bytes) -> None:
        lines: Iterable[bytes] = self._wanted
        if len(self._wanted) > _FEW:
            lines = self._wanted.keys() & set(data.split(b"\n"))
        for line in lines:
            for place in _starts(data, line):
                for needle in self._wanted[line]:
                    self._note(offset, data, place, needle)

    def _note(self, offset: int, data: bytes, place: int, needle: Needle) -> None:
        places = self.places.setdefault(needle.source.number, [])
        if len(places) < MOST and data.startswith(needle.head[: len(data) - place], place):
            places.append(offset + place)


def _starts(data: bytes, line: bytes) -> Iterator[int]:
    """Where the line stands in the data, as a line of its own."""
    place = data.find(line)
    while place >= 0:
        end = place + len(line)
        if (place == 0 or data[place - 1] == _END) and (end == len(data) or data[end] == _END):
            yield place
        place = data.find(line, end + 1)


def _shared(earlier: Source, length: int, whole: int, other: Source, places: Sequence[int]) -> Common:
    """The longest of the possible overlaps that is one, byte for byte."""
    for place in places:
        ended, other_ended = _ends(earlier, place, other)
        if other_ended:
            return Common("inside")
        if ended:
            # A copy taken while a line was written ends inside it: that line is the later log's.
            return Common("run", earlier=whole, later=whole - place)
    return Common("lines")


def _ends(earlier: Source, place: int, other: Source) -> tuple[bool, bool]:
    """Which of the two ends first, or both, when they agree until then; neither when they differ."""
    ours, theirs = earlier.chunks(place, _STEP), other.chunks(0, _STEP)
    left = right = b""
    while True:
        left = left or next(ours, b"")
        right = right or next(theirs, b"")
        size = min(len(left), len(right))
        if not size:
            return not left, not right
        if left[:size] != right[:size]:
            return False, False
        left, right = left[size:], right[size:]


def _length(source: Source) -> int:
    if source.seekable and source.size is not None:
        return source.size
    return sum(map(len, source.chunks()))


def _digests(source: Source, marks: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """A digest of everything up to each mark; marks are in order."""
    digest = hashlib.blake2b(digest_size=16)
    waiting = list(marks)
    place = 0
    for chunk in source.chunks():
        while waiting and waiting[0] <= place + len(chunk):
            part = chunk[: waiting[0] - place]
            digest.update(part)
            chunk, place = chunk[len(part) :], waiting[0]
            yield waiting.pop(0), digest.digest()
        digest.update(chunk)
        place += len(chunk)
