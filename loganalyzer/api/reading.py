"""Reads logs from end to end: sources, scanning, linking; what is finished goes to a taker."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import BinaryIO, Protocol, TypeVar

from loganalyzer.api.before import Before, End
from loganalyzer.api.options import Options
from loganalyzer.execution import in_order
from loganalyzer.grammar import KINDS
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.step import WANTED, end, step
from loganalyzer.reports.report import Finding
from loganalyzer.scan.columns import Columns, Reader
from loganalyzer.scan.coverage import Coverage
from loganalyzer.scan.merge import merged
from loganalyzer.scan.plain import PlainEngine, Scanned
from loganalyzer.scan.table import programs
from loganalyzer.sources import Block, Plan, Source, Span, arrange, discover
from loganalyzer.sources.finding import Finding as InputFinding
from loganalyzer.sources.finding import gathered
from loganalyzer.syslog.calendar import Calendar, reader
from loganalyzer.syslog.survey import Survey, survey
from loganalyzer.terms.moment import DAY, as_datetime, from_datetime
from loganalyzer.terms.place import offset_of, source_of

_YEARLESS = "its lines carry no year; it was inferred from their order and when they were written (--year)"

Progress = Callable[[int, int | None], None]
"""Told the bytes read so far, and how many there are where that is known."""


class Taker(Protocol):
    """Takes what a host's log finished."""

    def add(self, host: str, done: Finished) -> None:
        """Takes finished things, in the order of the host's log."""


T = TypeVar("T", bound=Taker)


@dataclass(slots=True)
class Outcome:
    """What there is to say of a reading, beside what the taker took.

    unread: whether something that was named could not be read, or not to its end.
    """

    coverage: Coverage = field(default_factory=Coverage)
    findings: tuple[Finding, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)
    unread: bool = False

    def where(self, at: int) -> str:
        """A place as ``file:offset`` (bytes of the decompressed log)."""
        return f"{self.names.get(source_of(at), '?')}:{offset_of(at)}"


LARGE = 4 << 20
"""Bytes of a log after which the engine for large ones, which takes its time to begin, is worth it."""


@lru_cache(maxsize=4)
def every_kind(split_hosts: frozenset[str]) -> PlainEngine:
    """The engine for whoever wants more kinds than linking does: all of them become columns."""
    return PlainEngine(programs(KINDS), split_hosts)


@lru_cache(maxsize=4)
def _engine(split_hosts: frozenset[str], large: bool) -> PlainEngine:
    tables = programs(KINDS, WANTED)
    if not large:
        return PlainEngine(tables, split_hosts)
    from loganalyzer.scan.blockwise import BlockEngine

    return BlockEngine(tables, split_hosts)


def scan_block(task: tuple[frozenset[str], Calendar, Block]) -> Scanned:
    """One block's columns and coverage; needs nothing but its argument, so any process can do it."""
    split_hosts, calendar, block = task
    return _engine(split_hosts, block.offset >= LARGE).scan(block, reader(calendar, block.offset))


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps the cyclic garbage collector out of the way: scanning makes no cycles, but millions of
    objects, and the collector would look at each again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Reading:
    """One reading of some logs; ``into`` may be called once for each time they are to be read."""

    def __init__(
        self,
        paths: Sequence[str],
        options: Options,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
        before: Before | None = None,
    ) -> None:
        """Looks at each input: which can be read, of what time, in which order."""
        self._options = options
        self._progress = progress
        self._read_so_far = 0
        self._limits: tuple[int | None, int | None] | None = None
        self._before = before or Before()
        self.carries: dict[str, Carry] = {}
        """Where linking stopped, host by host."""
        self.ends: dict[int, End] = {}
        """Where reading stopped, source by source."""
        self.own_hosts = tuple(sorted({*self._before.own_hosts, *options.own_hosts}))
        self.split = self._before.split
        """Host labels that stand for several machines, as far as ``into`` has found out."""
        inputs, found = discover(paths, stdin=stdin)
        inputs, known = self._before.fresh(inputs)
        surveys = {source.number: self._survey(source) for source in inputs}
        self._inputs, self._surveys, refused = self._before.admitted(inputs, surveys)
        spans = [self._span(source) for source in self._inputs]
        self._plan: Plan = arrange(self._inputs, spans)
        seen = [f for s in self._surveys.values() for f in s.findings]
        self._found = [*found, *known, *seen, *refused, *self._plan.findings]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The inputs that can be read."""
        return self._inputs

    def last(self, source: Source) -> int | None:
        """The latest time in a source, where it is known."""
        return self._surveys[source.number].last

    def _survey(self, source: Source) -> Survey:
        options = self._options
        return survey(source, year=options.year, timezone=options.timezone, now=options.now)

    def _span(self, source: Source) -> Span | None:
        found = self._surveys[source.number]
        return None if found.first is None else Span(found.first, found.last)

    def spool(self) -> None:
        """Makes standard input readable more than once; to be called before it is read."""
        for source in self._inputs:
            source.spool()

    def into(self, taker: Callable[[], T], open_too: bool = True) -> tuple[T, Outcome]:
        """Reads everything into a new taker; what is still open at the end as it stands, or not.

        Where one host label turns out to stand for several machines, it is all read again with
        their full names: only then do pids and queue ids not meet those of another machine.
        """
        split = self._before.split
        while True:
            into = taker()
            coverage = self._pass(into, split, open_too)
            shared = frozenset(label for label, names in coverage.hosts.items() if several(names))
            if shared <= split or any(source.once for source in self._inputs):
                self.split = split
                return into, self._outcome(coverage)
            split |= shared

    def columns(self) -> Iterator[Columns]:
        """All events once more, in order, hosts told apart as ``into`` has found them to be."""
        self._read_so_far = 0
        executor = ProcessPoolExecutor(self._options.jobs) if self._options.jobs > 1 else None
        try:
            with without_collector():
                yield from self._columns(executor, self.split, Coverage())
        finally:
            if executor is not None:
                executor.shutdown(cancel_futures=True)

    def strands(self) -> Iterator[Iterator[tuple[Reader, Block]]]:
        """The same by strand: sources whose lines follow one another in time."""
        for strand in self._plan.strands:
            yield (
                (reader(calendar, block.offset), block)
                for _, calendar, block in self._tasks(strand, self.split)
            )

    def blocks(self) -> Iterator[tuple[Reader, Block]]:
        """All blocks once more, each with what reads its lines; not in the order of time."""
        self._read_so_far = 0
        for strand in self._plan.strands:
            for _, calendar, block in self._tasks(strand, self.split):
                yield reader(calendar, block.offset), block

    @property
    def engine(self) -> PlainEngine:
        """The engine that tells hosts apart as ``into`` has found them to be."""
        return every_kind(self.split)

    def _pass(self, taker: Taker, split: frozenset[str], open_too: bool) -> Coverage:
        self._read_so_far = 0
        carries, coverage = self._before.begin()
        self.carries, self.ends = carries, {}
        for carry in carries.values():
            carry.own_hosts = self.own_hosts
        options = self._options
        since, until = coverage.since, coverage.until = self.limits()
        executor = ProcessPoolExecutor(options.jobs) if options.jobs > 1 else None
        try:
            with without_collector():
                for columns in self._columns(executor, split, coverage):
                    carry = carries.setdefault(columns.host, Carry(columns.host, own_hosts=self.own_hosts))
                    taker.add(columns.host, step(carry, columns).between(since, until))
                for host, carry in carries.items() if open_too else ():
                    taker.add(host, end(carry).between(since, until))
        finally:
            if executor is not None:
                executor.shutdown(cancel_futures=True)
        return coverage

    def whole_days(self, newest: int | None) -> tuple[int | None, int | None]:
        """Has only whole UTC days count from now on, and says which; newest: of what was read before.

        Each limit is moved to the midnight that is nearest to it.
        """
        since, until = (None if limit is None else (limit + DAY // 2) // DAY for limit in self.limits(newest))
        self._limits = None if since is None else since * DAY, None if until is None else until * DAY
        return since, until

    def limits(self, newest: int | None = None) -> tuple[int | None, int | None]:
        """From when on and up to when things count, in microseconds; newest: of what was read before."""
        if self._limits is not None:
            return self._limits
        options = self._options
        since = None if options.since is None else from_datetime(options.since)
        until = None if options.until is None else from_datetime(options.until)
        if options.last is not None:
            seen = [*(survey.last for survey in self._surveys.values()), newest]
            ends = [last for last in seen if last is not None]
            end = until if until is not None else max(ends, default=None)
            now = from_datetime(options.now or datetime.now(UTC)) if end is None else end
            since = max(now - options.last // timedelta(microseconds=1), 0)
        return since, until

    def _columns(
        self, executor: Executor | None, split: frozenset[str], coverage: Coverage
    ) -> Iterator[Columns]:
        strands = [self._strand(strand, executor, split, coverage) for strand in self._plan.strands]
        return merged(strands) if len(strands) > 1 else (c for strand in strands for c in strand)

    def _strand(
        self, strand: Sequence[Source], executor: Executor | None, split: frozenset[str], coverage: Coverage
    ) -> Iterator[Columns]:
        ahead = 2 * self._options.jobs
        for scanned in in_order(executor, scan_block, self._tasks(strand, split), ahead):
            coverage.merge(scanned.coverage)
            yield from scanned.columns.values()

    def _tasks(
        self, strand: Iterable[Source], split: frozenset[str]
    ) -> Iterator[tuple[frozenset[str], Calendar, Block]]:
        sizes = [s.size for s in self._inputs if s.compression == "plain" and s.size is not None]
        total = sum(sizes) if len(sizes) == len(self._inputs) else None
        for source in strand:
            calendar = self._surveys[source.number].calendar
            for block in source.blocks(cuts=calendar.cuts):
                yield split, calendar, block
                self.ends[source.number] = self.ends.get(source.number, End()).after(block)
                self._read_so_far += len(block.data)
                if self._progress is not None:
                    self._progress(self._read_so_far, total)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say of the inputs and of all reading so far."""
        late = [finding for source in self._inputs for finding in source.findings]
        yearless = [InputFinding("info", name, _YEARLESS) for name in self._without_year()]
        told = gathered([*self._found, *late, *yearless, *self._narrowed()])
        return tuple(Finding(f.severity, f.where, f.text) for f in told)

    def _outcome(self, coverage: Coverage) -> Outcome:
        found = self.findings
        names = {**self._before.names(), **{source.number: source.name for source in self._inputs}}
        return Outcome(coverage, found, names, any(f.severity == "error" for f in found))

    def _narrowed(self) -> Iterator[InputFinding]:
        """Says which part of the logs counts, where that is not all of them."""
        since, until = self.limits()
        begin = "" if since is None else f" from {as_datetime(since):%Y-%m-%d %H:%M}"
        end = "" if until is None else f" to before {as_datetime(until):%Y-%m-%d %H:%M}"
        if begin or end:
            how = "all was read" if self._limits is None else "whole UTC days, as the store keeps them"
            yield InputFinding("info", "counted", f"only what began{begin}{end} UTC; {how}")

    def _without_year(self) -> Iterator[str]:
        """The names of the inputs whose years were inferred."""
        for source in self._inputs:
            seen = self._surveys[source.number]
            if seen.inferred and seen.first is not None:
                yield source.name


def several(names: set[str]) -> bool:
    """True where two full names stand behind one label; a short and a full one are the same host."""
    return len({name.lower().rstrip(".") for name in names if "." in name}) > 1
