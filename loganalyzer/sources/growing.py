"""What every input that still grows has in common."""

from typing import NamedTuple, Protocol

from .block import Block
from .finding import Finding
from .source import Source

PIECE = 1 << 20
"""About how many bytes one look takes, so that who looks can do something else in between."""


class Look(NamedTuple):
    """What one look at a growing input found.

    more: whether to look again at once. over: why no more will ever come; empty while more may.
    """

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    more: bool = False
    over: str = ""


class Growing(Protocol):
    """Gives each line once, when it is whole; never waits, and does not know what time it is."""

    name: str

    @property
    def descriptor(self) -> int | None:
        """What can be waited on for more; None for a file, which can only be looked at again."""

    def past(self, most: int | None) -> tuple[Source | None, tuple[Finding, ...]]:
        """What was there before the first look, all or only the last bytes of it; None for nothing."""

    def look(self) -> Look:
        """What has come since the last look."""

    def close(self) -> None:
        """Lets go of everything that is open."""
