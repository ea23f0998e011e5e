"""``mailstat spf``: may a domain of ours switch its SPF record to -all, and should it?"""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.exits import UNREADABLE
from loganalyzer.cli.formats import FORMATS, WITH_LINES, ReportFormat, wishes_of
from loganalyzer.cli.judging import SettingsPaths, finish, read_log, settings_of
from loganalyzer.cli.labels_file import default_labels, login_name
from loganalyzer.cli.outside import (
    Answers,
    Authserv,
    Dmarc,
    Dns,
    KnownReporter,
    OurAddress,
    Profile,
    SpfRecord,
    TlsRpt,
    WhichProfile,
    Zone,
    outside_of,
    records_of,
)
from loganalyzer.cli.parameters import (
    Check,
    Jobs,
    LabelsFile,
    Last,
    MaybeLogs,
    Output,
    Since,
    Timezone,
    Until,
    Year,
    labels_of_option,
    options_of,
)
from loganalyzer.cli.showing import show
from loganalyzer.cli.stores import AlsoStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loganalyzer.api import Log, Options
    from loganalyzer.api.outside_read import Records
    from loganalyzer.reports.report import Report
    from loganalyzer.settings.labels import Assertion, Claim

NAME = "spf_all"
BESIDE_TLS = ("smtpd_tls_security_level", "smtpd_tls_protocols")
"""Decisions that show what TLS reports tell."""

Domain = Annotated[str, typer.Argument(metavar="DOMAIN", help="The domain of ours that is judged.")]
OnlyThis = Annotated[
    bool,
    typer.Option(
        "--only-this-server-sends",
        help="Say, once, that nothing but this server sends in the domain's name; kept with the labels.",
    ),
]
SendsNoMail = Annotated[
    bool,
    typer.Option("--sends-no-mail", help="Say, once, that the domain sends no mail; likewise kept."),
]
AsReport = Annotated[ReportFormat, typer.Option("--format", metavar="FORMAT", help="As for report.")]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason, for whoever reads it later.")]
Nameserver = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS", help="The DNS server to ask with --dns (repeat it); otherwise the system's."
    ),
]
Port = Annotated[
    int,
    typer.Option("--port", min=1, max=65535, metavar="N", help="The port of --nameserver."),
]
Save = Annotated[
    Path | None,
    typer.Option("--save-answers", metavar="FILE", help="Keep what the DNS answered, for --answers."),
]


def spf(
    domain: Domain,
    logs: MaybeLogs = None,
    dmarc: Dmarc = None,
    tlsrpt: TlsRpt = None,
    authserv: Authserv = None,
    reporter: KnownReporter = None,
    dns: Dns = False,
    nameserver: Nameserver = None,
    spf_record: SpfRecord = None,
    zone: Zone = None,
    answers: Answers = None,
    port: Port = 53,
    save: Save = None,
    our_address: OurAddress = None,
    only_this_server: OnlyThis = False,
    sends_no_mail: SendsNoMail = False,
    why: Why = None,
    profile: WhichProfile = Profile.CONDITIONAL,
    format: Annotated[
        ReportFormat, typer.Option(metavar="FORMAT", help="As for report.")
    ] = ReportFormat.TEXT,
    output: Output = None,
    store: AlsoStore = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    check: Check = False,
    jobs: Jobs = 1,
) -> None:
    """Say whether a domain of ours may end its SPF record in -all, and who sends in its name.

    Logs show who mails our own users in its name; DMARC reports (--dmarc) what others see. The DNS is
    asked with --dns only. Exit codes are those of report.
    """
    name = domain.lower().rstrip(".")
    claim = _claim(name, only_this_server, sends_no_mail, why)
    configuration = settings_of(settings)
    if claim is not None:
        _keep(claim, labels)
    said = labels_of_option(labels)
    records = records_of(spf_record, zone, answers, dns, nameserver, port)
    outside = outside_of([name], records, dmarc, tlsrpt, authserv, reporter, our_address, profile, named=True)
    log = _log(logs or (), options_of(since, until, last, year, timezone, jobs), output, store)
    decisions = (NAME, *BESIDE_TLS) if tlsrpt else (NAME,)
    found = log.report(decisions, (), said, configuration, with_lines=format in WITH_LINES, outside=outside)
    if format is ReportFormat.TEXT:
        show(partial(_text, found), output)
    else:
        show(FORMATS[format](found, wishes_of(format, output, False, None)), output)
    if save is not None:
        _save(records, save)
    finish(log, found, check, (NAME,))


def _text(found: "Report", width: int, color: bool) -> str:
    from loganalyzer.reports import text

    return text.render_spf(found, width, color)


def _claim(domain: str, only_this_server: bool, sends_no_mail: bool, why: str | None) -> "Assertion | None":
    """What is said of the domain; raises BadParameter for two claims, or one without a reason."""
    from loganalyzer.settings.labels import Assertion

    if not only_this_server and not sends_no_mail:
        return None
    if only_this_server and sends_no_mail:
        raise typer.BadParameter("--only-this-server-sends and --sends-no-mail exclude each other")
    if not (why or "").strip():
        raise typer.BadParameter("say --why: whoever reads it later has to know whom you asked")
    claim: Claim = "only-this-server-sends" if only_this_server else "sends-no-mail"
    return Assertion(domain, claim, login_name(), date.today(), why or "")


def _keep(claim: "Assertion", labels: Path | None) -> None:
    """Writes the claim behind what the labels file holds, unless it stands there in the same words."""
    from loganalyzer.settings.labels import LabelsError, read_labels, write_labels

    path = labels or default_labels()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        now = read_labels(path, missing_ok=True)
        before = now.asserted(claim.domain, claim.claim)
        if before is None or before.why != claim.why:
            write_labels(path, now.with_assertion(claim))
    except (OSError, LabelsError) as error:
        raise typer.BadParameter(str(error), param_hint="'--labels'") from None


def _log(logs: "Sequence[str]", options: "Options", output: Path | None, store: str | None) -> "Log":
    """The log, read; an empty one where none was named, for the record and reports say something too."""
    from loganalyzer.api import Log

    return read_log(logs, options, output, store) if logs or store is not None else Log((), options)


def _save(records: "Records", path: Path) -> None:
    from loganalyzer.outside import saved

    try:
        path.write_text(saved.to_text(records.asked.answers), encoding="utf-8")
    except OSError as error:
        typer.echo(f"mailstat: cannot write {path}: {error.strerror or error}", err=True)
        raise typer.Exit(UNREADABLE) from None
