"""``{"log":"…\\n","stream":"stdout","time":"…"}``: Docker's json-file, long lines in pieces."""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from .clock import Clock
from .framing import LONGEST, lines_of
from .json_object import json_object
from .record import Read, Record
from .rfc3339 import Stamps
from .wrapped import unwrap

_START = re.compile(r'\{\s*"(?:log|stream|time|attrs)"\s*:')
_ENDED = re.compile(rb'\\n"\s*[,}]')


def parser(clock: Clock, inner: Read) -> Read:
    """Reads lines of this dialect, and the line inside with ``inner``."""
    stamps = Stamps(clock)

    def read(line: str) -> Record | None:
        if _START.match(line) is None:
            return None
        entry = json_object(line)
        try:
            time = stamps.moment(str(entry.get("time")))
        except ValueError:
            return None
        text = entry.get("log")
        return unwrap(text.rstrip("\r\n"), time, inner) if isinstance(text, str) else None

    return read


def framing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Joins the pieces of long lines: only the last piece's text ends in a line end."""
    begun: dict[str, dict[str, object]] = {}
    for lines in lines_of(chunks):
        if not begun and len(_ENDED.findall(lines)) >= lines.count(b"\n"):
            yield lines
            continue
        for line in BytesIO(lines):
            yield _joined(line, begun)
    yield from (_written(entry) for entry in begun.values())


def _joined(line: bytes, begun: dict[str, dict[str, object]]) -> bytes:
    entry = json_object(line)
    text, stream = entry.get("log"), str(entry.get("stream"))
    if not isinstance(text, str):
        return line  # no piece of anything; the reader says what it thinks of it
    whole = begun.pop(stream, None)
    ended = text.endswith("\n")
    if whole is None and ended:
        return line
    whole = {**(whole or entry), "log": f"{whole['log'] if whole else ''}{text}"}
    if ended or len(str(whole["log"])) > LONGEST:
        return _written(whole)
    begun[stream] = whole
    return b""


def _written(entry: dict[str, object]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
