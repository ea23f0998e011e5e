"""Fetches the raw lines of chosen traces out of blocks of log."""

import re
from collections.abc import Iterable, Iterator, Sequence

from loganalyzer.grammar import BY_NAME
from loganalyzer.linking.belonging import Read, belongs
from loganalyzer.linking.trace import Trace
from loganalyzer.scan.columns import Fields, Reader
from loganalyzer.scan.coverage import Coverage
from loganalyzer.scan.plain import PlainEngine, lines_of
from loganalyzer.sources import Block
from loganalyzer.terms.place import place


class Gathered:
    """One line of a story: where, as written, and as read; ``event`` where linking can use it."""

    __slots__ = ("event", "raw", "read")

    def __init__(self, raw: str, read: Read, event: tuple[str, Fields] | None) -> None:
        """Takes the line, and its kind and fields where it is an event."""
        self.raw, self.read, self.event = raw, read, event


def tokens(traces: Iterable[Trace]) -> re.Pattern[bytes]:
    """What a line must hold to be worth reading: a process, queue id, client address or Message-ID."""
    words: set[str] = set()
    for trace in traces:
        words |= trace.queue_ids
        words |= {message_id.strip("<>") for message_id in trace.message_ids}
        if trace.connection is not None:
            words |= {trace.connection.process, trace.connection.client_address}
    words.discard("")
    return re.compile(
        b"|".join(re.escape(word.encode(errors="replace")) for word in sorted(words)) or b"(?!)"
    )


def gather(
    blocks: Iterable[tuple[Reader, Block]], traces: Sequence[Trace], engine: PlainEngine
) -> list[list[Gathered]]:
    """The lines of each trace, in order of time, and of place where times are the same."""
    pattern = tokens(traces)
    places = sorted({at for trace in traces for at in trace.places})
    out: list[list[Gathered]] = [[] for _ in traces]
    for read, block in blocks:
        for begin, end in _candidates(block, pattern, places):
            line = _read(block, begin, end, read, engine)
            if line is not None:
                for trace, lines in zip(traces, out, strict=True):
                    if belongs(trace, line.read):
                        lines.append(line)
    for lines in out:
        lines.sort(key=lambda line: (line.read.time, line.read.at))
    return out


def _candidates(block: Block, pattern: re.Pattern[bytes], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Begins and ends of the lines that hold a token, or stand at one of the places; each once."""
    data, first = block.data, place(block.source, block.offset)
    here = {at - first for at in places if first <= at < first + len(data)}
    hits = {data.rfind(b"\n", 0, found.start()) + 1 for found in pattern.finditer(data)}
    for begin in sorted(here | hits):
        end = data.find(b"\n", begin)
        yield begin, len(data) if end < 0 else end


def _read(block: Block, begin: int, end: int, read: Reader, engine: PlainEngine) -> Gathered | None:
    """One line, read by itself as the engine reads it among others; None for what has no envelope."""
    one = Block(block.source, block.offset + begin, block.data[begin:end])
    (text, *_), _ = lines_of(one, Coverage())
    record = read(text)
    if record is None:
        return None
    time, _, process, message = record
    scanned = engine.scan(one, read)
    ((host, columns),) = scanned.columns.items()
    at = place(one.source, one.offset)
    event = (columns.kinds[0], columns.fields[0]) if columns.kinds else None
    known = event[0] if event else next(iter(scanned.coverage.ignored), "")
    fields = _fields(known, event[1]) if event else {}
    raw = one.data.decode("utf-8", "backslashreplace")
    return Gathered(raw, Read(at, time, host, process, message, known, fields), event)


def _fields(kind: str, values: Fields) -> dict[str, str]:
    declared = BY_NAME.get(kind)
    if declared is None:
        return {}
    return {name: value for name, value in zip(declared.columns, values, strict=False) if value}
