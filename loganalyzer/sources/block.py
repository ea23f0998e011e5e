"""The unit in which logs travel."""

from typing import NamedTuple


class Block(NamedTuple):
    """Holds whole lines that stand together in one source.

    Two blocks end without a line end: the last of a source whose last line has none, and one that
    holds the beginning of a line too long to keep (see ``lines.LONGEST``).
    """

    source: int
    """Number of the source."""
    offset: int
    """Where the block begins, in bytes of the log as read (decompressed)."""
    data: bytes
