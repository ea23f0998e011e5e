"""Which days DMARC reports tell of: a day without a report is a day of which nothing is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loganalyzer.terms.moment import DAY, HOUR

from .dmarc import DmarcReport

WINDOW = 35
"""Days that are looked back on: five weeks, so that a monthly sender is among them."""

NEARLY = 23 * HOUR
"""A day of which at least so much is told of is covered: many reports end a second before the next begins."""

LONGEST = 8 * DAY
"""A report on more than that tells of days that cannot be told apart, and covers none."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """One reporter's share: who says little, or other things than the others, shows here."""

    name: str
    days: tuple[int, ...]
    """Numbers of the days (``terms.moment``) that are covered by his reports alone."""
    reports: int
    messages: int
    aligned: int
    """Of these messages, those that passed DMARC: SPF or DKIM aligned."""
    refused: int
    """Of these messages, those quarantined or rejected by DMARC."""
    verified: int
    """Of these reports, those that came with a signature of their sender's domain (``Carrier.verified``)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days up to the last one that reports tell of."""

    first_day: int
    last_day: int
    days: tuple[int, ...]
    """Days that at least one reporter covers."""
    reporters: tuple[Reporter, ...]
    """Most messages first."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Days of which nobody tells."""
        return tuple(sorted(set(range(self.first_day, self.last_day + 1)) - set(self.days)))


def covered(
    reports: Iterable[DmarcReport],
    domain: str,
    last_day: int,
    *,
    window: int = WINDOW,
    verified: bool = False,
) -> Coverage:
    """What the reports on a domain tell of the ``window`` days that end with ``last_day``.

    Reports that begin after it are left out: nobody can tell of them yet. verified: count only reports whose
    sender was verified. A day counts if one reporter tells of nearly all of it; two halves by two reporters
    are no day.
    """
    first = last_day - window + 1
    begin, end = first * DAY, (last_day + 1) * DAY
    mine: dict[str, list[DmarcReport]] = {}
    for report in reports:
        known = report.carrier.verified is True or not verified
        if report.domain == domain and known and report.begin < end and report.end > begin:
            mine.setdefault(report.reporter, []).append(report)
    told = [_reporter(name, ones, first, last_day) for name, ones in mine.items()]
    told.sort(key=lambda one: (-one.messages, one.name))
    return Coverage(first, last_day, tuple(sorted({day for one in told for day in one.days})), tuple(told))


def _reporter(name: str, reports: Sequence[DmarcReport], first: int, last: int) -> Reporter:
    spans = [(report.begin, report.end) for report in reports if report.end - report.begin <= LONGEST]
    rows = [row for report in reports for row in report.rows]
    return Reporter(
        name,
        tuple(day for day in range(first, last + 1) if told_of(spans, day * DAY, (day + 1) * DAY) >= NEARLY),
        len(reports),
        sum(row.count for row in rows),
        sum(row.count for row in rows if row.dkim_aligned or row.spf_aligned),
        sum(row.count for row in rows if row.disposition in ("quarantine", "reject")),
        sum(report.carrier.verified is True for report in reports),
    )


def told_of(spans: Iterable[tuple[int, int]], begin: int, end: int) -> int:
    """Microseconds between begin and end that lie in at least one span."""
    told, reached = 0, begin
    for start, stop in sorted(spans):
        start, stop = max(start, reached), min(stop, end)
        if stop > start:
            told += stop - start
            reached = stop
    return told
