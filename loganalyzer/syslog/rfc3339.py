"""``2026-11-02T09:49:18.104233+00:00 mx postfix/smtpd[2101]: …``: year and zone written.

rsyslog's file format (Debian 12 and later) and ``journalctl -o short-iso``, which wrote the zone
without a colon before systemd 255.
"""

import re
from datetime import UTC, datetime

from loganalyzer.terms.moment import MINUTE, SECOND, from_datetime

from .clock import Clock
from .record import Read, Record, nothing
from .sender import Senders

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)?(?= |$)")
_MINUTE = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):", re.ASCII)
_TAIL = re.compile(r"(\d\d)(?:[.,](\d{1,9}))?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?", re.ASCII)
_SECONDS = {f"{second:02}.": second * SECOND for second in range(61)}
_WRAPPING = re.compile(
    r" (?:std(?:out|err) [PF](?::\S*)? |(?:<\d{1,3}>)?(?:\d{4}-\d\d-\d\dT|[A-Z][a-z]{2} [ \d]?\d \d\d:))"
)


class Stamps:
    """Turns stamps into moments; most cost a look at what the stamps before meant."""

    def __init__(self, clock: Clock) -> None:
        """The clock supplies the zone to stamps that lack it."""
        self._clock = clock
        self._minutes: dict[str, int] = {}
        self._tails: dict[str, int] = {}
        """What seconds and zone without a fraction add to the minute in UTC."""
        self.usual = ""
        """The minute of the last stamp with six digits of a second and a zone; its first 17 characters."""
        self.zone = ""
        self.minute = 0
        """When that minute began in that zone."""

    def moment(self, stamp: str) -> int:
        """Microseconds since 1970; ValueError where there is no such moment."""
        minute, tail = stamp[:17], stamp[17:]
        if minute in self._minutes and tail in self._tails:
            return self._minutes[minute] + self._tails[tail]
        found = _TAIL.fullmatch(tail)
        if found is None or found[1] > "60":  # 60 is a leap second
            raise ValueError(stamp)
        seconds, fraction = int(found[1]) * SECOND, found[2] or ""
        if found[3] is None and found[4] is None:
            base = self._local(minute) + seconds
        else:
            added = seconds - _east(found)
            base = self._utc(minute) + added
            if not fraction:
                self._tails[tail] = added
            elif len(fraction) == 6 and tail[2] == ".":
                self.usual, self.zone, self.minute = minute, stamp[26:], base - seconds
        return base + int(fraction.ljust(6, "0")[:6])

    def _utc(self, minute: str) -> int:
        if minute not in self._minutes:
            self._minutes[minute] = from_datetime(datetime(*_numbers(minute), tzinfo=UTC))
        return self._minutes[minute]

    def _local(self, minute: str) -> int:
        return self._clock.local(*_numbers(minute))


def _numbers(minute: str) -> tuple[int, int, int, int, int]:
    found = _MINUTE.fullmatch(minute)
    if found is None:
        raise ValueError(minute)
    year, month, day, hour, minutes = map(int, found.groups())
    return year, month, day, hour, minutes


def _east(found: re.Match[str]) -> int:
    if found[3] is not None:
        return 0
    hours, minutes = int(found[5]), int(found[6] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(found[0])
    east = (hours * 60 + minutes) * MINUTE
    return east if found[4] == "+" else -east


def parser(clock: Clock, otherwise: Read = nothing) -> Read:
    """Reads lines of this dialect; the clock supplies the zone to stamps that lack it."""
    stamps, senders = Stamps(clock), Senders()
    hosts, tags = senders.hosts, senders.tags
    second, minute, zone = "", "", ""
    start, base = 0, 0

    def read(line: str) -> Record | None:
        nonlocal second, minute, zone, start, base
        try:
            stamp, host, tag, message = line.split(" ", 3)
            digits = stamp[20:26]
            if stamp[26:] == zone and digits.isdecimal():
                if stamp[:20] == second:
                    return base + int(digits), hosts[host], tags[tag], message
                if stamp[:17] == minute:
                    base = start + _SECONDS[stamp[17:20]]
                    second = stamp[:20]
                    return base + int(digits), hosts[host], tags[tag], message
            time = stamps.moment(stamp)
            second, minute, zone, start = "", stamps.usual, stamps.zone, stamps.minute
            return time, hosts[host], tags[tag], message
        except (KeyError, ValueError):
            return carefully(line)

    def carefully(line: str) -> Record | None:
        found = STAMP.match(line)
        if found is None or _WRAPPING.match(line, found.end()):
            return otherwise(line)
        whose = senders.split(line[found.end() + 1 :])
        try:
            return None if whose is None else (stamps.moment(found[0]), *whose)
        except (ValueError, OverflowError):
            return None

    return read
