"""Where a line stands: the source it came from and its byte offset there."""

OFFSET_BITS = 48
"""Bits for the offset: 256 TiB of text in one source; what lies above is the source's number."""

_OFFSETS = (1 << OFFSET_BITS) - 1


def place(source: int, offset: int) -> int:
    """One integer for a line's place; places of one source grow with the offset."""
    return source << OFFSET_BITS | offset


def source_of(at: int) -> int:
    """The number of the source that holds the place."""
    return at >> OFFSET_BITS


def offset_of(at: int) -> int:
    """The offset, in decompressed bytes, of the place within its source."""
    return at & _OFFSETS
