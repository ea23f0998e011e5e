"""``Nov  2 09:49:18 mx postfix/smtpd[2101]: connect from …``: no year, no zone.

Traditional syslog files, Postfix's own ``maillog_file`` and ``journalctl -o short`` (zero before the
day instead of a blank), ``-o short-precise`` (fraction of a second), Dovecot's own log (no host).
"""

import re

from loganalyzer.terms.moment import SECOND

from .clock import Clock
from .months import MONTHS
from .record import Read, Record
from .sender import Hosts, Tags, sender

_STAMP = re.compile(
    r"(?P<month>[^\W\d_]{3,5})\.? {1,2}(?P<day>\d{1,2}) (?:(?P<year>\d{4}) )?"
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?:? +",
)
_SECONDS = {f"{second:02} ": second * SECOND for second in range(61)}  # 60 is a leap second


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect; the clock supplies year and zone."""
    hosts, tags = Hosts(), Tags()
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
            return None
        when = _time(found, clock)
        whose = sender(line[found.end() :])
        if when is None or whose is None:
            return None
        if found.end() == 16 and found["year"] is None:
            minutes[line[:13]] = when // (60 * SECOND) * (60 * SECOND)
        return when, *whose

    return read


def _time(found: re.Match[str], clock: Clock) -> int | None:
    month = MONTHS.get(found["month"].lower())
    second = int(found["second"])
    if month is None or second > 60:
        return None
    day, hour, minute = int(found["day"]), int(found["hour"]), int(found["minute"])
    try:
        if found["year"] is None:
            start = clock.yearless(month, day, hour, minute)
        else:
            start = clock.local(int(found["year"]), month, day, hour, minute)
    except ValueError:
        return None
    return start + second * SECOND + int((found["fraction"] or "").ljust(6, "0")[:6])
