"""The report as a message: text and HTML, to be handed to ``sendmail -t``."""

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import NamedTuple

from loganalyzer.reports import sheets_advice, sheets_figures, text
from loganalyzer.reports.html import environment
from loganalyzer.reports.report import Report
from loganalyzer.reports.text_tls import party_line, split
from loganalyzer.reports.visible import visible
from loganalyzer.reports.weeks import weeks
from loganalyzer.reports.words import hosts, question, said, several_hosts, span, to_enter, worst

TO = "root"

SENDERS = 10
"""Senders named in the message; the report as HTML has all."""

PLAIN = SMTP.clone(linesep="\n")
"""As the Internet wants it, but with the line ends of a local pipe: sendmail makes them CRLF."""

SUBJECT = 150
"""Characters of a subject, so that a fleet's names do not push the verdict out of sight."""


class Chart(NamedTuple):
    """A picture in the message: its name, its file (PNG), what it shows in words, its Content-ID."""

    name: str
    png: bytes
    alternative: str
    content_id: str


def render(
    report: Report,
    to: str = TO,
    first: Sequence[str] = (),
    charts: Mapping[str, tuple[bytes, str]] | None = None,
) -> str:
    """The message in ASCII; raises ValueError for an address that would break the header.

    Date, Message-ID and From are left to the mail system that takes it. The subject is the same as
    long as the verdict is, so that mail programs keep the messages in one thread. first: lines that
    stand above the report. charts: by name, each a PNG and what it shows in words; they stand in
    the page and travel with it (RFC 2387, RFC 2392), so that nothing is loaded from anywhere.
    """
    shown = [_chart(name, png, alternative) for name, (png, alternative) in (charts or {}).items()]
    plain, page = text.render(report, first=first, by_week=True), _page(report, first, shown)
    message = EmailMessage(policy=PLAIN)
    message["Subject"] = subject(report)
    message["To"] = to
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    # Boundaries of chance would make each message different; "=_" is in no quoted-printable text.
    mark = sha256((plain + page).encode("utf-8", "replace")).hexdigest()[:32]
    message.set_boundary(f"=_mailstat_{mark}")
    if shown:
        _attach(message, shown, f"=_charts_{mark}")
    return message.as_string(policy=PLAIN)


def _chart(name: str, png: bytes, alternative: str) -> Chart:
    """RFC 2392 wants an identifier that is no other's in the world: this one is the content's."""
    return Chart(name, png, visible(alternative), f"{name}.{sha256(png).hexdigest()[:20]}@mailstat.invalid")


def _attach(message: EmailMessage, charts: Sequence[Chart], boundary: str) -> None:
    """Makes the page one with its pictures: multipart/related in place of the page's part."""
    page = message.get_body(("html",))
    assert isinstance(page, EmailMessage)
    for chart in charts:
        page.add_related(
            chart.png,
            maintype="image",
            subtype="png",
            cid=f"<{chart.content_id}>",
            filename=f"{chart.name}.png",
            disposition="inline",
        )
    page.set_boundary(boundary)


def subject(report: Report) -> str:
    """The worst verdict and whose it is."""
    found = worst(report.advice)
    verdict = said(found) if found else "nothing judged"
    return visible(f"mailstat: {verdict} on {hosts(report)}")[:SUBJECT]


def _page(report: Report, first: Sequence[str], charts: Sequence[Chart]) -> str:
    page = environment().get_template("mail.html.j2")
    whole, brief = split(zip(report.advice, report.remedies, strict=True))
    return page.render(
        report=report,
        whole=whole,
        brief=brief,
        first=first,
        charts=charts,
        weeks=weeks(report),
        hosts=hosts(report),
        span=span(report),
        several=several_hosts(report),
        question=question,
        to_enter=to_enter,
        standing=lambda one: [found for found in one.obstacles if found.in_the_way],
        touched=lambda one: [found for found in one.parties if found.in_the_way],
        party_line=party_line,
        most=SENDERS,
        encryption=sheets_figures.encryption(report),
        coverage=sheets_figures.coverage(report),
        findings=[finding for finding in report.findings if finding.severity != "info"],
        gates=lambda one: sheets_advice.gates([one]).without(sheets_advice.KEYS),
    )
