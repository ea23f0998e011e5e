"""``2026-11-02T09:49:18.104233+00:00 mx postfix/smtpd[2101]: …``: year and zone written.

rsyslog's file format (Debian 12 and later) and ``journalctl -o short-iso``, which wrote the zone
without a colon before systemd 255.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from loganalyzer.terms.moment import SECOND, from_datetime

from .clock import Clock
from .record import Read, Record
from .sender import Hosts, Tags, sender

STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d)?)?(?= |$)"
)
_WRAPPING = re.compile(
    r" (?:std(?:out|err) [PF](?::\S*)? |(?:<\d{1,3}>)?(?:\d{4}-\d\d-\d\dT|[A-Z][a-z]{2} [ \d]?\d \d\d:))"
)


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect; the clock supplies the zone to stamps that lack it."""
    hosts, tags = Hosts(), Tags()
    second, zone, base = "", "", 0

    def read(line: str) -> Record | None:
        try:
            stamp, host, tag, message = line.split(" ", 3)
            digits = stamp[20:26]
            if stamp[:20] != second or stamp[26:] != zone or not digits.isdecimal():
                return carefully(line)
            return base + int(digits), hosts[host], tags[tag], message
        except (KeyError, ValueError):
            return carefully(line)

    def carefully(line: str) -> Record | None:
        nonlocal second, zone, base
        found = STAMP.match(line)
        if found is None or _WRAPPING.match(line, found.end()):
            return None
        time = written(found, clock)
        whose = sender(line[found.end() + 1 :])
        if time is None or whose is None:
            return None
        if found[7] is not None and len(found[7]) == 6:
            second, zone = line[:20], line[26 : found.end()]
            base = time - int(found[7])
        return time, *whose

    return read


def written(found: re.Match[str], clock: Clock) -> int | None:
    """The moment a stamp means; None where there is no such moment."""
    year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
    second = int(found[6])
    try:
        if found[8] is None and found[9] is None:
            start = clock.local(year, month, day, hour, minute)
        else:
            start = from_datetime(datetime(year, month, day, hour, minute, tzinfo=_zone(found)))
    except (ValueError, OverflowError):
        return None
    if second > 60:
        return None
    return start + second * SECOND + int((found[7] or "").ljust(6, "0")[:6])


def _zone(found: re.Match[str]) -> timezone:
    if found[8] is not None:
        return UTC
    east = timedelta(hours=int(found[10]), minutes=int(found[11] or 0))
    return timezone(east if found[9] == "+" else -east)
