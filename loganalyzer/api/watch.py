"""A growing log as happenings: what is there is read first, then what comes, until nobody wakes us.

Every block goes through the same scanning and the same step as everywhere, with one carry a host
that goes on, so nothing is counted twice and memory stays flat.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from operator import attrgetter

from loganalyzer.advice.facts import Given
from loganalyzer.advice.watching.happening import Happening
from loganalyzer.advice.watching.watcher import Watcher
from loganalyzer.api.reading import every_kind, several
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.step import settled, step
from loganalyzer.scan.columns import days
from loganalyzer.scan.coverage import Coverage
from loganalyzer.sources import Block, Finding
from loganalyzer.sources.growing import PIECE, Growing
from loganalyzer.syslog.calendar import Calendar, reader
from loganalyzer.syslog.present import present
from loganalyzer.syslog.survey import survey
from loganalyzer.terms.moment import DAY, HOUR, SECOND, as_datetime

LEARNT_FROM = 16 << 20
"""Bytes of the past that are read quietly: what is in the queue, who used TLS, whom our people wrote to."""

CALM = 2 * SECOND
"""After so long without a line no earlier one can follow any more (see ``linking.order``)."""

Waker = Callable[[bool], int | None]
"""Says what time it is, in microseconds, when it is time to look again: at once where it is told that
there is more to read, else when it likes. None ends the watch."""


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How a log is watched.

    from_start: what is there first is told too, all of it; else only learnt from. every:
    microseconds from one summary to the next. everything: also what is left to the summary.
    """

    timezone: tzinfo | None = None
    from_start: bool = False
    every: int = HOUR
    everything: bool = False


class Watch:
    """One watch over one growing log; ``run`` may be called once."""

    def __init__(
        self, growing: Growing, wake: Waker, given: Given | None = None, options: WatchOptions | None = None
    ) -> None:
        """Nothing is read yet."""
        self._growing, self._wake = growing, wake
        self._given, self._options = given or Given(), options or WatchOptions()
        self._carries: dict[str, Carry] = {}
        self._names: dict[str, set[str]] = {}
        self._split: frozenset[str] = frozenset()
        self._usual = ""
        self._now = self._arrived = 0
        self.over = ""
        """Why the log came to an end by itself; empty while it has not."""

    def run(self) -> Iterator[Happening]:
        """What happens, in the order of the log, until ``wake`` or the log itself comes to an end.

        A summary comes at its interval, and one at the end, after what could not wait for its fate.
        """
        if not self._woken(more=True):
            return
        watcher = Watcher(self._given, self._now, everything=self._options.everything)
        yield from watcher.start(self._now)
        yield from self._past(watcher)
        due, more = self._now + self._options.every, True
        while not self.over and self._woken(more):
            look = self._growing.look()
            more, self.over = look.more, look.over
            yield from _told(look.findings, self._now)
            for block in look.blocks:
                self._arrived = self._now
                yield from self._block(
                    watcher, block, present(self._now, self._options.timezone, self._usual)
                )
            yield from self._calm(watcher, at_once=bool(self.over))
            yield from watcher.tick(self._now)
            if self._now >= due:
                yield from watcher.summary(self._now, "interval")
                due = self._now + self._options.every
        yield from self._calm(watcher, at_once=True)
        yield from watcher.end(self._now)

    def _woken(self, more: bool) -> bool:
        """Waits, and notes what time it is; False at the end."""
        now = self._wake(more)
        self._now = self._now if now is None else now
        return now is not None

    def _past(self, watcher: Watcher) -> Iterator[Happening]:
        """Reads what is there: to tell it, or only to learn from it."""
        loud = self._options.from_start
        source, findings = self._growing.past(None if loud else LEARNT_FROM)
        if source is None:
            self.over = next((f.text for f in findings if f.severity == "error"), "")
            return
        known = survey(source, timezone=self._options.timezone, now=as_datetime(self._now))
        self._usual = known.calendar.usual
        for block in source.blocks(PIECE, known.calendar.cuts):
            yield from _if(loud, self._block(watcher, block, known.calendar, past=True))
            if not self._woken(more=True):
                break
        yield from _if(loud, self._calm(watcher, at_once=True))
        if loud:
            yield from _told(source.findings, self._now)
            yield from watcher.summary(self._now, "so far")
        else:
            watcher.begin(self._now)

    def _block(
        self, watcher: Watcher, block: Block, calendar: Calendar, *, past: bool = False
    ) -> Iterator[Happening]:
        """Takes one block through scanning and linking to what matters in it."""
        scanned = every_kind(self._split).scan(block, reader(calendar, block.offset))
        self._note_hosts(scanned.coverage)
        coverage = scanned.coverage
        understood = coverage.recognised.total() + coverage.ignored.total()
        strange = coverage.unrecognised.total() + coverage.damaged.total()
        yield from watcher.account(coverage.lines, understood, strange, self._now)
        for columns in scanned.columns.values():
            yield from watcher.read(columns, self._now)
            carry = self._carries.setdefault(columns.host, Carry(columns.host))
            for day in days(columns):  # so that no window opens and closes within one step
                if past and day.times and carry.clock // DAY != day.times[0] // DAY:
                    watcher.repeat()  # no summary comes between: there each day has its own news
                found = watcher.take(carry, step(carry, day), self._now)
                yield from sorted(found, key=attrgetter("time"))

    def _note_hosts(self, coverage: Coverage) -> None:
        """Tells hosts of one label apart from when there are several."""
        for label, names in coverage.hosts.items():
            known = self._names.setdefault(label, set())
            known |= names
            if label not in self._split and several(known):
                self._split |= {label}

    def _calm(self, watcher: Watcher, *, at_once: bool) -> Iterator[Happening]:
        """Links the last lines, which wait for earlier ones, once none can come any more."""
        if not at_once and self._now - self._arrived < CALM:
            return
        for carry in self._carries.values():
            if carry.waiting or carry.leaving:
                yield from watcher.take(carry, settled(carry), self._now)


def _if(loud: bool, happenings: Iterable[Happening]) -> Iterator[Happening]:
    """The happenings; none where they are only learnt from."""
    for one in happenings:
        if loud:
            yield one


def _told(findings: Iterable[Finding], now: int) -> Iterator[Happening]:
    return (Happening(now, "", "log", str(finding)) for finding in findings)
