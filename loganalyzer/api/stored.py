"""A store as notebooks see it: what it holds, together with lines that nobody has ingested yet."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

from loganalyzer.advice.clock import Judged, fixed
from loganalyzer.advice.facts import Given
from loganalyzer.api.ingest import continuing
from loganalyzer.api.lines import lines_at
from loganalyzer.api.log import Log
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Outcome, Progress, Reading, without_collector
from loganalyzer.api.tallies import Tallies
from loganalyzer.linking.finished import Finished
from loganalyzer.measures.narrowed import narrowed
from loganalyzer.reports.build import facts_of, servers
from loganalyzer.reports.story import Explanation
from loganalyzer.settings.labels import Labels
from loganalyzer.settings.settings import Settings
from loganalyzer.store.database import PATIENCE, reading, writing
from loganalyzer.store.errors import StoreError
from loganalyzer.store.store import Store

NEVER = 1 << 40
"""A day that does not come."""


class StoredLog(Log):
    """A store, and logs that go on where it stopped; reads both when first needed and writes neither.

    Only the start of the clock of gate 4 is kept in the store, at the first judgement. ``since``,
    ``until`` and ``last`` of the options pick whole UTC days, those of which it keeps counts.
    """

    def __init__(
        self,
        store: Path,
        logs: Sequence[str] = (),
        options: Options | None = None,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Takes the store's file; nothing is read yet."""
        super().__init__(logs, options, stdin, progress)
        self.path = store
        self._judged: dict[str, Judged] = {}

    def __repr__(self) -> str:
        """What was named; nothing is read for it."""
        return f"<Store {self.path}>"

    @property
    def finished(self) -> Finished:
        """Always raises StoreError: a store keeps counts, and no single sessions or messages."""
        raise StoreError("a store keeps counts only; for tables read the logs themselves: la.read(…)")

    def _read(self) -> Reading:
        if self._reading is None:
            self._tally()
        if self._reading is None:
            raise RuntimeError("a tally without a reading")
        return self._reading

    def _tally(self) -> tuple[Tallies, Outcome]:
        if self._tallied is None:
            with reading(self.path) as connection, without_collector():
                store = Store(connection)
                here = Reading(self._paths, self._options, self._stdin, self._progress, continuing(store))
                merged = store.merged_coverages()
                ends = [one.last for one in (store.coverage(), *merged) if one.last is not None]
                since, until = here.whole_days(max(ends, default=None))
                fresh, outcome = here.into(Tallies)
                tallies = Tallies()
                tallies.samples = fresh.samples
                store.tallies(tallies.of)
                if since is not None or until is not None:
                    for host, tally in tallies.items():
                        tallies[host] = narrowed(tally, since or 0, NEVER if until is None else until)
                for host, tally in fresh.items():
                    tallies.of(host).merge(tally)
                for coverage in merged:
                    outcome.coverage.merge(coverage)
                self._judged = store.judged()
            self._reading = here
            self._tallied = self._entered(tallies, outcome)
        return self._tallied

    def lines(self, places: Iterable[int]) -> dict[int, str]:
        """The raw lines at these places: of logs that are here, and samples of those that are not."""
        wanted = set(places)
        found = lines_at(self.sources, wanted)
        with reading(self.path) as connection:
            return Store(connection).lines(wanted - found.keys()) | found

    def explain(
        self,
        text: str,
        most: int = 10,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
    ) -> Explanation:
        """Always raises StoreError: only the logs themselves tell stories."""
        raise StoreError("a store keeps counts only; to explain a mail, read the logs themselves")

    def _given(self, given: Given) -> Given:
        return replace(super()._given(given), clocks=self._clocks)

    @cached_property
    def _clocks(self) -> dict[str, int]:
        """The day from which on new senders are counted, host by host; fixed now where it was not."""
        tallies, outcome = self._tally()
        found = {
            host: fixed(facts_of(host, tallies[host], outcome.coverage), self._judged.get(host, Judged()))
            for host in servers(tallies, outcome.coverage)
        }
        if self._read().limits() != (None, None):
            found = self._judged  # what was picked by somebody fixes nothing
        kept = self._judged if found != self._judged and not self._keep(found) else found
        return {host: one.clock_began for host, one in kept.items() if one.clock_began is not None}

    def _keep(self, found: dict[str, Judged]) -> bool:
        """Whether the store has kept it: others' stores can be read, but not written."""
        try:
            with writing(self.path, PATIENCE) as connection:
                Store(connection).keep_judged(found)
        except StoreError:
            return False
        return True


def open_store(
    path: str | PathLike[str], *logs: str | PathLike[str], options: Options | None = None
) -> StoredLog:
    """A store, together with the lines of these logs that it has not taken yet."""
    return StoredLog(Path(path), [fspath(log) for log in logs], options)
