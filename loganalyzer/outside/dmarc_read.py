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
from .dmarc import DmarcReport
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
    """Each report id of a reporter once, in the order of time; of two that differ the better vouched one.

    A copy that came with a signature goes before one without, then the one that tells of more mail: an
    invented copy must not take the place of the real one.
    """
    kept: dict[tuple[str, str, str, int, int], DmarcReport] = {}
    findings = []
    for report in reports:
        # With the time, since some reporters count anew every day, or leave the id out.
        key = (report.reporter.lower(), report.report_id, report.domain, report.begin, report.end)
        other = kept.setdefault(key, report)
        if other is report:
            continue
        if replace(report, where=other.where, carrier=other.carrier) == other:
            text = f"is report {report.report_id} of {report.reporter} again; it is counted once"
            findings.append(Finding("info", report.where, text))
        else:
            text = (
                f"has the id of another report, {report.report_id} of {report.reporter}, but says otherwise"
            )
            findings.append(Finding("warning", report.where, text))
        kept[key] = max(other, report, key=_vouched)
    order = sorted(
        kept.values(), key=lambda one: (one.begin, one.end, one.reporter, one.report_id, one.domain)
    )
    return tuple(order), findings


def _vouched(report: DmarcReport) -> tuple[bool, int]:
    return report.carrier.verified is True, report.messages


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
