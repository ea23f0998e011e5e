"""``2026-11-02 09:49:18 imap-login: Info: …``: a year, but no zone.

Dovecot's own log with ``log_timestamp = "%Y-%m-%d %H:%M:%S "``, rspamd's own log (with a fraction).
"""

import re

from loganalyzer.terms.moment import SECOND

from .clock import Clock
from .record import Read, Record
from .sender import Senders

_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))? +")


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect; the clock supplies the zone."""
    senders = Senders()

    def read(line: str) -> Record | None:
        found = _STAMP.match(line)
        if found is None:
            return None
        whose = senders.split(line[found.end() :])
        year, month, day, hour, minute, second = (int(found[group]) for group in range(1, 7))
        if whose is None or second > 60:
            return None
        try:
            start = clock.local(year, month, day, hour, minute)
        except (ValueError, OverflowError):
            return None
        return start + second * SECOND + int((found[7] or "").ljust(6, "0")[:6]), *whose

    return read
