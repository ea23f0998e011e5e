"""TLS reports from files, folders and mailboxes; the containers are those of DMARC reports."""

from collections.abc import Sequence
from dataclasses import replace

from loganalyzer.sources.finding import Finding, gathered

from .containers import documents
from .tls_rpt import TlsReport
from .tls_rpt_json import read_report
from .xml_report import BrokenError


def read_tls_rpt(
    paths: Sequence[str], authserv: Sequence[str] = ()
) -> tuple[tuple[TlsReport, ...], tuple[Finding, ...]]:
    """Every TLS report in these files and folders, each once, and what could not be read.

    ``authserv`` as for ``read_dmarc``; DMARC reports among them are passed over. In the order of time.
    """
    kept: dict[tuple[str, str, int, int], TlsReport] = {}
    findings: list[Finding] = []
    for found in documents(paths, authserv):
        if isinstance(found, Finding):
            findings.append(found)
        elif not found.is_xml:
            try:
                report = replace(read_report(found.data, found.where), carrier=found.carrier)
            except BrokenError as error:
                findings.append(Finding("error", found.where, str(error)))
                continue
            key = (report.reporter.lower(), report.report_id, report.begin, report.end)
            if kept.setdefault(key, report) is not report:
                text = f"is report {report.report_id} of {report.reporter} again; it is counted once"
                findings.append(Finding("info", found.where, text))
    order = sorted(kept.values(), key=lambda one: (one.begin, one.end, one.reporter, one.report_id))
    return tuple(order), gathered(findings)
