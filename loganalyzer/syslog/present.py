"""The years of lines that are written while they are read."""

from datetime import datetime, tzinfo

from loganalyzer.terms.moment import as_datetime

from .calendar import Calendar, Segment
from .survey import MARGIN


def present(now: int, zone: tzinfo | None, usual: str = "") -> Calendar:
    """The calendar of lines that are written at this moment, or not long before.

    So at New Year a line of December is of the old year and one of January of the new one; and in the
    hour that occurs twice, as clocks are set back, the pass is meant in which we are.
    """
    moment = as_datetime(now)
    local = datetime.fromtimestamp(moment.timestamp()) if zone is None else moment.astimezone(zone)
    return Calendar((Segment(0, now + MARGIN, local.fold),), zone, usual)
