"""DMARC aggregate reports from files, folders and mailboxes.

An own reader on expat, not parsedmarc: that takes 79 MB in 34 packages, among them a database of the
world's networks, and 0.35 s to import; it fills in what a report does not say, repairs XML that is cut off
and counts the part as a report, and leaves out a row that it cannot read. Here such a report is refused,
since what it would have said of a forgotten server is missing, and each value keeps the place it came from.
"""

from collections.abc import Sequence
from dataclasses import replace

from loganalyzer.sources.finding import Finding, gathered
from loganalyzer.terms.organisation import organisation_of

from .containers import Document, documents
from .dmarc import NO_CARRIER, DmarcReport
from .dmarc_xml import read_report
from .xml_report import BrokenError


def read_dmarc(
    paths: Sequence[str], authserv: Sequence[str] = ()
) -> tuple[tuple[DmarcReport, ...], tuple[Finding, ...]]:
    """Every report in these files and folders, each once, and what could not be read or is doubtful.

    authserv: names of servers whose Authentication-Results on the carrying mail are believed. Reports on
    TLS among them are passed over. In the order of time, reporter, report id.
    """
    reports: list[DmarcReport] = []
    findings: list[Finding] = []
    for found in documents(paths, authserv):
        if isinstance(found, Finding):
            findings.append(found)
        elif found.is_xml:
            try:
                reports.append(_from(found))
            except BrokenError as error:
                findings.append(Finding("error", found.where, str(error)))
    kept, doubles = once(reports)
    findings += doubles
    findings += [finding for report in kept for finding in doubts(report)]
    return kept, gathered(findings)


def _from(document: Document) -> DmarcReport:
    return replace(read_report(document.data, document.where), carrier=document.carrier)


def once(reports: Sequence[DmarcReport]) -> tuple[tuple[DmarcReport, ...], list[Finding]]:
    """Each report once, in the order of time, however often it lies there.

    Two that have an id in common and say different things are both kept: one of them is invented, and
    must not take the place of the real one, whatever it tells more, or whoever signed it.
    """
    kept: dict[tuple[str, str, str, int, int], list[DmarcReport]] = {}
    findings = []
    for report in reports:
        # With the time, since some reporters count anew every day, or leave the id out.
        key = (report.reporter.lower(), report.report_id, report.domain, report.begin, report.end)
        same = kept.setdefault(key, [])
        twin = next((at for at, one in enumerate(same) if _told(one) == _told(report)), None)
        if twin is not None:
            text = f"is report {report.report_id} of {report.reporter} again; it is counted once"
            findings.append(Finding("info", report.where, text))
            same[twin] = max(same[twin], report, key=lambda one: one.carrier.verified is True)
            continue
        if same:
            name = f"{report.report_id} of {report.reporter}"
            text = f"has the id of another report, {name}, but says otherwise; both are counted"
            findings.append(Finding("warning", report.where, text))
        same.append(report)
    found = (report for same in kept.values() for report in same)
    order = sorted(found, key=lambda one: (one.begin, one.end, one.reporter, one.report_id, one.domain))
    return tuple(order), findings


def _told(report: DmarcReport) -> DmarcReport:
    """What a report says, wherever it lies and whoever brought it."""
    return replace(report, where="", carrier=NO_CARRIER)


def doubts(report: DmarcReport) -> list[Finding]:
    """What speaks against a report having been made by whom it names."""
    carrier, said = report.carrier, report.email.rpartition("@")[2].lower()
    if carrier.verified is False:
        text = f"says it is from {report.reporter}, but came unsigned, in the name of {carrier.sender}"
        return [Finding("warning", report.where, text)]
    if carrier.sender and said and organisation_of(carrier.sender) != organisation_of(said):
        text = f"says it is from {said}, but the mail it came in is from {carrier.sender}"
        return [Finding("warning", report.where, text)]
    return []
