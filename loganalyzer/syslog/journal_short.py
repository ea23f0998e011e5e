"""The journal as text where its stamp is like no other's: ``-o short-full`` and ``-o short-unix``.

``-o short`` and ``-o short-precise`` read like RFC 3164, ``-o short-iso`` like RFC 3339.
"""

import re
from datetime import UTC, datetime

from loganalyzer.terms.moment import SECOND, from_datetime

from .clock import Clock
from .record import Read, Record
from .sender import Senders

_FULL = re.compile(
    r"[^\W\d_]{2,4}\.? (\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? "
    r"(?P<zone>[A-Z]{1,5}|[+-]\d\d(?:\d\d)?) "
)
_UNIX = re.compile(r"(\d{9,11})\.(\d{6}) +")
_UNIVERSAL = frozenset({"UTC", "GMT", "Z"})

_MARK = re.compile(r"-- (?:Boot [0-9a-f]|No entries|Logs begin at|Journal begins at|Reboot)| {24,}\S")


def is_mark(line: str) -> bool:
    """Whether journalctl wrote the line itself, between records, or to go on with one's text below it."""
    return _MARK.match(line) is not None


def full(clock: Clock) -> Read:
    """Reads ``Mon 2026-11-02 09:49:18 UTC mx …``; any other zone's name stands for the clock's zone."""
    senders = Senders()

    def read(line: str) -> Record | None:
        found = _FULL.match(line)
        whose = None if found is None else senders.split(line[found.end() :])
        if found is None or whose is None or int(found[6]) > 60:
            return None
        year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
        try:
            if found["zone"] in _UNIVERSAL:
                start = from_datetime(datetime(year, month, day, hour, minute, tzinfo=UTC))
            else:
                start = clock.local(year, month, day, hour, minute)
        except (ValueError, OverflowError):
            return None
        return start + int(found[6]) * SECOND + int((found[7] or "").ljust(6, "0")[:6]), *whose

    return read


def unix(clock: Clock) -> Read:
    """Reads ``1793612958.123456 mx …``, which needs no clock."""
    senders = Senders()

    def read(line: str) -> Record | None:
        found = _UNIX.match(line)
        whose = None if found is None else senders.split(line[found.end() :])
        if found is None or whose is None:
            return None
        return int(found[1]) * SECOND + int(found[2]), *whose

    return read
