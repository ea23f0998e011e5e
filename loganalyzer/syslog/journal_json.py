"""The journal as JSON: ``journalctl -o json``, ``json-seq`` and ``json-sse``, one object a line."""

import re

from .clock import Clock
from .json_object import json_object
from .left_out import LEFT_OUT
from .record import Read, Record

_START = re.compile(r"\x1e?(?:data: )?(?=\{\s*\"[A-Z_])")
_DIGITS = 16  # microseconds up to the year 2286


def parser(clock: Clock) -> Read:
    """Reads lines of this dialect, which needs no clock."""

    def read(line: str) -> Record | None:
        found = _START.match(line)
        return None if found is None else from_fields(json_object(line[found.end() :]))

    return read


def from_fields(entry: dict[str, object]) -> Record | None:
    """The record in a journal entry, whatever form its values have.

    The sender's own stamp is taken where there is one: it orders events better than the time at
    which the journal received them.
    """
    time = _text(entry.get("_SOURCE_REALTIME_TIMESTAMP")) or _text(entry.get("__REALTIME_TIMESTAMP"))
    if "MESSAGE" not in entry or not time.isdecimal() or len(time) > _DIGITS:
        return None
    name = _text(entry.get("SYSLOG_IDENTIFIER")) or _text(entry.get("_COMM")) or "unknown"
    pid = _text(entry.get("_PID")) or _text(entry.get("SYSLOG_PID"))  # as -o short chooses
    message = LEFT_OUT if entry["MESSAGE"] is None else _text(entry["MESSAGE"])
    # A line end inside a message is shown as rsyslog shows it, so that a record stays one line.
    shown = message.rstrip("\n").replace("\n", "#012")
    return int(time), _text(entry.get("_HOSTNAME")), f"{name}[{pid}]" if pid else name, shown


def _text(value: object) -> str:
    """A field's value: text, a number, bytes as a list of numbers, or the first of several."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        if all(isinstance(item, int) and 0 <= item < 256 for item in value):
            return bytes(value).decode("utf-8", "replace")
        return _text(value[0])
    return str(value) if isinstance(value, int) else ""
