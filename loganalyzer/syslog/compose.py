"""``mail-1  | …``: what ``docker compose logs`` puts before each line, with or without colour."""

import re

from .record import Read, Record

_PREFIX = re.compile(r"(?:\x1b\[[\d;]*m)?[\w.-]+(?:\x1b\[[\d;]*m)? *\| ?(?:\x1b\[[\d;]*m)?")


def parser(inner: Read) -> Read:
    """Reads what follows the prefix with ``inner``; the prefix names a container and not a host."""

    def read(line: str) -> Record | None:
        found = _PREFIX.match(line)
        return None if found is None else inner(line[found.end() :])

    return read
