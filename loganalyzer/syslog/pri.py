"""``<22>Nov  2 09:49:18 mx …``: any line with its priority before it, as on the wire.

Also a line behind the NUL bytes that a crash leaves in a file, or behind a byte order mark.
"""

import re

from .record import Read, Record

_BEFORE = re.compile(r"[\0\ufeff]*<\d{1,3}>(?!1 )|[\0\ufeff]+")


def parser(inner: Read) -> Read:
    """Reads what follows with ``inner``."""

    def read(line: str) -> Record | None:
        found = _BEFORE.match(line)
        return None if found is None else inner(line[found.end() :])

    return read
