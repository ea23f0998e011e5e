"""``<22>1 2026-11-02T09:49:18.104233Z mx postfix/smtpd 2101 - - connect from …``.

rsyslog's ``RSYSLOG_SyslogProtocol23Format`` and captures from the network.
"""

import re

from .clock import Clock
from .record import Read, Record
from .rfc3339 import Stamps

_NIL = "-"
_STARTS = frozenset("<0123456789")
_BOM = "\ufeff"
_LINE = re.compile(
    r"(?:\d+ )?(?:<\d{1,3}>)1 (?P<stamp>\S+) (?P<host>\S+) (?P<app>\S+) (?P<pid>\S+) (?P<kind>\S+) "
    r'(?:-|(?:\[(?:[^"\]]|"(?:[^"\\]|\\.)*")*\])+)(?: (?P<message>.*))?',
    re.DOTALL,
)
"""The leading number is the octet count that TCP transport puts before each record."""


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect; a line whose stamp is nil has no envelope."""

    stamps = Stamps(clock)

    def read(line: str) -> Record | None:
        found = _LINE.fullmatch(line) if line[:1] in _STARTS else None
        if found is None:
            return None
        try:
            time = stamps.moment(found["stamp"])
        except ValueError:
            return None
        host, app, pid = ("" if found[name] == _NIL else found[name] for name in ("host", "app", "pid"))
        tag = f"{app}[{pid}]" if app and pid else app
        return time, host, tag, (found["message"] or "").removeprefix(_BOM)

    return read
