"""Moments are whole microseconds since 1970-01-01 00:00 UTC; days are whole days since then."""

from datetime import UTC, date, datetime, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(moment: int) -> int:
    """The UTC day, counted from 1970-01-01, in which the moment falls."""
    return moment // DAY


def as_date(day: int) -> date:
    """The calendar date of a day number."""
    return date(1970, 1, 1) + timedelta(days=day)


def day_number(when: date) -> int:
    """The day number of a calendar date."""
    return (when - date(1970, 1, 1)).days


def as_datetime(moment: int) -> datetime:
    """The moment as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=moment)


def from_datetime(when: datetime) -> int:
    """The moment of an aware datetime; raises ValueError for a naive one."""
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (when - _EPOCH) // timedelta(microseconds=1)
