"""``Nov  2 09:49:18 mx postfix/smtpd[2101]: connect from …``: no year, no zone.

Traditional syslog files, Postfix's own ``maillog_file`` and ``journalctl -o short`` (zero before the
day instead of a blank), ``-o short-precise`` (fraction of a second), Dovecot's own log (no host).
"""

import re

from loganalyzer.terms.moment import SECOND

from .clock import Clock
from .months import MONTHS
from .record import Read, Record, nothing
from .sender import Senders

_STAMP = re.compile(
    r"(?P<month>[^\W\d_]{3,5})\.? {1,2}(?P<day>\d{1,2}) (?:(?P<year>\d{4}) )?"
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?:? +"
)
_USUAL = re.compile(r"\S{3} [ \d]\d \d\d:\d\d:")
_SECONDS = {f"{second:02} ": second * SECOND for second in range(61)}  # 60 is a leap second


def parser(clock: Clock, otherwise: Read = nothing) -> Read:
    """Reads lines of this dialect; the clock supplies year and zone."""
    senders = Senders()
    hosts, tags = senders.hosts, senders.tags
    minutes: dict[str, int] = {}
    stamp, time = "", 0

    def read(line: str) -> Record | None:
        nonlocal stamp, time
        try:
            host, tag, message = line[16:].split(" ", 2)
            if line[:16] != stamp:
                head = line[:16]
                time = minutes[head[:13]] + _SECONDS[head[13:]]
                stamp = head
            return time, hosts[host], tags[tag], message
        except (KeyError, ValueError):
            return carefully(line)

    def carefully(line: str) -> Record | None:
        found = _STAMP.match(line)
        if found is None:
            return otherwise(line)
        if found.end("day") == 5 and line[3] == " ":
            # A day of one digit after one blank: as usual, once it has its place.
            return read(f"{line[:4]} {line[4:]}")
        start = minutes.get(line[:13])
        if start is None:
            start = _minute(found, clock)
            if start is not None and _USUAL.match(line):
                minutes[line[:13]] = start
        whose = senders.split(line[found.end() :])
        if start is None or whose is None or found["second"] > "60":
            return None
        fraction = int((found["fraction"] or "").ljust(6, "0")[:6])
        return start + int(found["second"]) * SECOND + fraction, *whose

    return read


def _minute(found: re.Match[str], clock: Clock) -> int | None:
    """The beginning of the minute in which the stamp lies."""
    month = MONTHS.get(found["month"].lower())
    if month is None:
        return None
    day, hour, minute = int(found["day"]), int(found["hour"]), int(found["minute"])
    try:
        if found["year"] is None:
            return clock.yearless(month, day, hour, minute)
        return clock.local(int(found["year"]), month, day, hour, minute)
    except ValueError:
        return None
