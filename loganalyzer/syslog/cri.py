"""``2026-11-02T09:49:18.104233000Z stdout F …``: Kubernetes and podman; with P, a line goes on.

Also a stamp alone before a whole line, as ``docker logs -t`` prints.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from .clock import Clock
from .framing import LONGEST, lines_of
from .record import Read, Record
from .rfc3339 import STAMP, Stamps
from .wrapped import unwrap

_STREAM = re.compile(r" (?:std(?:out|err) [PF](?::\S*)?(?: |$))?")
_PART = re.compile(rb"\S+ (?P<stream>stdout|stderr) (?P<mark>[PF])(?::\S*)? ")


def parser(clock: Clock, inner: Read) -> Read:
    """Reads lines of this dialect, and the line inside with ``inner``."""
    stamps = Stamps(clock)

    def read(line: str) -> Record | None:
        stamp = STAMP.match(line)
        stream = None if stamp is None else _STREAM.match(line, stamp.end())
        if stamp is None or stream is None:
            return None
        text = line[stream.end() :]
        if stream.end() - stamp.end() == 1 and inner(text) is None:
            return None
        try:
            return unwrap(text, stamps.moment(stamp[0]), inner)
        except ValueError:
            return None

    return read


def framing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Joins lines that were written in parts: P … P … F."""
    begun: dict[bytes, bytes] = {}
    for lines in lines_of(chunks):
        if not begun and b" P " not in lines and b" P:" not in lines:
            yield lines
            continue
        for line in BytesIO(lines):
            yield _joined(line, begun)
    yield from (line + b"\n" for line in begun.values())


def _joined(line: bytes, begun: dict[bytes, bytes]) -> bytes:
    part = _PART.match(line)
    if part is None:
        return line
    stream, text = part["stream"], line[part.end() :]
    if part["mark"] == b"P":
        head = begun.get(stream) or line[: part.end()].replace(b" P", b" F", 1)
        whole = head + text.rstrip(b"\r\n")
        if len(whole) > LONGEST:
            begun.pop(stream, None)
            return whole + b"\n"
        begun[stream] = whole
        return b""
    head = begun.pop(stream, b"")
    return head + text if head else line
