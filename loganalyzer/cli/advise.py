"""``mailstat advise``: the judgement with all its proof, and the exact change and undo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from loganalyzer.cli.showing import Format, show_advice, show_folder
from loganalyzer.cli.stores import AlsoStore
from loganalyzer.terms.plural import counted

if TYPE_CHECKING:
    from loganalyzer.api.log import Log
    from loganalyzer.reports.report import Report


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
    letters: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write a letter to each user in the way there, for sendmail -t to send.",
            show_default=False,
        ),
    ] = None,
    anonymise: Anonymise = False,
    key_file: KeyFile = None,
    jobs: Jobs = 1,
) -> None:
    """Say what may now be enforced: who would lose mail, what would turn the verdict, what to enter.

    Exit codes are those of report.
    """
    from loganalyzer.cli.output import checked_folder

    if letters is not None:
        checked_folder(letters, (), "'--letters'")
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
    if letters is not None:
        _write_letters(letters, found, log)
    finish(log, found, check, decision or ())


def _write_letters(folder: Path, found: "Report", log: "Log") -> None:
    """Writes a file a user; nothing is sent, since a human is to look at them first."""
    from loganalyzer.cli.output import checked_folder
    from loganalyzer.reports.user_letter import letters

    checked_folder(folder, log.sources, "'--letters'")
    written = letters(found.advice)
    show_folder({one.file_name: one.text for one in written}, folder)
    typer.echo(f"mailstat: {counted(len(written), 'letter')} in {folder}", err=True)
