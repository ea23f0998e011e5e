"""The engine for large logs: a whole block at a time where lines are written in the usual way.

Whatever is not proved to be usual goes line by line through the plain engine, in its place among the
others; so both engines make the same of every block.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import cast

import numpy as np

from loganalyzer.scan.choice import NO_CHOICE, Choices
from loganalyzer.scan.columns import Columns, Fields, Reader
from loganalyzer.scan.envelopes import common_frame, envelopes
from loganalyzer.scan.plain import PlainEngine, Run, Scanned
from loganalyzer.scan.table import Candidate, Program
from loganalyzer.scan.text import Flags, Ints, Text
from loganalyzer.sources.block import Block
from loganalyzer.syslog.repeated import last_repeated
from loganalyzer.syslog.usual import Frame
from loganalyzer.terms.moment import HOUR
from loganalyzer.terms.place import place

FEW = 200
"""Blocks of fewer lines are left to the plain engine."""

OTHERS = -2
"""Stands for a program that is not ours."""

_LOOKED_AT = 1 << 16
"""Bytes at a block's begin by which its frame is found."""

_MOST_TAGS = 100_000

_NUMBERED = re.compile(r"\[[0-9]+\]\Z")

_groups = re.Match.groups


class BlockEngine(PlainEngine):
    """Scans blocks with a grammar; it keeps nothing between blocks but caches."""

    def __init__(self, programs: Mapping[str, Program], split_hosts: frozenset[str] = frozenset()) -> None:
        """Takes the same as the plain engine."""
        super().__init__(programs, split_hosts)
        self.choices = Choices(programs)
        self._numbers = {id(program): number for number, program in enumerate(programs.values())}
        self.known: dict[str, int] = {}
        """Numbers of the programs of tags that have been met."""

    def number(self, tag: str) -> int:
        """The number of a tag's program among the choices; OTHERS for one that is not ours."""
        program = self.tags.get(tag) or self.program(tag)
        return OTHERS if program is None else self._numbers[id(program)]

    def scan(self, block: Block, read: Reader) -> Scanned:
        """Columns of events by host, and coverage, of one block of whole lines."""
        head = block.data[:_LOOKED_AT].decode("latin-1").split("\n")[:-1]
        frame = common_frame(head, read) if len(head) >= FEW else None
        if frame is None:
            return super().scan(block, read)
        if len(self.known) > _MOST_TAGS:
            self.known.clear()
        run = _BlockRun(self, read, block, frame)
        run.block()
        return run.finish()


@dataclass(slots=True)
class _Events:
    """Holds events of usual lines in the log's order; rows: the number of each one's line."""

    rows: Ints
    kinds: list[str]
    fields: list[Fields]
    places: list[int]
    times: list[int]
    processes: list[str]


class _BlockRun(Run):
    """One block's scan; ``usual`` says which of its lines need no closer look."""

    def __init__(self, engine: BlockEngine, read: Reader, block: Block, frame: Frame) -> None:
        super().__init__(engine, read)
        self._blocks = engine
        self._block = block
        self._frame = frame
        self._text = Text(block.data)
        self._letters = block.data.decode("latin-1")
        """The text, a character for each byte; only of lines in ASCII is anything taken from it."""
        self._envelopes = envelopes(self._text, frame, read)
        self._usual = self._envelopes.usual & ~self._text.unusual()

    def block(self) -> None:
        """Scans all lines: first the usual ones together, then in order those that are left over."""
        rows = np.flatnonzero(self._usual)
        tags = self._tags(rows)
        numbers = self._programs(rows, tags)
        choice = np.full(len(self._usual), NO_CHOICE)
        ours = rows[numbers >= 0]
        begins, ends = self._envelopes.messages[ours], self._text.ends[ours]
        choice[ours] = self._blocks.choices.choose(self._text, numbers[numbers >= 0], begins, ends)
        self._usual &= choice != NO_CHOICE
        self._others(rows, tags, np.flatnonzero(numbers == OTHERS))
        at, kinds, fields = self._match(choice)
        writer = np.searchsorted(rows, at).tolist()
        places = (self._text.begins[at] + place(self._block.source, self._block.offset)).tolist()
        times = self._envelopes.times[at].tolist()
        self._in_order(_Events(at, kinds, fields, places, times, [tags[n] for n in writer]))

    def _tags(self, rows: Ints) -> list[str]:
        """The tag of each line, without its colon."""
        letters = self._letters
        begins, ends = self._envelopes.tags[rows].tolist(), (self._envelopes.messages[rows] - 2).tolist()
        return [letters[begin:end] for begin, end in zip(begins, ends, strict=True)]

    def _programs(self, rows: Ints, tags: list[str]) -> Ints:
        """The number of each line's program; NO_CHOICE where the plain engine has to say more."""
        known = self._blocks.known
        if rows.size:
            begin = int(self._text.begins[rows[0]])
            minute = self._letters[begin : begin + self._frame.layout.minute]
            for tag in set(tags) - known.keys():
                # The digits of a process number decide nothing, so one of each program is looked at.
                one = _NUMBERED.sub("[1]", tag)
                if one not in known:
                    is_tag = self._frame.knows(minute, f"{one}:", self._read)
                    known[one] = self._blocks.number(one) if is_tag else NO_CHOICE
                known[tag] = known[one]
        return np.fromiter(map(known.__getitem__, tags), np.int64, len(tags))

    def _others(self, rows: Ints, tags: list[str], which: Ints) -> None:
        """Counts lines of programs that are not ours; those that repeat another are left over."""
        begins, ends = self._envelopes.messages[rows[which]].tolist(), self._text.ends[rows[which]].tolist()
        count = self._out.coverage.other
        for number, begin, end in zip(which.tolist(), begins, ends, strict=True):
            if last_repeated(self._letters[begin:end]) is None:
                count[tags[number].partition("[")[0]] += 1
                self._usual[rows[number]] = True

    def _match(self, choice: Ints) -> tuple[Ints, list[str], list[Fields]]:
        """Tries the candidates of each choice on all its lines; lines that fit none are not usual."""
        rows = np.flatnonzero(choice != NO_CHOICE)
        rows = rows[np.argsort(choice[rows], kind="stable")]
        edges = np.flatnonzero(np.diff(choice[rows])) + 1
        found: list[Ints] = [np.zeros(0, np.int64)]
        kinds: list[str] = []
        fields: list[Fields] = []
        for left in np.split(rows, edges) if rows.size else ():
            for candidate in self._blocks.choices.candidates[choice[left[0]]]:
                matched, hits, left = self._hits(candidate, left)
                if candidate.event:
                    found.append(matched)
                    kinds += [candidate.name] * len(hits)
                    fields += map(_groups, hits)
                elif matched.size:
                    self._passed(candidate, matched)
                if not left.size:
                    break
            self._usual[left] = False
        at = np.concatenate(found)
        order = np.argsort(at, kind="stable")
        places = order.tolist()
        return at[order], [kinds[n] for n in places], [fields[n] for n in places]

    def _hits(self, candidate: Candidate, rows: Ints) -> tuple[Ints, list[re.Match[str]], Ints]:
        """The lines that the candidate fits, what it found in them, and the other lines."""
        begins = self._envelopes.messages[rows].tolist()
        if candidate.lead is not None:
            starts = list(map(self._letters.startswith, repeat(candidate.lead), begins))
            fits = np.array(starts, np.bool_)
            return rows[fits], [], rows[~fits]
        hits = list(map(candidate.match, repeat(self._letters), begins, self._text.ends[rows].tolist()))
        if all(hits):
            return rows, cast(list[re.Match[str]], hits), rows[:0]
        fits = np.array([hit is not None for hit in hits], np.bool_)
        return rows[fits], [hit for hit in hits if hit], rows[~fits]

    def _passed(self, candidate: Candidate, rows: Ints) -> None:
        """Counts lines that become no events."""
        coverage = self._out.coverage
        if candidate.counted:
            times = self._envelopes.times[rows]
            coverage.recognised[candidate.name] += len(rows)
            coverage.spans(int(times.min()), int(times.max()))
        else:
            coverage.ignored[candidate.name] += len(rows)

    def _in_order(self, events: _Events) -> None:
        """Adds the usual lines' events, and between them what the plain engine makes of the others."""
        usual, block, text = self._usual, self._block, self._text
        is_event = np.zeros(len(usual), np.bool_)
        is_event[events.rows] = True
        edges = (np.flatnonzero(np.diff(usual)) + 1).tolist()
        begun: Columns | None = None
        taken = 0
        for first, end in pairwise([0, *edges, len(usual)]):
            if not usual[first]:
                begin, stop = int(text.begins[first]), int(text.ends[end - 1]) + 1
                self.lines(Block(block.source, block.offset + begin, block.data[begin:stop]))
                continue
            columns = begun = self._begun(usual) if begun is None else begun
            upto = int(np.searchsorted(events.rows, end))
            columns.kinds += events.kinds[taken:upto]
            columns.places += events.places[taken:upto]
            columns.times += events.times[taken:upto]
            columns.processes += events.processes[taken:upto]
            columns.fields += events.fields[taken:upto]
            columns.ends_with_event = bool(is_event[end - 1])
            taken = upto

    def _begun(self, usual: Flags) -> Columns:
        """The columns of the usual lines' host; all these lines are counted."""
        columns = self._columns(self._frame.host)
        hours, counts = np.unique(self._envelopes.times[usual] // HOUR, return_counts=True)
        for hour, lines in zip(hours.tolist(), counts.tolist(), strict=True):
            self._hours[columns.host, hour] += lines
        self._out.coverage.lines += int(usual.sum())
        return columns
