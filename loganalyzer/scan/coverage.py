"""Every line accounted for: what was understood, what was not, and samples of the rest."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

SHAPES = 2000
"""Shapes of unrecognised lines kept apart; further ones are counted together."""

OTHER_SHAPES = "(further shapes)"

_VARIABLE = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\S+@\S+|\b[0-9A-Fa-f]{6,}\b|\b\d[\d.:]*")


def shape_of(tag: str, message: str) -> str:
    """The message with its names, numbers and addresses left out: lines of one kind share it."""
    program = tag.partition("[")[0]
    return f"{program}: {_VARIABLE.sub('*', message[:300])[:120]}"


class Sample(NamedTuple):
    """A line kept as an example, with its place; the first in the log's order is kept."""

    at: int
    line: str


@dataclass(slots=True)
class Coverage:
    """Counts lines by what became of them; the counts sum to ``lines``.

    recognised: lines by kind. ignored: lines by kind that bear on nothing we report. other:
    lines of programs that are not ours, by tag. unrecognised: lines of our programs by shape.
    damaged: lines by reason. blank: empty lines. Sums of two stretches: ``merge``.
    since, until: what was counted began from the one to before the other; None: all of it. Lines
    are counted wherever they are.
    """

    lines: int = 0
    blank: int = 0
    not_utf8: int = 0
    recognised: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    unrecognised: Counter[str] = field(default_factory=Counter)
    damaged: Counter[str] = field(default_factory=Counter)
    samples: dict[str, Sample] = field(default_factory=dict)
    hosts: dict[str, set[str]] = field(default_factory=dict)
    hours: dict[str, Counter[int]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    since: int | None = None
    until: int | None = None

    @property
    def ours(self) -> int:
        """Lines written by programs of which we know the messages."""
        return self.recognised.total() + self.ignored.total() + self.unrecognised.total()

    @property
    def understood(self) -> float:
        """The share of our lines that was recognised or is known to be irrelevant; 1.0 of none."""
        return 1.0 - self.unrecognised.total() / self.ours if self.ours else 1.0

    def accounted(self) -> int:
        """The sum over all the ways a line can end; equals ``lines``."""
        counters = (self.recognised, self.ignored, self.other, self.unrecognised, self.damaged)
        return self.blank + sum(counter.total() for counter in counters)

    def note(self, shape: str, at: int, line: str) -> None:
        """Keeps the line as the sample of its shape if it is the first of it."""
        kept = self.samples.get(shape)
        if kept is None or at < kept.at:
            self.samples[shape] = Sample(at, line[:400])

    def merge(self, other: "Coverage") -> None:
        """Adds the counts of another stretch of log to this one."""
        self.lines += other.lines
        self.blank += other.blank
        self.not_utf8 += other.not_utf8
        for mine, theirs in (
            (self.recognised, other.recognised),
            (self.ignored, other.ignored),
            (self.other, other.other),
            (self.damaged, other.damaged),
        ):
            mine.update(theirs)
        for shape, count in other.unrecognised.items():
            known = shape in self.unrecognised or len(self.unrecognised) < SHAPES
            self.unrecognised[shape if known else OTHER_SHAPES] += count
        for shape, sample in other.samples.items():
            if shape in self.samples or len(self.samples) < SHAPES + 100:
                self.note(shape, *sample)
        for label, names in other.hosts.items():
            self.hosts.setdefault(label, set()).update(names)
        _add_all(self.hours, other.hours)
        if other.first is not None and other.last is not None:
            self.spans(other.first, other.last)

    def spans(self, first: int, last: int) -> None:
        """Widens the stretch of time covered."""
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)


def _add_all(mine: dict[str, Counter[int]], theirs: Mapping[str, Counter[int]]) -> None:
    for key, counter in theirs.items():
        mine.setdefault(key, Counter()).update(counter)
