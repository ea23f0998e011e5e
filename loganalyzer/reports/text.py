"""The report for a terminal or a mail: verdicts first, one screen, at most 78 columns when piped."""

from collections.abc import Iterable, Mapping
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from loganalyzer.advice.advice import Advice, Verdict
from loganalyzer.linking.fates import BEST_FIRST, HARM
from loganalyzer.measures.encryption import Encryption, ordered
from loganalyzer.reports.report import CoverageSummary, Report, Source
from loganalyzer.terms.moment import as_datetime

PIPED_WIDTH = 78
SOURCES_SHOWN = 8
NAMES_SHOWN = 4

STYLES: Mapping[Verdict, str] = {
    "SAFE": "bold black on green",
    "NOT_YET": "bold black on yellow",
    "UNSAFE": "bold white on red",
    "BLIND": "bold white on blue",
}

FATES = {
    "delivered": "delivered",
    "unknown": "fate unknown",
    "quarantined": "quarantined",
    "bounced": "bounced anyway",
    "refused_anyway": "refused anyway",
    "not_completed": "came to nothing",
}


def render(report: Report, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """The report as text of the given width, ending in a newline; ``color`` adds terminal codes."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for advice in report.advice:
        _advice(console, advice, len(report.coverage.hosts) > 1)
    _sources(console, report.sources)
    _encryption(console, report)
    _spf(console, report)
    _coverage(console, report.coverage)
    _findings(console, report)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _indented(console: Console, text: str | Text | Table, by: int = 2) -> None:
    console.print(Padding(text, (0, 0, 0, by)))


def _table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)


def _advice(console: Console, advice: Advice, name_host: bool) -> None:
    on = f" on {advice.host}" if name_host else ""
    title = Text(f" {advice.verdict.replace('_', ' ')} ", style=STYLES[advice.verdict])
    console.print(Text.assemble(title, f"  May {advice.decision} be dropped{on}?"))
    _indented(console, advice.headline)
    table = _table()
    for evidence in advice.because:
        of = f" of {evidence.total:,}" if evidence.total is not None else ""
        table.add_row(Text(f"{evidence.count:,}{of}", justify="right"), evidence.claim)
    _indented(console, table) if advice.because else None
    gates = _table()
    for gate in advice.gates:
        by = f", about {gate.on}" if gate.on else ""
        flips = f" [needs {gate.flips}{by}]" if gate.flips else ""
        mark = "yes" if gate.holds else "NO"
        gates.add_row(f"{gate.name}?", mark, f"{gate.value} (asked: {gate.threshold}){flips}")
    _indented(console, gates)
    _indented(console, f"Advisable: {advice.advisable}." + _again(advice))
    if advice.verdict == "SAFE":
        _steps(console, "Change:", advice.change)
        _steps(console, "Undo:", advice.undo)
        _steps(console, "Cannot be seen in a log:", advice.blind_to)


def _again(advice: Advice) -> str:
    return f" Look again on {advice.look_again}." if advice.look_again else ""


def _steps(console: Console, title: str, lines: Iterable[str]) -> None:
    lines = tuple(lines)
    if lines:
        _indented(console, title)
        for line in lines:
            _indented(console, line, 4)


def _sources(console: Console, sources: tuple[Source, ...]) -> None:
    harmed = [source for source in sources if any(source.fates.get(fate) for fate in HARM)]
    if not harmed:
        return
    _heading(console, "Who would lose mail (sender's domain, through which client)")
    table = _table()
    for source in harmed[:SOURCES_SHOWN]:
        lost = sum(source.fates.get(fate, 0) for fate in HARM)
        table.add_row(
            Text(f"{lost:,}", justify="right"),
            source.sender_domain or "<> (bounces)",
            source.client,
            f"{source.days} d",
            as_datetime(source.last).strftime("%d %b"),
        )
    _indented(console, table)
    if len(harmed) > SOURCES_SHOWN:
        _indented(console, f"… and {len(harmed) - SOURCES_SHOWN:,} more (--format json lists all)")


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
    table = _table()
    for name, found in rows:
        table.add_row(name, found.rate.text())
        if found.rate.total:
            table.add_row("", _names(found.protocols))
    if report.logins.total:
        table.add_row("Dovecot logins", report.logins.text())
        table.add_row("", _names(report.login_protocols))
    _indented(console, table)
    if report.own_domains:
        _indented(console, f"Our own domains: {_some(report.own_domains)}")
    if report.plaintext_domains:
        named = ", ".join(
            f"{domain} {rate.known - rate.count:,}" for domain, rate in report.plaintext_domains
        )
        _indented(console, f"Plaintext went to: {named}")


def _spf(console: Console, report: Report) -> None:
    if not report.spf and not report.fates:
        return
    _heading(console, "SPF results and warnings")
    table = _table()
    if report.spf:
        table.add_row("results", ", ".join(f"{name} {count:,}" for name, count in report.spf.items()))
    for restriction, fates in report.fates.items():
        said = ", ".join(f"{FATES[fate]} {fates[fate]:,}" for fate in BEST_FIRST if fates.get(fate))
        table.add_row(f"warned by {restriction}", said)
    _indented(console, table)


def _coverage(console: Console, coverage: CoverageSummary) -> None:
    _heading(console, "What was read")
    if coverage.first is not None and coverage.last is not None:
        first, last = as_datetime(coverage.first), as_datetime(coverage.last)
        hosts = ", ".join(coverage.hosts) or "no host named"
        _indented(console, f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC on {hosts}")
    parts = [
        (coverage.recognised, "recognised"),
        (coverage.ignored, "known to be irrelevant"),
        (coverage.other_programs, "of other programs"),
        (coverage.unrecognised, "NOT RECOGNISED"),
        (coverage.damaged, "DAMAGED"),
        (coverage.blank, "blank"),
    ]
    said = ", ".join(f"{count:,} {name}" for count, name in parts if count)
    _indented(console, f"{coverage.lines:,} lines: {said or 'none'}")
    for unknown in coverage.unknown[:3]:
        _indented(console, f"{unknown.count:,} x {unknown.sample[:200]}", 4)


def _findings(console: Console, report: Report) -> None:
    if report.findings:
        _heading(console, "Findings")
        for finding in report.findings:
            where = f"{finding.where}: " if finding.where else ""
            _indented(console, f"{finding.severity}: {where}{finding.text}")
