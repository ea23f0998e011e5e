"""A store that is open: what it holds as values, and one run's additions to it."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping

from loganalyzer.advice.clock import Judged
from loganalyzer.advice.past import Told
from loganalyzer.linking.carry import Carry
from loganalyzer.measures.tally import Tally
from loganalyzer.scan.coverage import Coverage
from loganalyzer.store import carries, covered, judged, judgements, lines, logs, tallies
from loganalyzer.store.covered import HERE
from loganalyzer.store.errors import StoreError
from loganalyzer.store.rows import Texts


class Store:
    """One transaction's view of a store (``database.reading``, ``database.writing``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Takes an open connection."""
        self.connection = connection
        self.texts = Texts(connection)

    def fact(self, name: str) -> str | None:
        """A single value that is kept under a name."""
        row = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Keeps a single value."""
        self.connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @property
    def identity(self) -> str:
        """The store's own name, the same in all its copies."""
        return self.fact("identity") or ""

    @property
    def split(self) -> frozenset[str]:
        """Host labels that stand for several machines."""
        return frozenset(json.loads(self.fact("split") or "[]"))

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """Machines that were called our own while logs were read."""
        return tuple(json.loads(self.fact("own_hosts") or "[]"))

    def keep_own_hosts(self, found: Iterable[str]) -> None:
        """Keeps them; none is taken back."""
        self.keep_fact("own_hosts", json.dumps(sorted({*self.own_hosts, *found})))

    def past(self) -> logs.Past:
        """The logs that were read into this store."""
        return logs.load(self.connection)

    def names(self) -> dict[int, str]:
        """What each log was called when it was last seen."""
        return logs.names(self.connection)

    def tallies(self, into: Callable[[str], Tally]) -> None:
        """Adds all counts to the hosts' tallies."""
        tallies.load(self.connection, self.texts, into)

    def coverage(self, origin: str = HERE) -> Coverage:
        """The account of what was read here, or in a store that was merged."""
        return covered.load(self.connection, self.texts, origin)

    def merged_coverages(self) -> list[Coverage]:
        """The accounts of the stores that were merged into this one."""
        return [self.coverage(origin) for origin in covered.origins(self.connection) if origin != HERE]

    def carries(self) -> dict[str, Carry]:
        """Where linking goes on."""
        return carries.load(self.connection, self.texts)

    def judged(self) -> dict[str, Judged]:
        """What earlier judgements have fixed."""
        return judged.load(self.connection, self.texts)

    def keep_judged(self, found: Mapping[str, Judged]) -> None:
        """Keeps what is fixed from now on."""
        judged.save(self.connection, self.texts, found)

    def told(self) -> Told | None:
        """What the last digest told; None before the first."""
        return judgements.load(self.connection, self.texts)

    def keep_told(self, told: Told) -> None:
        """Keeps what a digest has told."""
        judgements.save(self.connection, self.texts, told)

    def owners(self) -> dict[str, str]:
        """Each host with the store that its history was merged from, or HERE."""
        words = self.texts.everything()
        return {words[host]: origin for host, origin in self.connection.execute("SELECT * FROM hosts")}

    def add(
        self, found: Mapping[str, Tally], left: Mapping[str, Carry], coverage: Coverage, split: Iterable[str]
    ) -> None:
        """Adds what one run finished, and keeps where its linking stopped."""
        owners = self.owners()
        foreign = sorted(host for host in left if owners.get(host, HERE) != HERE)
        if foreign:
            raise StoreError(
                f"the history of {foreign[0]} was merged from another store; ingest its logs there"
            )
        tallies.save(self.connection, self.texts, found)
        carries.save(self.connection, self.texts, left)
        covered.save(self.connection, self.texts, HERE, coverage)
        rows = [(self.texts.number(host), HERE) for host in {*left, *found}]
        self.connection.executemany("INSERT OR REPLACE INTO hosts VALUES (?, ?)", rows)
        self.keep_fact("split", json.dumps(sorted(split)))

    def add_logs(
        self, read: Iterable[logs.Known], packs: Mapping[int, bytes], called: Mapping[int, str]
    ) -> None:
        """Keeps how far logs were read, and what they are called now."""
        logs.save(self.connection, read, [(digest, number) for number, digest in packs.items()])
        logs.rename(self.connection, called)

    def lines_wanted(self, found: Collection[Tally], left: Iterable[Carry]) -> set[int]:
        """Places of sample lines that the store wants and does not have."""
        return lines.missing(self.connection, lines.wanted(found, left))

    def add_lines(self, found: Mapping[int, str]) -> None:
        """Keeps sample lines of units: their log will not be there for ever."""
        lines.save(self.connection, found)

    def lines(self, places: Iterable[int]) -> dict[int, str]:
        """The sample lines at these places that were kept."""
        return lines.load(self.connection, places)
