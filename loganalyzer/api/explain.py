"""From a figure to its lines: finds the traces that were asked for, and tells each as a story.

The logs are read three times: for the traces of what was asked, of which the newest are kept; for
the raw lines of these; and, as always, for what the report makes of them. For a unit this comes first:
only the report's own reading knows which messages it counts.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial

from loganalyzer.api.asked import Asked
from loganalyzer.api.gather import Gathered, gather
from loganalyzer.api.reading import Outcome, Reading
from loganalyzer.api.tallies import Tallies
from loganalyzer.grammar import BY_NAME
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Affected, Finished
from loganalyzer.linking.step import flush, step
from loganalyzer.linking.trace import Trace
from loganalyzer.linking.traces import Tracing
from loganalyzer.reports.build import Where
from loganalyzer.reports.conclude import Switched, Units, conclude, counts
from loganalyzer.reports.report import Report
from loganalyzer.reports.story import Explanation, Story, StoryLine
from loganalyzer.scan.columns import REPEATED, Columns

Wanted = Callable[[Affected], bool]


class Judged:
    """Tallies everything, and keeps the judged messages that are wanted."""

    def __init__(self, wanted: Wanted) -> None:
        """Takes what tells the wanted ones."""
        self._wanted = wanted
        self.tallies = Tallies()
        self.affected: list[Affected] = []

    def add(self, host: str, done: Finished) -> None:
        """Counts what a host's log finished, and keeps what is wanted."""
        self.tallies.add(host, done)
        self.affected += filter(self._wanted, done.affected)


class Newest:
    """Keeps the newest traces that were asked for, those first that the report counts."""

    def __init__(self, question: Asked, judged: Sequence[Affected], most: int) -> None:
        """Takes the question, the judged messages of a unit, and how many to keep."""
        self._question, self._most = question, most
        self._judged = frozenset(one.at for one in judged)
        self._lost = frozenset(one.at for one in judged if counts(one))
        self._kept: list[tuple[bool, int, int, Trace]] = []
        self.total = 0
        self.refusals: set[int] = set()

    def add(self, traces: Iterable[Trace], since: int | None, until: int | None) -> None:
        """Looks at finished traces; only those that began within the limits count."""
        for trace in traces:
            began = trace.first.time
            if (since is not None and began < since) or (until is not None and began >= until):
                continue
            if not self._question.meets(trace, self._judged):
                continue
            self.total += 1
            self.refusals |= trace.refusals
            first = self._question.what == "unit" and not self._lost.isdisjoint(trace.refusals)
            heapq.heappush(self._kept, (first, began, self.total, trace))
            if len(self._kept) > self._most:
                heapq.heappop(self._kept)

    @property
    def traces(self) -> list[Trace]:
        """Those kept, newest first."""
        return [trace for *_, trace in sorted(self._kept, key=lambda kept: kept[:3], reverse=True)]


def choose(reading: Reading, question: Asked, judged: Sequence[Affected], most: int) -> Newest:
    """The newest traces of what was asked."""
    newest = Newest(question, judged, most)
    since, until = reading.limits()
    if question.what == "unit":
        since = until = None  # its messages were chosen by the report's own reading
    tracings: dict[str, Tracing] = {}
    for columns in reading.columns():
        tracing = tracings.setdefault(columns.host, Tracing(columns.host))
        newest.add(tracing.step(columns), since, until)
    for tracing in tracings.values():
        newest.add(tracing.flush(), since, until)
    return newest


@dataclass(frozen=True, slots=True)
class Found:
    """What three readings found: the chosen traces, their lines, and all judged messages of them."""

    newest: Newest
    lines: list[list[Gathered]]
    judged: Judged
    outcome: Outcome


def find(reading: Reading, question: Asked, most: int) -> Found:
    """Reads for the newest ``most`` traces of what was asked."""
    if question.what == "unit":
        judged, outcome = reading.into(lambda: Judged(question.names))
        newest = choose(reading, question, judged.affected, most)
        return Found(newest, gather(reading.blocks(), newest.traces, reading.engine), judged, outcome)
    while True:
        split = reading.split
        newest = choose(reading, question, (), most)
        lines = gather(reading.blocks(), newest.traces, reading.engine)
        places = newest.refusals.union(line.read.at for story in lines for line in story)
        judged, outcome = reading.into(partial(_at, places))
        if reading.split == split:  # else hosts that share a label were taken for one
            return Found(newest, lines, judged, outcome)


def _at(places: Set[int]) -> Judged:
    return Judged(lambda affected: affected.at in places)


def explain(question: Asked, found: Found, report: Report) -> Explanation:
    """Tells what was found as stories; ``report`` is the one of the same reading."""
    units = {
        (advice.host, advice.subject, one.unit): one for advice in report.advice for one in advice.obstacles
    }
    switched = {(one.host, one.subject) for one in report.advice if one.switched_on is not None}
    judged: dict[tuple[str, int], list[Affected]] = {}
    for one in found.judged.affected:
        judged.setdefault((one.host, one.at), []).append(one)
    newest = found.newest
    stories = tuple(
        _story(trace, lines, judged, units, switched, found.outcome.where)
        for trace, lines in zip(newest.traces, found.lines, strict=True)
    )
    counted = Counter(
        one.restriction
        for one in found.judged.affected
        if counts(one, switched) and one.at in newest.refusals
    )
    return Explanation(question.text, question.what, stories, newest.total, tuple(sorted(counted.items())))


def _story(
    trace: Trace,
    lines: Sequence[Gathered],
    judged: dict[tuple[str, int], list[Affected]],
    units: Units,
    switched: Switched,
    where: Where,
) -> Story:
    here = [one for line in lines for one in judged.get((trace.host, line.read.at), ())]
    told = tuple(_line(line, where) for line in lines)
    return Story(
        host=trace.host,
        queue_ids=_in_order(trace, lines),
        first=min((line.read.time for line in lines), default=trace.first.time),
        last=max((line.read.time for line in lines), default=trace.last.time),
        lines=told,
        conclusion=conclude(_linked(trace.host, lines), told, here, units, switched),
    )


def _in_order(trace: Trace, lines: Sequence[Gathered]) -> tuple[str, ...]:
    """The queue ids in the order in which they turn up."""
    met = dict.fromkeys(line.read.queue_id for line in lines if line.read.queue_id in trace.queue_ids)
    return (*met, *sorted(trace.queue_ids - set(met)))


def _line(line: Gathered, where: Where) -> StoryLine:
    read = line.read
    declared = BY_NAME.get(read.kind)
    return StoryLine(
        where=where(read.at),
        at=read.at,
        time=read.time,
        raw=line.raw,
        kind=read.kind,
        meaning=declared.meaning if declared else "",
        fields=tuple(read.fields.items()),
    )


def _linked(host: str, lines: Sequence[Gathered]) -> Finished:
    """What linking makes of the story's lines alone."""
    columns = Columns(host)
    for line in lines:
        if line.event is not None and line.event[0] != REPEATED:
            kind, fields = line.event
            columns.add(kind, line.read.at, line.read.time, line.read.process, fields)
    carry = Carry(host)
    done = step(carry, columns)
    done.extend(flush(carry))
    return done
