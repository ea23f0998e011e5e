"""Which year a stamp without one is of.

Lines stand in a log about in order of time. So a step from one stamp to the next is a small one,
forwards or, with several writers, a little backwards; a large step back is a New Year.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from loganalyzer.terms.moment import DAY, HOUR, SECOND, as_datetime, from_datetime

from .clock import PROBE_YEAR, leap
from .stamps import Stamp

BACK = 90 * DAY
"""A step back up to this is disorder; a longer one is a New Year, after up to nine months of silence."""
SLACK = 2 * DAY
"""By how much a stamp may lie after the moment at which its file was last written."""
_YEAR = 366 * DAY
_FEW = 200
_LOOK_BACK = 40


def times(stamps: Sequence[Stamp], zone: tzinfo | None, year: int | None, bound: int) -> list[int | None]:
    """The moment of each stamp; None where its year has no such day.

    ``year`` is the one in which the log ends. Without it, lines that say their year fix the others',
    and where there is none, the log ends in the latest year in which it ends before ``bound``.
    """
    local = [_local(stamp, zone) for stamp in stamps]
    relative, base = _relative(stamps, local)
    if year is not None:
        open_ones = [turn for stamp, turn in zip(stamps, relative, strict=True) if not stamp.dated]
        base = year - (open_ones[-1] if open_ones else 0)
    elif base is None:
        base = _latest_base(local, relative, zone, bound)
    newest = max((stamp.time for stamp in stamps if stamp.dated), default=bound) if year is None else None
    return [
        stamp.time if stamp.dated else _not_after(where, base + turn, zone, newest, bound)
        for stamp, where, turn in zip(stamps, local, relative, strict=True)
    ]


def without_excursions(stamps: Sequence[Stamp]) -> list[Stamp]:
    """Without the few lines a machine writes before it has learnt what time it is.

    A machine with no clock of its own begins each start in January, or where it was switched off,
    and then leaps to the present; such lines say nothing about the year.
    """
    kept: list[Stamp] = []
    index = 0
    while index < len(stamps):
        if kept and not stamps[index].dated and abs(stamps[index].time - kept[-1].time) > BACK:
            index += _excursion(kept[-1], stamps[index : index + _FEW])
            if index >= len(stamps):
                break
        kept.append(stamps[index])
        index += 1
    return kept


def _excursion(before: Stamp, ahead: Sequence[Stamp]) -> int:
    """How many stamps it takes to be back at the time before; 0 where the way does not lead back."""
    for count, stamp in enumerate(ahead):
        if abs(stamp.time - ahead[0].time) > HOUR:
            return count if -DAY < stamp.time - before.time < SLACK else 0
    return 0


def _local(stamp: Stamp, zone: tzinfo | None) -> datetime:
    """What the clock on the wall showed; a stamp without a year was read as if in UTC."""
    if not stamp.dated:
        return as_datetime(stamp.time).replace(tzinfo=None)
    return as_datetime(stamp.time).astimezone(zone).replace(tzinfo=None)


def _relative(stamps: Sequence[Stamp], local: Sequence[datetime]) -> tuple[list[int], int | None]:
    """For each stamp, how many New Years after the first it is, and the first one's year if told."""
    relative: list[int] = []
    base: int | None = None
    turn, before = 0, None
    for stamp, where in zip(stamps, local, strict=True):
        place = _in_year(where)
        if before is not None:
            turn += _turns(place - before)
        if stamp.dated:
            base = where.year - turn if base is None else base
            turn = where.year - base
        relative.append(turn)
        before = place
    return relative, base


def _turns(step: int) -> int:
    if step < -BACK:
        return 1
    return -1 if step > _YEAR - BACK else 0


def _in_year(where: datetime) -> int:
    """How far into a year, a leap year's days counted, in microseconds."""
    return from_datetime(where.replace(year=PROBE_YEAR, tzinfo=UTC))


def _latest_base(local: Sequence[datetime], relative: Sequence[int], zone: tzinfo | None, bound: int) -> int:
    """The latest first year with which the log ends before the bound and has its leap days."""
    top, where = max(zip(relative, local, strict=True), default=(0, datetime(PROBE_YEAR, 1, 1)))
    leaps = {turn for turn, day in zip(relative, local, strict=True) if (day.month, day.day) == (2, 29)}
    newest = as_datetime(bound).year + 1 - top
    fallback: int | None = None
    for base in range(newest, newest - _LOOK_BACK, -1):
        moment = _moment(where, base + top, zone)
        if moment is not None and moment <= bound + SLACK:
            fallback = base if fallback is None else fallback
            if all(leap(base + turn) for turn in leaps):
                return base
    return newest - 1 if fallback is None else fallback


def _not_after(where: datetime, year: int, zone: tzinfo | None, newest: int | None, bound: int) -> int | None:
    """The moment in this year, or a year earlier where that is still to come."""
    moment = _moment(where, year, zone)
    if newest is not None and moment is not None and moment > max(newest, bound) + SLACK:
        return _moment(where, year - 1, zone)
    return moment


def _moment(where: datetime, year: int, zone: tzinfo | None) -> int | None:
    try:
        return int(where.replace(year=year, tzinfo=zone).timestamp()) * SECOND
    except (ValueError, OverflowError):
        return None
