"""A log as notebooks see it: tables, tallies, report and advice, worked out when asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from os import PathLike, fspath
from typing import TYPE_CHECKING, BinaryIO

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.candidates import Candidate, candidates
from loganalyzer.advice.decisions import OF_DOMAINS, USUAL
from loganalyzer.advice.facts import BUDGET, Given
from loganalyzer.advice.whatif import WhatIf, what_if
from loganalyzer.advice.whatif_tls import Wish
from loganalyzer.api.anonymised import Anonymised
from loganalyzer.api.asked import asked
from loganalyzer.api.doctor import doctor
from loganalyzer.api.explain import explain, find
from loganalyzer.api.given import given_of
from loganalyzer.api.lines import lines_at
from loganalyzer.api.options import Options
from loganalyzer.api.outside import NOTHING, Outside, told, with_outside
from loganalyzer.api.reading import Outcome, Progress, Reading, without_collector
from loganalyzer.api.tallies import Tallies
from loganalyzer.doctor.diagnosis import Diagnosis
from loganalyzer.linking.finished import Finished
from loganalyzer.reports.build import build, facts_of, servers
from loganalyzer.reports.opened import opened
from loganalyzer.reports.report import Report
from loganalyzer.reports.story import Explanation
from loganalyzer.scan.coverage import Coverage
from loganalyzer.settings.labels import Labels
from loganalyzer.settings.settings import Settings
from loganalyzer.sources import Source
from loganalyzer.terms.own_hosts import own_hosts
from loganalyzer.triage.rules import Rules

if TYPE_CHECKING:
    from loganalyzer.charts import Picture
    from loganalyzer.tables import DataFrame


class Everything:
    """Keeps finished things for tables, and counts them."""

    def __init__(self) -> None:
        """Begins empty."""
        self.done = Finished()
        self.tallies = Tallies()

    def add(self, host: str, done: Finished) -> None:
        """Keeps and counts what a host's log finished."""
        self.done.extend(done)
        self.tallies.add(host, done)


class UnreadableError(OSError):
    """Raised instead of giving empty tables where nothing of what was named could be read."""


class Log:
    """One or several logs, read when first needed.

    What could not be read is in ``outcome.findings`` and in the report; tables, tallies and advice
    also warn of it, and raise UnreadableError where nothing is left to be read.

    The report needs memory for its tallies only; the tables hold every session, message,
    delivery and so on: about 250 MB for each million rows.
    """

    def __init__(
        self,
        paths: Sequence[str],
        options: Options | None = None,
        stdin: BinaryIO | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Takes paths, globs, folders, or ``-`` for ``stdin``; nothing is read yet."""
        self._paths = tuple(paths)
        self._options = options or Options()
        self._stdin, self._progress = stdin, progress
        self._reading: Reading | None = None
        self._tallied: tuple[Tallies, Outcome] | None = None
        self._kept: Finished | None = None
        self._warned = False

    def __repr__(self) -> str:
        """What was named; nothing is read for it."""
        return f"<Log of {', '.join(self._paths)}>"

    def _read(self) -> Reading:
        if self._reading is None:
            self._reading = Reading(self._paths, self._options, self._stdin, self._progress)
        return self._reading

    @property
    def sources(self) -> tuple[Source, ...]:
        """The inputs that can be read; of their lines nothing is read yet."""
        return self._read().sources

    def _tally(self) -> tuple[Tallies, Outcome]:
        if self._tallied is None:
            self._tallied = self._entered(*self._read().into(Tallies))
        return self._tallied

    def _entered(self, tallies: Tallies, outcome: Outcome) -> tuple[Tallies, Outcome]:
        """The same with mail counted where it enters."""
        found = tallies.entered(outcome.coverage.hosts, self._read().own_hosts)
        return found, self._named(outcome)

    def _named(self, outcome: Outcome) -> Outcome:
        """What a reading came to, in the words of whoever named the log."""
        return outcome

    def _given(self, given: Given) -> Given:
        """What the judge is told; a history adds what it has fixed."""
        ours = own_hosts(self._read().own_hosts)
        return replace(given, mynetworks=(*given.mynetworks, *ours.networks), own_names=ours.names)

    @property
    def finished(self) -> Finished:
        """Everything that was finished, as plain values; read into memory when first asked for."""
        if self._kept is None:
            everything, outcome = self._read().into(Everything)
            self._kept, self._tallied = everything.done, self._entered(everything.tallies, outcome)
        self._warn()
        return self._kept

    def _warn(self) -> None:
        """Raises or warns, once, where a table would hold less than what was named."""
        outcome = self.outcome
        errors = [f"{f.where}: {f.text}" for f in outcome.findings if f.severity == "error"]
        if errors and not outcome.coverage.lines:
            raise UnreadableError("; ".join(errors))
        if not self._warned:
            for error in errors:
                warnings.warn(error, stacklevel=2)
        self._warned = True

    @property
    def tally(self) -> Tallies:
        """The counters, a tally for each host."""
        self._warn()
        return self._tally()[0]

    @property
    def outcome(self) -> Outcome:
        """Coverage, findings, and whether something could not be read."""
        return self._tally()[1]

    @property
    def coverage(self) -> Coverage:
        """The account of all lines."""
        return self.outcome.coverage

    def report(
        self,
        decisions: Sequence[str] = USUAL,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
        budget: float = BUDGET,
        with_lines: bool = False,
        wish: Wish | None = None,
        outside: Outside | None = None,
        switched: date | None = None,
    ) -> Report:
        """The report; raises KeyError for a decision that does not exist.

        labels, settings: see ``read_labels`` and ``read_settings``. budget: new failing senders a
        month that may still turn up after a switch. with_lines: with the sample lines themselves,
        for which parts of the logs are read once more. wish: judge this of TLS instead. switched: the
        day on which warn_if_reject was dropped, where the log does not show it. outside: what is known
        beside the logs of our domains, for spf_all (``api.outside``).
        """
        tallies, outcome = self._tally()
        given = self._given(given_of(labels, settings, own_domains, budget, switched))
        if outside is not None or OF_DOMAINS & set(decisions):
            given = with_outside(given, outside or NOTHING, tallies, labels, settings)
        account, findings, where = outcome.coverage, outcome.findings, outcome.where
        findings = (*findings, *told(outside))
        with without_collector():
            found = build(tallies, account, findings, where, decisions, given, settings, wish)
        if not with_lines:
            return found
        found = opened(found, tallies.samples, where)
        return replace(found, lines=self.lines(found.places))

    def what_if(
        self,
        rules: Rules,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
        budget: float = BUDGET,
    ) -> tuple[WhatIf, ...]:
        """What the SPF check would have refused under these rules, host by host."""
        tallies, outcome = self._tally()
        given = self._given(given_of(labels, settings, own_domains, budget))
        return tuple(
            what_if(facts_of(host, tallies[host], outcome.coverage, given), rules)
            for host in servers(tallies, outcome.coverage)
        )

    def candidates(
        self,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
    ) -> tuple[Candidate, ...]:
        """Every unit that would lose mail, those first about which somebody has to decide."""
        tallies, outcome = self._tally()
        given = self._given(given_of(labels, settings, own_domains))
        hosts = servers(tallies, outcome.coverage)
        return candidates(facts_of(host, tallies[host], outcome.coverage, given) for host in hosts)

    def doctor(self, settings: Settings | None = None, modes: Mapping[str, int] | None = None) -> Diagnosis:
        """What can be judged from the log and what not, and which settings are mistaken.

        modes: permissions (``st_mode``) of files that the settings name; see
        ``doctor.examined.key_files``.
        """
        tallies, outcome = self._tally()
        return doctor(tallies, outcome, given_of(settings=settings), settings, modes or {})

    def plot(
        self,
        name: str,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
        budget: float = BUDGET,
    ) -> Picture:
        """A chart as a matplotlib Figure: rejections, bound, encryption, protocols, key-exchange, plaintext.

        Its ``alt`` says in words what is to be seen. Raises KeyError for a name that there is not; the
        rest is as for ``report``.
        """
        return self.charts([name], own_domains, labels, settings, budget)[name]

    def charts(
        self,
        names: Sequence[str] = (),
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
        budget: float = BUDGET,
    ) -> dict[str, Picture]:
        """Several charts by name, or all; the rest is as for ``plot``."""
        from loganalyzer.api.pictures import pictures

        self._warn()
        given = self._given(given_of(labels, settings, own_domains, budget))
        return pictures(names, *self._tally(), given)

    def lines(self, places: Iterable[int]) -> dict[int, str]:
        """The raw lines at these places, as far as they can still be read; not safe to be printed."""
        return lines_at(self.sources, places)

    def explain(
        self,
        text: str,
        most: int = 10,
        own_domains: Sequence[str] = (),
        labels: Labels | None = None,
        settings: Settings | None = None,
    ) -> Explanation:
        """The newest stories of a unit, client, domain, address or queue id; see ``api.asked``.

        Raises ValueError for a text that is none of these. The rest is as for ``report``.
        Standard input is copied to a temporary file, for it is read more than once; raises
        RuntimeError where it has been read before.
        """
        question = asked(text)
        reading = self._read()
        if self._tallied is not None and any(source.once for source in reading.sources):
            raise RuntimeError("a pipe can be read but once: explain first, then report")
        reading.spool()
        found = find(reading, question, most)
        if question.what == "unit" and not found.newest.total:
            question = question.as_address
            found = find(reading, question, most)
        self._tallied = self._entered(found.judged.tallies, found.outcome)
        report = self.report(own_domains=own_domains, labels=labels, settings=settings)
        return explain(question, found, report)

    def anonymised(self, key: bytes) -> Anonymised:
        """The log told anew with nobody's name in it: pseudonyms that are the same for the same key.

        It is read to the same counts, verdicts and classes. Raises ValueError for a key below 16 bytes.
        """
        return Anonymised(self._read(), key)

    @property
    def advice(self) -> tuple[Advice, ...]:
        """The judgement of every decision for every host."""
        self._warn()
        return self.report().advice

    def _table(self, name: str) -> DataFrame:
        from loganalyzer import tables

        make: Callable[[Finished], DataFrame] = getattr(tables, name)
        return make(self.finished)

    @property
    def connections(self) -> DataFrame:
        """SMTP sessions to us: see ``tables.connections``."""
        return self._table("connections")

    @property
    def messages(self) -> DataFrame:
        """Queue ids: see ``tables.messages``."""
        return self._table("messages")

    @property
    def deliveries(self) -> DataFrame:
        """Delivery attempts: see ``tables.deliveries``."""
        return self._table("deliveries")

    @property
    def spf_checks(self) -> DataFrame:
        """SPF checks: see ``tables.spf_checks``."""
        return self._table("spf_checks")

    @property
    def rejections(self) -> DataFrame:
        """Rejections and warnings: see ``tables.rejections``."""
        return self._table("rejections")

    @property
    def losses(self) -> DataFrame:
        """Would-be losses with their fate: see ``tables.losses``."""
        return self._table("losses")

    @property
    def logins(self) -> DataFrame:
        """Dovecot logins: see ``tables.logins``."""
        return self._table("logins")


def read(*paths: str | PathLike[str], options: Options | None = None) -> Log:
    """A log of one or several files, globs or folders; see ``Log`` for what it offers."""
    return Log([fspath(path) for path in paths], options)
