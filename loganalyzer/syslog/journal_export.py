"""``journalctl -o export``: fields line by line, an empty line after each entry, bytes with a length.

Entries are made one line of JSON each, as ``-o json`` would have them, so one parser reads both.
"""

import json
from collections.abc import Iterable, Iterator

from .framing import LONGEST

_WANTED = frozenset(
    {
        *("__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "_HOSTNAME", "MESSAGE"),
        *("SYSLOG_IDENTIFIER", "SYSLOG_PID", "_PID", "_COMM"),
    }
)
_LENGTH = 8  # bytes, little end first


class _Stream:
    """Gives lines and counted bytes in turn."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._data = b""
        self._place = 0

    def _more(self) -> bool:
        chunk = next(self._chunks, b"")
        self._data, self._place = self._data[self._place :] + chunk, 0
        return bool(chunk)

    def line(self) -> bytes | None:
        """The next line without its end; None at the end of the stream."""
        while (end := self._data.find(b"\n", self._place)) < 0:
            if len(self._data) - self._place > LONGEST or not self._more():
                end = len(self._data)
                break
        if self._place >= len(self._data):
            return None
        line = self._data[self._place : end]
        self._place = end + 1
        return line

    def counted(self) -> bytes | None:
        """A value with its length before it and a line end after it; None where it is cut off."""
        size = self._exactly(_LENGTH)
        count = int.from_bytes(size or b"", "little")
        if size is None or count > LONGEST:
            return None
        value = self._exactly(count + 1)
        return None if value is None else value[:-1]

    def _exactly(self, count: int) -> bytes | None:
        while len(self._data) - self._place < count:
            if not self._more():
                return None
        value = self._data[self._place : self._place + count]
        self._place += count
        return value


def framing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One line of JSON for each entry, with the fields that make a record."""
    stream = _Stream(chunks)
    entry: dict[str, str] = {}
    while (line := stream.line()) is not None:
        if not line:
            yield from _written(entry)
            entry = {}
            continue
        field, equals, value = line.partition(b"=")
        if not equals:
            value = stream.counted() or b""
        name = field.decode("ascii", "replace")
        if name in _WANTED:
            entry.setdefault(name, value.decode("utf-8", "replace"))
    yield from _written(entry)


def _written(entry: dict[str, str]) -> Iterator[bytes]:
    if entry:
        yield json.dumps(entry, ensure_ascii=False).encode() + b"\n"
