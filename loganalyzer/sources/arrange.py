"""Several inputs become logs in order of time, each line once."""

from collections.abc import Sequence
from dataclasses import dataclass

from .family import kin
from .finding import Finding, Severity, gathered
from .overlap import Common, Needle, common, continued, first_line
from .source import Source

SLACK = 60_000_000
"""By how much, in microseconds, rotated logs of one family may overlap and still follow each other.

A daemon stamps a line before it reaches the log, so a few lines come late at each rotation.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last time in a log, in microseconds since 1970; the last may be unknown."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Says in which order the inputs are read.

    Within a strand, sources follow each other in time. Strands run side by side: whoever reads
    them merges their lines by time.
    """

    strands: tuple[tuple[Source, ...], ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Log:
    """A source with its span, and how much of it counts."""

    source: Source
    first: int
    last: int
    kept: bool = True

    def place(self) -> tuple[int, int, int]:
        """Its place in order of time."""
        return self.first, self.last, self.source.number

    @property
    def family(self) -> tuple[str, str]:
        return kin(self.source.name)


def arrange(inputs: Sequence[Source], spans: Sequence[Span | None]) -> Plan:
    """Puts the inputs in order of time, drops what is there twice, and says what it found.

    What is twice is judged by content and in runs, never line by line: lines that are repeated
    inside one log are what its daemons wrote. A log that is wholly the beginning of another is
    dropped; where one ends as the next begins, the common run is read once; logs that overlap
    otherwise are read side by side.
    """
    findings: list[Finding] = []
    order = _dropping(_in_order(inputs, spans), findings)
    undated = [source for source, span in zip(inputs, spans, strict=True) if span is None]
    order = _trimming(order, findings)
    strands = _strands(order, findings)
    if undated:
        strands = strands or [[]]
        strands[0].extend(_Log(source, 0, 0) for source in undated)
    return Plan(tuple(tuple(log.source for log in strand) for strand in strands), gathered(findings))


def _in_order(inputs: Sequence[Source], spans: Sequence[Span | None]) -> list[_Log]:
    logs = []
    for source, span in zip(inputs, spans, strict=True):
        if span is not None:
            last = span.first if span.last is None else max(span.first, span.last)
            logs.append(_Log(source, span.first, last))
    return sorted(logs, key=_Log.place)


def _dropping(logs: list[_Log], findings: list[Finding]) -> list[_Log]:
    """Without the logs that are the beginning of another."""
    alike: dict[tuple[int, bytes], list[Source]] = {}
    firsts: dict[int, int] = {}
    for log in logs:
        firsts[log.first] = firsts.get(log.first, 0) + 1
    for log in logs:
        if firsts[log.first] > 1 and not log.source.once:
            alike.setdefault((log.first, first_line(log.source)), []).append(log.source)
    names = {log.source.number: log.source.name for log in logs}
    dropped: dict[int, int] = {}
    for group in alike.values():
        if len(group) > 1:
            dropped.update(continued(group))
    for number, whole in dropped.items():
        findings.append(
            Finding("info", names[number], f"all of it is the beginning of {names[whole]}; it was read once")
        )
    return [log for log in logs if log.source.number not in dropped]


def _trimming(logs: list[_Log], findings: list[Finding]) -> list[_Log]:
    """The logs without the runs that stand in an earlier one as well."""
    needles: dict[int, Needle] = {}
    for index, log in enumerate(logs):
        later = [] if log.source.once or not log.kept else logs[index + 1 :]
        others = [
            other for other in later if other.kept and not other.source.once and other.first <= log.last
        ]
        for other in others:
            if other.source.number not in needles:
                needles[other.source.number] = Needle.of(other.source)
        shared = common(log.source, [needles[other.source.number] for other in others]) if others else {}
        for other in others:
            if other.source.number in shared:
                _apply(log, other, shared[other.source.number], findings)
    return sorted((log for log in logs if log.kept), key=_Log.place)


def _apply(log: _Log, other: _Log, shared: Common, findings: list[Finding]) -> None:
    name = log.source.name
    severity: Severity = "info"
    if other.first >= log.last and shared.kind != "inside" and shared.later <= len(first_line(other.source)):
        return  # one line, repeated across a rotation within one second: both were written
    if shared.kind == "inside":
        other.kept = False
        text = f"all of it is inside {name}; it was read once"
    elif shared.kind == "run":
        if shared.later <= other.source.start:
            return
        other.source = other.source.part(shared.later, other.source.stop)
        log.source = log.source.part(log.source.start, shared.earlier)
        other.first = max(other.first, log.last)
        text = f"its first {shared.later:,} bytes are the end of {name}; they were read once"
    else:
        severity = "warning"
        text = f"has lines in common with {name} but does not continue it; such lines count twice"
    findings.append(Finding(severity, other.source.name, text))


def _strands(logs: list[_Log], findings: list[Finding]) -> list[list[_Log]]:
    """Each log on the first strand whose end it follows, among its own family where it can."""
    strands: list[list[_Log]] = []
    for log in logs:
        fitting = [index for index, strand in enumerate(strands) if _follows(strand[-1], log)]
        if fitting:
            own = [index for index in fitting if strands[index][-1].family == log.family]
            strands[(own or fitting)[0]].append(log)
        else:
            strands.append([log])
    findings.extend(_side_by_side(strands))
    return strands


def _follows(before: _Log, log: _Log) -> bool:
    slack = SLACK if before.family == log.family else 0
    return before.last <= log.first + slack and before.first <= log.first


def _side_by_side(strands: Sequence[Sequence[_Log]]) -> list[Finding]:
    """One finding for each strand beside the first."""
    told = []
    for strand in strands[1:]:
        more = f" (and {len(strand) - 1:,} that follow it)" if len(strand) > 1 else ""
        text = f"overlaps in time with {strands[0][0].source.name}{more}; both were read, merged by time"
        told.append(Finding("info", strand[0].source.name, text))
    return told
