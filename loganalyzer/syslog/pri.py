"""``<22>Nov  2 09:49:18 mx …``: any line with its priority before it, as on the wire."""

import re

from .record import Read, Record

_PRIORITY = re.compile(r"<\d{1,3}>(?!1 )")


def parser(inner: Read) -> Read:
    """Reads what follows the priority with ``inner``."""

    def read(line: str) -> Record | None:
        found = _PRIORITY.match(line)
        return None if found is None else inner(line[found.end() :])

    return read
