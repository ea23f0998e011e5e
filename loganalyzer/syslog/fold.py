"""The hour that occurs twice, when clocks are set back."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from loganalyzer.terms.moment import DAY, MINUTE, SECOND, as_datetime

from .stamps import Sampler, Stamp

_STEP = 20 * MINUTE
"""A step back by more than this inside the doubled hour is the clock's; less is disorder."""


def set_back(zone: tzinfo | None, first: int, last: int) -> Iterator[tuple[datetime, datetime]]:
    """Every stretch of local time between the two moments that occurs twice: its begin and end."""
    day = as_datetime(first - 2 * DAY)
    while day <= as_datetime(last + 2 * DAY):
        after = day + timedelta(days=1)
        if _offset(after, zone) < _offset(day, zone):
            yield _stretch(day, after, zone)
        day = after


def second_pass(
    sampler: Sampler, stamps: Sequence[Stamp], moments: Sequence[int | None], zone: tzinfo | None
) -> list[int]:
    """The places where a doubled hour is begun for the second time."""
    known = [
        moment
        for stamp, moment in zip(stamps, moments, strict=True)
        if moment is not None and not stamp.dated
    ]
    places: list[int] = []
    if not known:
        return places
    for begin, end in set_back(zone, min(known), max(known)):
        region = _region(stamps, moments, _micros(begin, zone), _micros(end, zone))
        place = None if region is None else _turning(sampler, *region, begin, end)
        if place is not None:
            places.append(place)
    return places


def second_time(moment: int, zone: tzinfo | None) -> int:
    """The second moment at which clocks show what they show at this one; the same if there is none."""
    return int(as_datetime(moment).astimezone(zone).replace(tzinfo=zone, fold=1).timestamp()) * SECOND


def _region(
    stamps: Sequence[Stamp], moments: Sequence[int | None], begin: int, end: int
) -> tuple[int, int | None] | None:
    """From which place to which the doubled hour's lines lie; None where there are none."""
    inside = [index for index, moment in enumerate(moments) if moment is not None and begin <= moment < end]
    before = [index for index, moment in enumerate(moments) if moment is not None and moment < begin]
    after = [index for index, moment in enumerate(moments) if moment is not None and moment >= end]
    if not inside and not (before and after):
        return None
    start = max((index for index in before if not inside or index < inside[0]), default=0)
    stop = min((index for index in after if index > (inside[-1] if inside else start)), default=None)
    return stamps[start].offset, None if stop is None else stamps[stop].offset


def _turning(sampler: Sampler, start: int, stop: int | None, begin: datetime, end: datetime) -> int | None:
    """The first line inside the doubled hour that lies well before the latest so far."""
    latest: datetime | None = None
    for block in sampler.source.blocks(begin=start, end=stop):
        for stamp in sampler.all_in(block):
            if stamp.dated:
                continue
            where = as_datetime(stamp.time).replace(tzinfo=None, year=begin.year)
            if not begin <= where < end:
                continue
            if latest is not None and where < latest - timedelta(microseconds=_STEP):
                return stamp.offset
            latest = where if latest is None else max(latest, where)
    return None


def _stretch(low: datetime, high: datetime, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """The doubled stretch of local time around the only change of offset between two moments."""
    before, after = _offset(low, zone), _offset(high, zone)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    change = high.replace(microsecond=0, tzinfo=None)
    return change + after, change + before


def _offset(moment: datetime, zone: tzinfo | None) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _micros(local: datetime, zone: tzinfo | None) -> int:
    return int(local.replace(tzinfo=zone).timestamp()) * SECOND
