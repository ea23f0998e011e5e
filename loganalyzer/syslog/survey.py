"""What has to be known of a log before its lines are read: its time, its dialects, its years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from loganalyzer.sources import Finding, Source
from loganalyzer.terms.moment import DAY, SECOND, from_datetime

from .calendar import Calendar, Segment
from .clock import Probe
from .fold import second_pass, second_time
from .framings import framing_of
from .stamps import Sampler, Stamp
from .years import times, without_excursions

SPAN = 120 * DAY
"""A segment's stamps lie no further apart than this, so that each has one possible year."""
MARGIN = 40 * DAY
"""By how much a line may be later than the stamps that were looked at."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Says when a log was written and how its stamps are to be understood."""

    first: int | None
    """Time of its earliest stamp in microseconds since 1970; None where no line has one."""
    last: int | None
    """Time of its latest stamp; None also for a pipe, whose end is still to come."""
    dialects: tuple[str, ...]
    """The kinds of envelopes seen, the first one first."""
    inferred: bool
    """Whether years were found out, because lines carry none and nobody told."""
    calendar: Calendar
    findings: tuple[Finding, ...] = ()


def survey(
    source: Source, *, year: int | None = None, timezone: tzinfo | None = None, now: datetime | None = None
) -> Survey:
    """Fixes the years of a log's stamps, from its own lines and the time it was last written.

    ``year`` is the one in which the log ends. Stamps without a zone are in ``timezone``, or in the
    machine's own. A log that comes through a pipe ends ``now``; it is copied to a temporary file
    first if its lines carry no year. Where records span lines, the source is told how to join them.
    """
    source.framing = framing_of(source.head())
    sampler = Sampler(source, Probe(timezone))
    bound = _written(source, now)
    if source.once:
        head = sampler.in_head()
        if head and all(stamp.dated for stamp in head):
            first = min(stamp.time for stamp in head)
            return Survey(
                first, None, tuple(sampler.dialects), False, _simple(bound, timezone, sampler.usual)
            )
        source.spool()
    stamps = without_excursions(sampler.stamps())
    moments = times(stamps, timezone, year, bound)
    folds = second_pass(sampler, stamps, moments, timezone)
    segments = _segments(stamps, moments, folds)
    calendar = (
        Calendar(segments, timezone, sampler.usual) if segments else _simple(bound, timezone, sampler.usual)
    )
    known = list(_settled(stamps, moments, calendar))
    return Survey(
        min(known, default=None),
        max(known, default=None),
        tuple(sampler.dialects),
        year is None and not all(stamp.dated for stamp in stamps),
        calendar,
        _impossible(source, moments, year),
    )


def _written(source: Source, now: datetime | None) -> int:
    """When the log was last written to."""
    if source.mtime is not None:
        return int(source.mtime) * SECOND
    return from_datetime(now or datetime.now(UTC))


def _simple(latest: int, zone: tzinfo | None, usual: str) -> Calendar:
    return Calendar((Segment(0, latest + MARGIN),), zone, usual)


def _segments(
    stamps: Sequence[Stamp], moments: Sequence[int | None], folds: Sequence[int]
) -> tuple[Segment, ...]:
    """Segments of stamps that lie close enough together; none where there is no stamp."""
    segments: list[Segment] = []
    known = [
        (stamp.offset, moment) for stamp, moment in zip(stamps, moments, strict=True) if moment is not None
    ]
    if not known:
        return ()
    begin, low = 0, known[0][1]
    high = low
    for offset, moment in known:
        if max(high, moment) - min(low, moment) > SPAN:
            segments.append(Segment(begin, high + MARGIN))
            begin, low, high = offset, moment, moment
        low, high = min(low, moment), max(high, moment)
    segments.append(Segment(begin, high + MARGIN))
    for fold in folds:
        before = [segment for segment in segments if segment.offset < fold]
        turned = Segment(fold, before[-1].latest, fold=1)
        segments = [*before, turned, *(segment for segment in segments if segment.offset > fold)]
    return tuple(segments)


def _settled(stamps: Sequence[Stamp], moments: Sequence[int | None], calendar: Calendar) -> Iterator[int]:
    """All moments, those of a doubled hour's second pass moved there."""
    for stamp, moment in zip(stamps, moments, strict=True):
        if moment is not None:
            again = not stamp.dated and calendar.segment(stamp.offset).fold
            yield second_time(moment, calendar.zone) if again else moment


def _impossible(source: Source, moments: Sequence[int | None], year: int | None) -> tuple[Finding, ...]:
    if None not in moments:
        return ()
    text = (
        f"holds a 29 February, which its year does not have{'' if year is None else f' ({year} was given)'}"
    )
    return (Finding("warning", source.name, text),)
