"""``mailstat advise``: the judgement with all its proof, and the exact change and undo."""

from typing import Annotated

import typer

from loganalyzer.cli.judging import Risk, SettingsPaths, Switched, decisions_of, finish, read_log, settings_of
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
from loganalyzer.cli.showing import Format, show_advice
from loganalyzer.cli.stores import AlsoStore


def advise(
    logs: MaybeLogs = None,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
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
    anonymise: Anonymise = False,
    key_file: KeyFile = None,
    jobs: Jobs = 1,
) -> None:
    """Say what may now be enforced: who would lose mail, what would turn the verdict, what to enter.

    Exit codes are those of report.
    """
    records = records_of(spf_record, zone, answers, dns)
    outside = outside_of(own_domain or (), records, dmarc, tlsrpt)
    decisions = decisions_of(decision, with_domains=outside is not None)
    brought = {"--store": store is not None, "--settings": bool(settings), "--dmarc": outside is not None}
    key = key_of(anonymise, key_file, brought)
    configuration, said = settings_of(settings), labels_of_option(labels)
    reading = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    log = read_log(logs or (), reading, output, store, key=key)
    found = log.report(
        decisions, own_domain or (), said, configuration, risk, switched=switched, outside=outside
    )
    show_advice(found, format, output)
    finish(log, found, check, decision or ())
