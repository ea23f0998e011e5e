"""Tallies of all hosts, filled while reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from loganalyzer.linking.finished import Finished
from loganalyzer.measures.entered import entered, fleet_of
from loganalyzer.measures.handed import followed
from loganalyzer.measures.samples import Samples
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.own_hosts import own_hosts as given

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

    def entered(self, hosts: Mapping[str, Collection[str]], own_hosts: tuple[str, ...]) -> Tallies:
        """These with mail counted where it enters; hosts: labels with their full names (``Coverage``)."""
        fleet = fleet_of(hosts, self, given(own_hosts))
        told = followed(self, fleet)
        found = Tallies()
        found.update({host: entered(host, tally, fleet) for host, tally in told.items()})
        found.samples = self.samples
        return found

    def frame(self) -> DataFrame:
        """All counters in one long table: see ``tables.tally_frame``."""
        from loganalyzer.tables import tally_frame

        return tally_frame(self)
