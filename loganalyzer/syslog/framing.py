"""Whole lines from a stream of bytes, for the dialects whose records span several."""

from collections.abc import Iterable, Iterator

LONGEST = 16 << 20
"""A record longer than this, in bytes, is given up as it stands; memory stays flat."""


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, each piece ending at a line end, except the last and pieces of endless lines."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        end = data.rfind(b"\n") + 1
        if end:
            yield data[:end]
        rest = data[end:]
        if len(rest) > LONGEST:
            yield rest
            rest = b""
    if rest:
        yield rest
