"""The report for a terminal or a mail: verdicts first, one screen, at most 78 columns when piped."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.measures.encryption import Encryption, ordered
from loganalyzer.reports import text_advice, text_detail, text_spf, text_tls
from loganalyzer.reports.console import console_for, printed
from loganalyzer.reports.report import Report
from loganalyzer.reports.text_advice import indented, table
from loganalyzer.reports.visible import visible
from loganalyzer.reports.weeks import weeks
from loganalyzer.reports.words import FATES, accounts, hosts, several_hosts
from loganalyzer.terms.moment import as_datetime

PIPED_WIDTH = 78
NAMES_SHOWN = 4


def render(
    report: Report,
    width: int = PIPED_WIDTH,
    color: bool = False,
    detail: bool = False,
    first: Sequence[str] = (),
    by_week: bool = False,
) -> str:
    """The report as text of the given width, ending in a newline; ``color`` adds terminal codes.

    ``detail`` shows more of each list, and more lists, where all else fits on a screen. first:
    paragraphs above the report. by_week: with this week beside the one before.
    """
    console, out = console_for(width, color)
    for number, paragraph in enumerate(first):
        console.print(Text(visible(paragraph), style="" if number else "bold"))
    if first:
        console.print()
    _advice(console, report, None if detail else text_advice.SHOWN)
    _encryption(console, report)
    this_week = weeks(report) if by_week else None
    if this_week is not None:
        text_detail.listed(console, this_week)
    _spf(console, report)
    if detail:
        text_detail.detail(console, report)
    _coverage(console, report)
    _findings(console, report)
    return printed(out)


def render_advice(report: Report, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """The advice alone, with all that there is to see and to enter, and what it was read from."""
    console, out = console_for(width, color)
    _advice(console, report, None)
    _coverage(console, report)
    _findings(console, report)
    return printed(out)


def render_spf(report: Report, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """What ``mailstat spf`` shows: the domain in whole, whatever else was judged in short."""
    console, out = console_for(width, color)
    for advice, remedy in zip(report.advice, report.remedies, strict=True):
        if advice.spf is not None:
            text_spf.whole(console, advice, advice.spf, remedy, None)
        else:
            text_spf.beside(console, advice)
    _coverage(console, report)
    _findings(console, report)
    return printed(out)


def _advice(console: Console, report: Report, most: int | None) -> None:
    several = several_hosts(report)
    rows = zip(report.advice, report.remedies, strict=True)
    in_whole, in_brief = text_tls.split(rows) if most is not None else (list(rows), [])
    for advice, remedy in in_whole:
        if advice.spf is not None:
            text_spf.whole(console, advice, advice.spf, remedy, most)
        elif advice.question:
            text_tls.whole(console, advice, remedy, several, most)
        else:
            if most is None:
                text_advice.advice(console, advice, remedy, several)
            else:
                text_advice.brief(console, advice, remedy, several)
    text_tls.brief(console, in_brief, several)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _names(counts: Mapping[str, int]) -> str:
    ranked = ordered(counts)
    shown = [f"{name} {count:,}" for name, count in ranked[:NAMES_SHOWN]]
    more = sum(count for _, count in ranked[NAMES_SHOWN:])
    return ", ".join(shown) + (f", others {more:,}" if more else "")


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _encryption(console: Console, report: Report) -> None:
    rows: list[tuple[str, Encryption]] = [
        ("in, from strangers", report.inbound_messages),
        ("in, from our users", report.submissions),
        ("out, by recipient", report.outbound),
    ]
    _heading(console, "Encrypted")
    grid = table()
    for name, found in rows:
        grid.add_row(name, found.rate.text())
        if found.rate.total:
            grid.add_row("", _names(found.protocols))
    if report.logins.total:
        grid.add_row("Dovecot logins", report.logins.text())
        grid.add_row("", _names(report.login_protocols))
    indented(console, grid)
    if report.own_domains:
        indented(console, f"Our own domains: {_some(report.own_domains)}")
    if report.plaintext_domains:
        named = ", ".join(
            f"{domain} {rate.known - rate.count:,}" for domain, rate in report.plaintext_domains
        )
        indented(console, f"Plaintext went to: {named}")


def _spf(console: Console, report: Report) -> None:
    if not report.spf and not report.fates:
        return
    _heading(console, "SPF results and warnings")
    grid = table()
    if report.spf:
        grid.add_row("results", ", ".join(f"{name} {count:,}" for name, count in report.spf.items()))
    for restriction, fates in report.fates.items():
        said = ", ".join(f"{FATES[fate]} {fates[fate]:,}" for fate in BEST_FIRST if fates.get(fate))
        grid.add_row(f"warned by {restriction}", said)
    indented(console, grid)


def _coverage(console: Console, report: Report) -> None:
    coverage = report.coverage
    _heading(console, "What was read")
    if coverage.first is not None and coverage.last is not None:
        first, last = as_datetime(coverage.first), as_datetime(coverage.last)
        indented(console, f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC on {hosts(report)}")
    said = ", ".join(f"{count:,} {name}" for name, count in accounts(report) if count)
    indented(console, f"{coverage.lines:,} lines: {said or 'none'}")
    for unknown in coverage.unknown[:3]:
        indented(console, f"{unknown.count:,} x {unknown.sample[:200]}", 4)


def _findings(console: Console, report: Report) -> None:
    if report.findings:
        _heading(console, "Findings")
        for finding in report.findings:
            where = f"{finding.where}: " if finding.where else ""
            indented(console, f"{finding.severity}: {where}{finding.text}")
