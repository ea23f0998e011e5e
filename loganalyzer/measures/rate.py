"""A share that does not hide what it was counted from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``total`` for certain; ``unknown`` of them could not be told."""

    count: int
    total: int
    unknown: int = 0

    @property
    def known(self) -> int:
        """How many could be told."""
        return self.total - self.unknown

    @property
    def share(self) -> float | None:
        """The share among those that could be told, None where none could."""
        return self.count / self.known if self.known else None

    def text(self) -> str:
        """``97.3 % (1,234 of 1,268)``, with the unknown ones named."""
        if self.share is None:
            return f"unknown ({self.total:,} not told by the log)" if self.total else "none"
        said = f"{self.share:.1%}".replace("%", " %") + f" ({self.count:,} of {self.known:,}"
        return said + (f"; {self.unknown:,} unknown)" if self.unknown else ")")
