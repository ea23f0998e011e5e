"""What has been said already since the last summary is not said again."""

from collections.abc import Hashable
from dataclasses import dataclass, field

MOST = 10_000
"""Things said that are remembered; after so many it may be said again."""


@dataclass(slots=True)
class Hush:
    """Remembers what was said."""

    said: set[Hashable] = field(default_factory=set)

    def first(self, *what: Hashable) -> bool:
        """True the first time this is to be said."""
        if what in self.said:
            return False
        if len(self.said) >= MOST:
            self.said.clear()
        self.said.add(what)
        return True

    def clear(self) -> None:
        """Begins anew: a summary has been given."""
        self.said.clear()
