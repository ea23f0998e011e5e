"""A log read through pseudonyms: whatever is made of it, in whatever format, names nobody.

The lines are told anew first and then read as a log of their own. So there is one place where names
are taken out, and no table, chart or format has to think of it.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, Literal, cast

from loganalyzer.advice.facts import Given
from loganalyzer.anonymise import given as told
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.api.anonymised import Anonymised
from loganalyzer.api.lines import lines_at
from loganalyzer.api.log import Log
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Outcome, Progress, Reading
from loganalyzer.reports.report import Finding
from loganalyzer.sources import Source

NAME = "anonymised"
"""What the places of lines are named by: those of the log told anew, as ``mailstat anonymise`` writes it."""


class CopyError(OSError):
    """The log told anew could not be kept for as long as it is read."""


class AnonymousLog(Log):
    """A log with pseudonyms for all whom it names; labels and own domains are told anew with it."""

    def __init__(
        self,
        paths: Sequence[str],
        key: bytes,
        options: Options | None = None,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Takes what ``Log`` takes, and the key; raises ValueError for a key that could be guessed, or own
        hosts that cannot be told anew."""
        super().__init__(paths, options, stdin, progress)
        whole = replace(self._options, since=None, until=None, last=None)
        self._true = Reading(paths, whole, stdin, progress)
        self._told = Anonymised(self._true, key)
        self._pseudonyms = Pseudonyms(key)
        self._options = replace(
            self._options, own_hosts=told.machines(self._options.own_hosts, self._pseudonyms)
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The true inputs that can be read."""
        return self._true.sources

    def lines(self, places: Iterable[int]) -> dict[int, str]:
        """The lines told anew at these places."""
        return lines_at(self._read().sources, places)

    def tell(self) -> None:
        """Tells the log anew, now and not when it is first asked for; raises CopyError."""
        self._read()

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = Reading(["-"], self._options, _copied(self._told))
        return self._reading

    def _named(self, outcome: Outcome) -> Outcome:
        findings = (*self._of_the_input(), *map(_named, outcome.findings))
        unread = outcome.unread or self._told.unread
        return replace(outcome, findings=findings, names=dict.fromkeys(outcome.names, NAME), unread=unread)

    def _of_the_input(self) -> Iterator[Finding]:
        """That there is something to say of the true log, whose own words name files and machines."""
        severities: tuple[Literal["error", "warning"], ...] = ("error", "warning")
        for severity in severities:
            count = sum(finding.severity == severity for finding in self._told.findings)
            if count:
                text = f"findings about the true log: {count}; without --anonymise they are told"
                yield Finding(severity, "", text)

    def _given(self, given: Given) -> Given:
        domains = tuple(self._pseudonyms.domain(name) for name in given.own_domains)
        return replace(given, labels=told.labels(given.labels, self._pseudonyms), own_domains=domains)


def _named(finding: Finding) -> Finding:
    return finding._replace(where=NAME) if finding.where == "-" else finding


def _copied(lines: Iterable[str]) -> BinaryIO:
    """The lines in a temporary file without a name; raises CopyError."""
    try:
        copy = tempfile.TemporaryFile(prefix="mailstat-")  # noqa: SIM115  it is read for long after this
        copy.writelines(f"{line}\n".encode() for line in lines)
        copy.seek(0)
    except OSError as error:
        raise CopyError(error.errno, error.strerror or str(error)) from None
    return cast(BinaryIO, copy)
