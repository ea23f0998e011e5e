"""``mailstat report``: what a log says, and what may now be enforced."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli import events
from loganalyzer.cli.drawing import NoCharts, drawn
from loganalyzer.cli.formats import FOLDERS, FORMATS, WITH_LINES, ReportFormat, wishes_of
from loganalyzer.cli.judging import Risk, SettingsPaths, Switched, decisions_of, finish, opened, settings_of
from loganalyzer.cli.naming import Anonymise, KeyFile, key_of
from loganalyzer.cli.outside import (
    Answers,
    Dmarc,
    Dns,
    SpfRecord,
    TlsRpt,
    Zone,
    outside_of,
    records_of,
)
from loganalyzer.cli.parameters import (
    Check,
    Decision,
    Jobs,
    LabelsFile,
    Last,
    MaybeLogs,
    Output,
    OwnDomain,
    OwnHost,
    Since,
    Timezone,
    Until,
    Year,
    labels_of_option,
    options_of,
)
from loganalyzer.cli.showing import show, show_folder
from loganalyzer.cli.stores import AlsoStore

if TYPE_CHECKING:
    from loganalyzer.reports.report import Report

Detail = Annotated[
    bool, typer.Option("--detail", help="More of each list, and more lists (format text); not one screen.")
]
To = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Whom the message goes to (format email); else root.")
]

AsFormat = Annotated[
    ReportFormat,
    typer.Option(
        metavar="FORMAT",
        help="text, html or markdown for people; json, csv (-o names a folder), parquet (likewise: "
        "single events) or openmetrics (for Prometheus' textfile collector) for programs; email for "
        "sendmail -t.",
    ),
]


def report(
    logs: MaybeLogs = None,
    format: AsFormat = ReportFormat.TEXT,
    output: Output = None,
    store: AlsoStore = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    decision: Decision = None,
    dmarc: Dmarc = None,
    tlsrpt: TlsRpt = None,
    dns: Dns = False,
    spf_record: SpfRecord = None,
    zone: Zone = None,
    answers: Answers = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    risk: Risk = 4.0,
    switched: Switched = None,
    check: Check = False,
    detail: Detail = False,
    to: To = None,
    no_charts: NoCharts = False,
    anonymise: Anonymise = False,
    key_file: KeyFile = None,
    jobs: Jobs = 1,
) -> None:
    """Report what mail logs say: verdicts, encryption rates, would-be rejections.

    Exit codes: 0 done; 1 (with --check) a verdict is not SAFE, of warn_if_reject or, with --decision,
    of those; 2 wrong usage, or something that was named could not be read; 3 the input was not
    understood, or (with --check) a decision named by --decision is BLIND. If several apply: not
    understood, then 2, then BLIND, then 1.
    A report is printed wherever there is one.
    """
    wishes = wishes_of(format, output, detail, to)
    outside = outside_of(own_domain or (), records_of(spf_record, zone, answers, dns), dmarc, tlsrpt)
    decisions = decisions_of(decision, with_domains=outside is not None)
    brought = {"--store": store is not None, "--settings": bool(settings), "--dmarc": outside is not None}
    key = key_of(anonymise, key_file, brought)
    configuration, said = settings_of(settings), labels_of_option(labels)
    reading = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    with_events = events.wanted(format, store)
    with opened(logs or (), reading, output, store, folder=format in FOLDERS, key=key) as log:
        if with_events:
            events.read_events(log)
    judging, lines = (own_domain or (), said, configuration, risk), format in WITH_LINES
    found = log.report(decisions, *judging, with_lines=lines, switched=switched, outside=outside)
    if output is not None and format in FOLDERS:
        show_folder(events.files(log) if with_events else _tables(found), output)
    else:
        charts = {} if no_charts else drawn(log, format, *judging)
        show(FORMATS[format](found, replace(wishes, charts=charts)), output)
    finish(log, found, check, decision or ())


def _tables(found: "Report") -> dict[str, str]:
    """The report's own tables as CSV."""
    from loganalyzer.reports import csv

    return csv.render(found)
