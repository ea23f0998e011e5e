"""When mail comes: nights, weekends, month ends, and what never sleeps."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE = "office"
PEOPLE = "people"
INVOICES = "invoices"
WEEKLY = "weekly"
ALWAYS = "always"

_OFFICE_HOURS = (1, 1, 1, 1, 1, 2, 5, 20, 60, 95, 100, 90, 60, 75, 95, 90, 75, 45, 18, 10, 8, 6, 4, 2)
_WAKING_HOURS = (6, 3, 2, 1, 2, 6, 25, 60, 80, 75, 70, 70, 75, 65, 60, 60, 65, 75, 85, 95, 100, 90, 60, 25)
_BOT_HOURS = (80, 85, 90, 95, 100, 95, 90, 85, 80, 75, 70, 70, 70, 70, 75, 75, 70, 70, 70, 70, 75, 75, 80, 80)


def weight(rhythm: str, moment: datetime) -> float:
    """Say how likely this rhythm is at this moment, between 0 and 1."""
    weekend = moment.weekday() >= 5
    if rhythm == ALWAYS:
        return _BOT_HOURS[moment.hour] / 100
    if rhythm == PEOPLE:
        return _WAKING_HOURS[moment.hour] / 100 * (0.6 if weekend else 1)
    office = _OFFICE_HOURS[moment.hour] / 100 * (0.12 if weekend else 1)
    last = calendar.monthrange(moment.year, moment.month)[1]
    if rhythm == INVOICES:
        return office * (1 if moment.day >= last - 1 or moment.day <= 2 else 0.06)
    if rhythm == WEEKLY:
        return float(moment.weekday() == 1 and moment.hour == 9)
    return office * (1 if moment.day >= last - 1 else 0.75)


@dataclass(frozen=True)
class AdminEvent:
    """Something the admin, or the machine itself, does at a time."""

    at: float
    what: str
    """reload, renew-certificate or enforce."""


def admin_events(start: str, days: float, timezone: str, *, switch: bool) -> list[AdminEvent]:
    """List what happens to a small server: a weekly reload, a new certificate, and perhaps the switch.

    Short spans have none of it.  The switch comes in the middle, in the morning.
    """
    begin = parse_start(start, timezone)
    midnight = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(timezone))
    events = []
    for day in range(int(days)):
        date = midnight + timedelta(days=day)
        if date.weekday() == 6:
            events.append((date + timedelta(hours=6, minutes=47), "reload"))
        if day == int(days) // 3 and days >= 14:
            events.append((date + timedelta(hours=3, minutes=12), "renew-certificate"))
        if switch and day == int(days) // 2:
            events.append((date + timedelta(hours=8, minutes=41), "enforce"))
    return [AdminEvent((moment.astimezone(UTC) - begin).total_seconds(), what) for moment, what in events]


def parse_start(text: str, timezone: str) -> datetime:
    """Read a local start such as 2026-09-07."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def local(begin: datetime, at: float, timezone: str) -> datetime:
    """Return the wall-clock time, `at` seconds after the start; a day of 23 or 25 hours is no trouble."""
    return (begin + timedelta(seconds=at)).astimezone(ZoneInfo(timezone))
