"""Taking the new lines of logs into a store: all of them, once, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from loganalyzer.api.continuing import Continuing
from loganalyzer.api.lines import lines_at
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Outcome, Progress, Reading
from loganalyzer.api.tallies import Tallies
from loganalyzer.store.database import PATIENCE, writing
from loganalyzer.store.logs import Known, remembered
from loganalyzer.store.retention import forget_old
from loganalyzer.store.store import Store
from loganalyzer.terms.moment import from_datetime


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one run took in: its lines, and all that the store has counted since."""

    lines: int
    outcome: Outcome


def continuing(store: Store) -> Continuing:
    """What the store tells a reading that goes on from it."""
    return Continuing(
        store.past(),
        store.names(),
        store.split,
        store.own_hosts,
        lambda: (store.carries(), store.coverage()),
    )


def ingest(
    path: Path,
    logs: Sequence[str],
    options: Options,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    patience: float = PATIENCE,
) -> Ingested:
    """Adds the lines that the store has not taken yet; raises StoreError.

    Positions, open ends and counts change in one transaction that spans the reading as well: a run
    that dies leaves the store as it was, and a second run waits until the first is done.
    """
    with writing(path, patience, thorough=True) as connection:
        store = Store(connection)
        before = continuing(store)
        already = store.coverage().lines
        reading = Reading(logs, options, stdin, progress, before)
        found, outcome = reading.into(Tallies, open_too=False)
        store.add(found, reading.carries, outcome.coverage, reading.split)
        store.keep_own_hosts(reading.own_hosts)
        _keep_positions(store, reading, before)
        wanted = store.lines_wanted(found.values(), reading.carries.values())
        store.add_lines(lines_at(reading.sources, wanted))
        forget_old(store, _newest(outcome, options))
        return Ingested(outcome.coverage.lines - already, outcome)


def _newest(outcome: Outcome, options: Options) -> int | None:
    """The newest time, but none to come: a clock that was wrong once must not make a store forget."""
    last = outcome.coverage.last
    return None if last is None else min(last, from_datetime(options.now or datetime.now(UTC)))


def _keep_positions(store: Store, reading: Reading, before: Continuing) -> None:
    read: list[Known] = []
    damaged: set[int] = set()
    for source in reading.sources:
        end = reading.ends.get(source.number)
        if end is not None and end.position:
            read.append(remembered(source, end.position, end.tail, reading.last(source)))
        if any(finding.severity == "error" for finding in source.findings):
            damaged.add(source.number)
    packs = {number: pack for number, pack in before.packs.items() if number not in damaged}
    called = before.recognised.names | {source.number: source.name for source in reading.sources}
    store.add_logs(read, packs, called)
