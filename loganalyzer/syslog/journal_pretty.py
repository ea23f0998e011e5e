"""``journalctl -o json-pretty``: an object spread over lines, made one line again."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from .framing import LONGEST, lines_of


def framing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One line for each object."""
    entry: list[bytes] = []
    size = 0
    for lines in lines_of(chunks):
        for line in BytesIO(lines):
            entry.append(line.strip())
            size += len(line)
            if line.rstrip() == b"}" or size > LONGEST:
                yield b" ".join(entry) + b"\n"
                entry, size = [], 0
    if entry:
        yield b" ".join(entry) + b"\n"
