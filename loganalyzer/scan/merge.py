"""Columns of logs that run side by side, brought into one order of time.

Two daemons of one host may write to two files (Postfix's own ``maillog_file`` beside syslog), and
copies of a log may overlap; linking needs each host's events in order.
"""

import heapq
from collections.abc import Iterable, Iterator

from loganalyzer.scan.columns import REPEATED, Columns, Fields

BATCH = 20_000
"""Events handed on at a time."""

Row = tuple[int, int, str, str, int, int, str, Fields]


def _rows(strand: Iterable[Columns], number: int) -> Iterator[Row]:
    """A strand's events, each with the largest time so far in front: a late line stays where it is.

    A repetition of the line before means nothing once other lines come between, and is left out.
    """
    clock = 0
    for columns in strand:
        rows = zip(
            columns.kinds, columns.places, columns.times, columns.processes, columns.fields, strict=True
        )
        for kind, at, time, process, fields in rows:
            clock = max(clock, time)
            if kind != REPEATED:
                yield clock, number, columns.host, kind, at, time, process, fields


def merged(strands: Iterable[Iterable[Columns]]) -> Iterator[Columns]:
    """All strands' events by time; of the same time, those of the earlier strand first."""
    streams = [_rows(strand, number) for number, strand in enumerate(strands)]
    batch: dict[str, Columns] = {}
    count = 0
    for _, _, host, kind, at, time, process, fields in heapq.merge(*streams, key=lambda row: row[:2]):
        columns = batch.get(host)
        if columns is None:
            columns = batch[host] = Columns(host)
        columns.add(kind, at, time, process, fields)
        count += 1
        if count == BATCH:
            yield from batch.values()
            batch, count = {}, 0
    yield from batch.values()
