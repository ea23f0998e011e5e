"""From a stamp's numbers to a moment."""

from datetime import UTC, datetime, tzinfo

from loganalyzer.terms.moment import SECOND, as_datetime, from_datetime

PROBE_YEAR = 1972
"""The year in which stamps without a year are read while theirs is not known.

It is a leap year, so every day has its place, and it is before all mail logs: a time in it says
that the line carries no year.
"""

_MOST_YEARS = 12  # between two leap days lie at most eight years


class Clock:
    """Gives stamps that lack a zone, or a zone and a year, their moment.

    A stamp without a year is taken as the latest one that is not after ``latest``. A time that
    occurs twice, where clocks are set back, is its first occurrence, with ``fold`` its second.
    """

    def __init__(self, zone: tzinfo | None, latest: int, fold: int = 0) -> None:
        """Without a zone, the machine's own is used; ``latest`` is in microseconds."""
        self._zone = zone
        self._latest = latest
        self._fold = fold
        self._last_year = min(max(as_datetime(latest).year + 1, 2), 9998)

    def local(self, year: int, month: int, day: int, hour: int, minute: int) -> int:
        """The beginning of a local minute in microseconds; ValueError where there is no such minute."""
        stamp = datetime(year, month, day, hour, minute, tzinfo=self._zone, fold=self._fold)
        return int(stamp.timestamp()) * SECOND

    def yearless(self, month: int, day: int, hour: int, minute: int) -> int:
        """The beginning of a local minute whose year is not written."""
        for year in range(self._last_year, self._last_year - _MOST_YEARS, -1):
            if day == 29 and month == 2 and not leap(year):
                continue
            moment = self.local(year, month, day, hour, minute)
            if moment <= self._latest:
                return moment
        raise ValueError("no year has such a day")


class Probe(Clock):
    """Leaves stamps without a year in the year 1972, for who has yet to find the years out."""

    def __init__(self, zone: tzinfo | None) -> None:
        """Stamps that lack only a zone are in this one."""
        super().__init__(zone, 0)

    def yearless(self, month: int, day: int, hour: int, minute: int) -> int:
        """The minute in 1972, as if written in UTC."""
        return from_datetime(datetime(PROBE_YEAR, month, day, hour, minute, tzinfo=UTC))


def leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
