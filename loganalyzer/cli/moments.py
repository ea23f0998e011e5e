"""Dates, spans and zones as people type them."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

_SPAN = re.compile(r"(\d{1,6})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_INTERVAL = re.compile(r"(\d{1,6})\s*([mhd])")
_INTERVALS = {"m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, zone: tzinfo | None) -> datetime:
    """An aware time from ``2026-11-02`` or ``2026-11-02T10:00``, in the zone unless it names one."""
    try:
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{text!r} is no date; write 2026-11-02 or 2026-11-02T10:00") from None


def day(text: str) -> date:
    """A day from ``2026-11-02``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write 2026-11-02") from None


def span(text: str) -> timedelta:
    """A stretch of time from ``36h``, ``28d`` or ``4w``."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise typer.BadParameter(f"{text!r} is no span of time; write 36h, 28d or 4w")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def interval(text: str) -> timedelta:
    """A stretch of time after which something comes again, from ``10m``, ``1h`` or ``1d``."""
    found = _INTERVAL.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise typer.BadParameter(f"{text!r} is no span of time; write 10m, 1h or 1d")
    return timedelta(**{_INTERVALS[found[2]]: int(found[1])})


def zone(text: str) -> tzinfo:
    """A time zone from its name, ``Europe/Berlin`` or ``UTC``."""
    if text.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise typer.BadParameter(f"{text!r} is no time zone; write a name such as Europe/Berlin") from None
