"""A log told anew with nobody's name in it."""

from collections.abc import Iterable, Iterator
from heapq import merge

from loganalyzer.anonymise.line import Lines
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.api.reading import Reading, every_kind
from loganalyzer.reports.report import Finding
from loganalyzer.scan.columns import Reader
from loganalyzer.scan.coverage import Coverage
from loganalyzer.scan.plain import lines_of
from loganalyzer.sources import Block

SHORTEST_KEY = 16
"""Bytes: with fewer, keys could be tried until a guessed name fits."""


class Anonymised:
    """The lines of a log, told anew one by one, in the order of their time.

    masked: how many lines were not understood, by why; of those only time and program are told.
    """

    def __init__(self, reading: Reading, key: bytes) -> None:
        """Takes the log and the key; raises ValueError for a key that could be guessed."""
        if len(key) < SHORTEST_KEY:
            raise ValueError(f"a key needs at least {SHORTEST_KEY} bytes")
        self._reading = reading
        self._lines = Lines(Pseudonyms(key), every_kind(frozenset()))
        self.masked = self._lines.masked

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What went wrong in reading so far."""
        return self._reading.findings

    @property
    def unread(self) -> bool:
        """Whether something that was named could not be read."""
        return any(finding.severity == "error" for finding in self.findings)

    def __iter__(self) -> Iterator[str]:
        """The lines without their ends."""
        strands = [self._strand(strand) for strand in self._reading.strands()]
        for _, line in merge(*strands, key=lambda told: told[0]):
            yield line

    def _strand(self, blocks: Iterable[tuple[Reader, Block]]) -> Iterator[tuple[int, str]]:
        """Lines with their time; one without stands where it stood."""
        last = 0
        for read, block in blocks:
            texts, _ = lines_of(block, Coverage())
            for text in texts:
                time, line = self._lines.line(text, read)
                last = last if time is None else time
                yield last, line
