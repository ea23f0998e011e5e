"""``@400000006728f4de0636d3c4 …``: seconds and nanoseconds in hexadecimal, as multilog stamps them."""

import re

from loganalyzer.terms.moment import SECOND

from .clock import Clock
from .record import Read, Record
from .sender import Senders

_STAMP = re.compile(r"@([0-9a-f]{16})([0-9a-f]{8}) +", re.IGNORECASE)
_START = 2**62 + 10
"""TAI64 counts from here; multilog holds TAI to be ten seconds ahead of UTC, whatever the year."""


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect, which needs no clock."""
    senders = Senders()

    def read(line: str) -> Record | None:
        found = _STAMP.match(line)
        whose = None if found is None else senders.split(line[found.end() :])
        if found is None or whose is None:
            return None
        seconds, nanoseconds = int(found[1], 16) - _START, int(found[2], 16)
        if not 0 <= seconds < 2**36 or nanoseconds >= 10**9:
            return None
        return seconds * SECOND + nanoseconds // 1000, *whose

    return read
