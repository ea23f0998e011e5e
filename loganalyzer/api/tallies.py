"""Tallies of all hosts, filled while reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loganalyzer.linking.finished import Finished
from loganalyzer.measures.samples import Samples
from loganalyzer.measures.tally import Tally

if TYPE_CHECKING:
    from loganalyzer.tables import DataFrame


class Tallies(dict[str, Tally]):
    """One tally a host; adds what its log finishes.

    samples: places behind the figures, of all that was read here; of a store's counts there are none.
    """

    def __init__(self) -> None:
        """Begins empty."""
        super().__init__()
        self.samples = Samples()

    def of(self, host: str) -> Tally:
        """The host's tally, a new one where there is none."""
        return self.setdefault(host, Tally())

    def add(self, host: str, done: Finished) -> None:
        """Counts what a host's log finished."""
        self.of(host).add(done)
        self.samples.add(done)

    def frame(self) -> DataFrame:
        """All counters in one long table: see ``tables.tally_frame``."""
        from loganalyzer.tables import tally_frame

        return tally_frame(self)
