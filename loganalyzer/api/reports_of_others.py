"""What others report of mail in our name and of TLS towards us, for notebooks: values, and tables of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loganalyzer.outside.coverage import Coverage, Reporter, covered
from loganalyzer.outside.dmarc import DmarcReport
from loganalyzer.outside.dmarc_sources import DmarcSource, sources
from loganalyzer.outside.tls_days import TlsDay, TlsTrouble, by_day, troubles
from loganalyzer.outside.tls_rpt import TlsReport
from loganalyzer.sources.finding import Finding
from loganalyzer.terms.moment import day_number, day_of

if TYPE_CHECKING:
    from datetime import date

    from loganalyzer.tables import DataFrame

REPORT = ("reporter", "report_id", "domain", "begin", "end")
ROW = ("source_ip", "count", "disposition", "dkim_aligned", "spf_aligned", "header_from", "envelope_from")


@dataclass(frozen=True)
class Reports:
    """Reports that were read, each once; ``findings`` says what could not be read, and what is doubtful."""

    dmarc: tuple[DmarcReport, ...]
    tls_rpt: tuple[TlsReport, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def rows(self) -> "DataFrame":
        """All rows of all DMARC reports: who reports, on when, on which address, and how its mail fared."""
        from loganalyzer.tables import values_frame

        pairs = [(report, row) for report in self.dmarc for row in report.rows]
        columns = {name: [getattr(report, name) for report, _ in pairs] for name in REPORT}
        return values_frame(columns | {name: [getattr(row, name) for _, row in pairs] for name in ROW})

    def sources(self, domain: str) -> "DataFrame":
        """Networks that send in the domain's name, most messages first (`DmarcSource`)."""
        return _frame(DmarcSource, sources(self.dmarc, domain))

    def reporters(self, domain: str, last_day: "date | None" = None) -> "DataFrame":
        """Who reports on the domain: days, messages, how many passed or were refused (`Reporter`)."""
        return _frame(Reporter, self.coverage(domain, last_day).reporters)

    def coverage(self, domain: str, last_day: "date | None" = None) -> Coverage:
        """Which of the five weeks up to a day, or to the newest report, are told of."""
        ends = [day_of(report.end) for report in self.dmarc if report.domain == domain]
        return covered(self.dmarc, domain, day_number(last_day) if last_day else max(ends, default=0))

    def tls_days(self, *domains: str) -> "DataFrame":
        """Sessions with our servers by day and policy (`TlsDay`); of these domains, or all."""
        return _frame(TlsDay, by_day(self.tls_rpt, domains))

    def tls_failures(self, *domains: str) -> "DataFrame":
        """Sessions that failed, by what failed, whose server and which of ours (`TlsTrouble`)."""
        return _frame(TlsTrouble, troubles(self.tls_rpt, domains))


def read_reports(*paths: str | Path, authserv: Sequence[str] = ()) -> Reports:
    """DMARC and TLS reports in files, folders and mailboxes, in whatever they came by mail.

    authserv: names of our own mail servers, whose Authentication-Results on such mails are believed.
    """
    from loganalyzer.outside.dmarc_read import read_dmarc
    from loganalyzer.outside.tls_rpt_read import read_tls_rpt

    named = [str(path) for path in paths]
    dmarc, findings = read_dmarc(named, authserv)
    tls_rpt, more = read_tls_rpt(named, authserv)
    return Reports(dmarc, tls_rpt, tuple(dict.fromkeys((*findings, *more))))


def _frame(kind: type, values: Iterable[Any]) -> "DataFrame":
    """One row a value, one column a field; an empty table has all columns too."""
    from loganalyzer.tables import values_frame

    rows = list(values)
    return values_frame({field.name: [getattr(row, field.name) for row in rows] for field in fields(kind)})
