"""The plain engine: one line after the other, the reference for any faster one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from operator import add

from loganalyzer.grammar.cut import is_cut
from loganalyzer.scan.columns import REPEATED, Columns, Reader
from loganalyzer.scan.coverage import Coverage, shape_of
from loganalyzer.scan.table import ANY_POSTFIX, Program
from loganalyzer.sources.block import Block
from loganalyzer.syslog.journal_short import is_mark
from loganalyzer.syslog.left_out import is_left_out
from loganalyzer.syslog.repeated import last_repeated, repeated
from loganalyzer.terms.moment import HOUR
from loganalyzer.terms.place import place
from loganalyzer.terms.process import program_of

LONGEST = 16_384
"""Characters of the longest line that is read: four times what any syslog transports by default."""

NOT_PRINTED = "its text was not printed by journalctl"
"""Why a line is damaged though its envelope is whole: the journal itself still has its text."""

CUT_SHORT = "cut short by syslog"
"""Why a line is damaged that begins as a known message does: its end, with most of its fields, is lost."""

MOST_REPEATS = 100_000
"""The most repetitions believed of one line; a larger number is damage."""


@dataclass(slots=True)
class Scanned:
    """What one block held: columns by host, and the account of its lines."""

    columns: dict[str, Columns] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)


def lines_of(block: Block, coverage: Coverage) -> tuple[list[str], Iterator[int]]:
    """Texts of the lines, without their ends, and their places.

    Text that is no UTF-8 is counted and mended; a NUL or CR at either end of a line is dropped.
    """
    at = place(block.source, block.offset)
    data = block.data
    if data.isascii() and b"\r" not in data and b"\0" not in data:
        lines = data.decode("ascii").removesuffix("\n").split("\n")
        return lines, _places(at, lines)
    raw_lines = data.removesuffix(b"\n").split(b"\n")
    lines = []
    for raw in raw_lines:
        bare = raw.strip(b"\r\0")
        try:
            lines.append(bare.decode())
        except UnicodeDecodeError:
            coverage.not_utf8 += 1
            lines.append(bare.decode(errors="replace"))
    return lines, _places(at, raw_lines)


def _places(at: int, lines: Sequence[str] | Sequence[bytes]) -> Iterator[int]:
    """Where each line begins: the lengths before it, and a newline each."""
    return map(add, accumulate(map(len, lines), initial=at), count())


UNSEEN = Program({}, {}, ())
"""Stands for a tag that has not been looked up yet."""

NOWHERE = Columns("")
"""Stands for the columns of a host before a block's first line."""


class PlainEngine:
    """Scans blocks with a grammar; it keeps nothing between blocks but a cache."""

    def __init__(self, programs: Mapping[str, Program], split_hosts: frozenset[str] = frozenset()) -> None:
        """Takes the dispatch tables, and the host labels that several machines share.

        A host is known by its name up to the first dot; by its whole name where the label is in
        ``split_hosts``.
        """
        self._programs = programs
        self._split = split_hosts
        self.tags: dict[str, Program | None] = {}

    def host(self, name: str, coverage: Coverage) -> str:
        """The key under which a host's events are kept; the name is noted."""
        is_address = ":" in name or name.replace(".", "").isdigit()
        label = name if is_address else name.partition(".")[0]
        coverage.hosts.setdefault(label, set()).add(name)
        return name if label in self._split else label

    def program(self, tag: str) -> Program | None:
        """The dispatch table for a tag with its pid; None for a program that is not ours."""
        if len(self.tags) > 100_000:
            self.tags.clear()
        key = program_of(tag)
        program = self._programs.get(key)
        if program is None and key.startswith("/") and tag.startswith("postfix"):
            program = self._programs[ANY_POSTFIX]
        self.tags[tag] = program
        return program

    def scan(self, block: Block, read: Reader) -> Scanned:
        """Columns of events by host, and coverage, of one block of whole lines."""
        run = Run(self, read)
        run.lines(block)
        return run.finish()


class Run:
    """One block's scan, a line after the other."""

    def __init__(self, engine: PlainEngine, read: Reader) -> None:
        """Begins with nothing counted."""
        self._engine = engine
        self._read = read
        self._out = Scanned()
        self._ignored: list[str] = []
        self._counted: list[str] = []
        self._counted_times: list[int] = []
        self._extra: Counter[str] = Counter()
        self._repeats = 0
        self._hours: Counter[tuple[str, int]] = Counter()

    def lines(self, block: Block) -> None:
        """Scans all lines of the block, or of the next part of it; a hot loop.

        Everything that it touches for each line is a local name; the rare cases are calls.
        """
        read, tags, coverage = self._read, self._engine.tags, self._out.coverage
        ignore = self._ignored.append
        columns, host = NOWHERE, None
        within = hour_begins = hour_ends = 0
        lines, places = lines_of(block, coverage)
        for line, at in zip(lines, places, strict=False):
            record = read(line) if len(line) <= LONGEST else None
            if record is None:
                self._no_record(at, line)
                continue
            time, name, tag, message = record
            if name != host or not hour_begins <= time < hour_ends:
                self._hours[columns.host, hour_begins // HOUR] += within
                host, within = name, 0
                columns = self._columns(name)
                add_kind, add_time = columns.kinds.append, columns.times.append
                add_place = columns.places.append
                add_process, add_fields = columns.processes.append, columns.fields.append
                hour_begins = time - time % HOUR
                hour_ends = hour_begins + HOUR
            within += 1
            program = tags.get(tag, UNSEEN)
            if program is UNSEEN:
                program = self._engine.program(tag)
            if program is None:
                self._other(columns, within, at, time, tag, message)
                continue
            blank = message.find(" ")
            candidates = program.words.get(message[:blank])
            if candidates is None:
                candidates = program.queued.get(message[blank + 1 : blank + 5], program.rest)
            for kind, lead, match, event, counted in candidates:
                if lead is not None:
                    if message.startswith(lead):
                        ignore(kind)
                        columns.ends_with_event = False
                        break
                elif found := match(message):
                    if event:
                        add_kind(kind)
                        add_place(at)
                        add_time(time)
                        add_process(tag)
                        add_fields(found.groups())
                        columns.ends_with_event = True
                    else:
                        self._count(kind, time) if counted else ignore(kind)
                        columns.ends_with_event = False
                    break
            else:
                self._rest(program, columns, at, time, tag, message)
        self._hours[columns.host, hour_begins // HOUR] += within
        coverage.lines += len(lines)

    def _columns(self, name: str) -> Columns:
        key = self._engine.host(name, self._out.coverage)
        return self._out.columns.setdefault(key, Columns(key))

    def _count(self, kind: str, time: int) -> None:
        """Counts an event that nobody asked for."""
        self._counted.append(kind)
        self._counted_times.append(time)

    def _no_record(self, at: int, line: str) -> None:
        coverage = self._out.coverage
        if not line or line.isspace():
            coverage.blank += 1
            return
        if is_mark(line):
            coverage.other["journalctl"] += 1
            return
        why = "no known envelope" if len(line) <= LONGEST else "longer than 16 KiB"
        coverage.damaged[why] += 1
        coverage.note(why, at, line)

    def _other(self, columns: Columns, within: int, at: int, time: int, tag: str, message: str) -> None:
        """A line of a program that the grammar does not know: syslogd's own, or none of ours."""
        times = last_repeated(message)
        if times is None or times > MOST_REPEATS:
            columns.ends_with_event = False
            self._out.coverage.other[tag.partition("[")[0]] += 1
            return
        begins = within == 1 and not any(n for (host, _), n in self._hours.items() if host == columns.host)
        if begins or (columns.ends_with_event and columns.kinds[-1] == REPEATED):
            columns.add(REPEATED, at, time, "", (str(times),))
            columns.ends_with_event = True
        elif columns.ends_with_event:
            for _ in range(times):
                columns.add(columns.kinds[-1], at, time, columns.processes[-1], columns.fields[-1])
            self._extra[columns.kinds[-1]] += times
            self._repeats += 1
        else:
            self._repeats += 1

    def _rest(self, program: Program, columns: Columns, at: int, time: int, tag: str, message: str) -> None:
        """A line that the tables do not place at once: of varying beginning, repeated, or unknown."""
        times, inner = repeated(message) or (1, message)
        if times <= MOST_REPEATS:
            for kind, lead, match, event, counted in program.candidates(inner):
                found = match(inner) if lead is None else None
                if found is not None or (lead is not None and inner.startswith(lead)):
                    if event and found is not None:
                        for _ in range(times):
                            columns.add(kind, at, time, tag, found.groups())
                        self._extra[kind] += times - 1
                    elif counted:
                        self._count(kind, time)
                    else:
                        self._ignored.append(kind)
                    columns.ends_with_event = event
                    return
        columns.ends_with_event = False
        coverage = self._out.coverage
        if is_left_out(message):
            coverage.damaged[NOT_PRINTED] += 1
            coverage.note(NOT_PRINTED, at, f"{tag}: {message}")
            return
        if is_cut(tag, inner):
            coverage.damaged[CUT_SHORT] += 1
            coverage.note(CUT_SHORT, at, f"{tag}: {message}")
            return
        shape = shape_of(tag, message)
        coverage.unrecognised[shape] += 1
        coverage.note(shape, at, f"{tag}: {message}")

    def finish(self) -> Scanned:
        """The block's columns and the account of its lines."""
        coverage = self._out.coverage
        coverage.recognised.update(self._counted)
        if self._counted_times:
            coverage.spans(min(self._counted_times), max(self._counted_times))
        for columns in self._out.columns.values():
            coverage.recognised.update(columns.kinds)
            if columns.times:
                coverage.spans(min(columns.times), max(columns.times))
        coverage.recognised.subtract(self._extra)
        coverage.recognised[REPEATED] += self._repeats
        coverage.recognised = +coverage.recognised
        coverage.ignored.update(self._ignored)
        for (host, hour), lines in self._hours.items():
            if lines:
                coverage.hours.setdefault(host, Counter())[hour] += lines
        return self._out
