"""Raw lines by their places, for people who want to see with their own eyes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from loganalyzer.sources import Source
from loganalyzer.terms.place import offset_of, place, source_of


def lines_at(sources: Iterable[Source], places: Iterable[int]) -> dict[int, str]:
    """The lines that begin at these places, as text with bytes that are none escaped.

    A pipe that could be read but once no longer has them; its lines are left out.
    """
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for at in places:
        wanted[source_of(at)].add(offset_of(at))
    return {
        at: text
        for source in sources
        if wanted[source.number] and not source.once
        for at, text in _of_source(source, sorted(wanted[source.number]))
    }


def _of_source(source: Source, offsets: list[int]) -> Iterator[tuple[int, str]]:
    """Reads a source from the first to the last of these offsets."""
    due = iter(offsets)
    offset = next(due, None)
    for block in source.blocks(begin=offsets[0], end=offsets[-1] + 1):
        while offset is not None and offset < block.offset + len(block.data):
            begin = offset - block.offset
            if begin >= 0:
                line = block.data[begin:].partition(b"\n")[0]
                yield place(source.number, offset), line.decode("utf-8", "backslashreplace")
            offset = next(due, None)
