"""``mailstat digest``: the report of a store with what has changed since the last one, printed or mailed."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.drawing import NoCharts, drawn
from loganalyzer.cli.formats import ReportFormat, recipients
from loganalyzer.cli.judging import Risk, SettingsPaths, Switched, decisions_of, end, opened, settings_of
from loganalyzer.cli.mailing import SENDMAIL, Program, Recipient, send
from loganalyzer.cli.parameters import (
    Check,
    Decision,
    Jobs,
    LabelsFile,
    MaybeLogs,
    OwnDomain,
    OwnHost,
    Timezone,
    Year,
    labels_of_option,
    options_of,
)
from loganalyzer.cli.stores import StoreFile, store_errors, store_path

if TYPE_CHECKING:
    from loganalyzer.api import Options
    from loganalyzer.api.reading import Outcome
    from loganalyzer.reports.report import Report

OnlyIfChanged = Annotated[
    bool, typer.Option("--only-if-changed", help="Say nothing where nothing has changed.")
]


def digest(
    logs: MaybeLogs = None,
    store: StoreFile = None,
    to: Recipient = None,
    only_if_changed: OnlyIfChanged = False,
    sendmail: Program = SENDMAIL,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    decision: Decision = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    risk: Risk = 4.0,
    switched: Switched = None,
    check: Check = False,
    no_charts: NoCharts = False,
    jobs: Jobs = 1,
) -> None:
    """Take new lines into the store, and report what has changed since the last digest.

    Made for cron and systemd timers (mailstat schedule). What was told is kept in the store, once
    it is printed or the mail system has taken it.

    Exit codes are those of report; 2 also where the message is not taken.
    """
    recipients(to)
    decisions = decisions_of(decision)
    configuration, said = settings_of(settings), labels_of_option(labels)
    options = options_of(None, None, None, year, timezone, jobs, own_host, configuration)
    with store_errors():
        path = store_path(store, writing=True)
        outcome = _ingested(path, logs, options) if logs else None
        with opened((), options, None, str(path)) as log:
            found = log.report(decisions, own_domain or (), said, configuration, risk, switched=switched)
            mailed = to is not None and not no_charts
            charts = (
                drawn(log, ReportFormat.EMAIL, own_domain or (), said, configuration, risk) if mailed else {}
            )
    if outcome is not None:
        told = [finding for finding in outcome.findings if finding.severity != "info"]
        found = replace(found, findings=(*told, *found.findings))
    unread = outcome is not None and outcome.unread
    _tell(path, found, to, sendmail, charts, only_if_changed and not unread)
    end(found, unread, check, decision or ())


def _ingested(path: Path, logs: list[str], options: "Options") -> "Outcome":
    from loganalyzer.api.ingest import ingest
    from loganalyzer.cli.progress import progress

    with progress() as shown:
        return ingest(path, logs, options, sys.stdin.buffer, shown).outcome


def _tell(
    path: Path,
    found: "Report",
    to: str | None,
    sendmail: Path,
    charts: Mapping[str, tuple[bytes, str]],
    only_if_changed: bool,
) -> None:
    """Prints or mails the digest, and keeps what it told."""
    from loganalyzer.api.digest import keep, news
    from loganalyzer.cli.showing import show
    from loganalyzer.reports import email, text

    today = now()
    with store_errors():
        changed = news(path, found, today)
    first = changed.paragraphs
    if changed.is_news or not only_if_changed:
        if to is None:
            show(lambda width, color: text.render(found, width, color, first=first), None)
        else:
            send(email.render(found, to, first, charts), sendmail)
    with store_errors():
        keep(path, found, today)


def now() -> date:
    """The day on which the digest is told, as its reader counts days."""
    return date.today()
