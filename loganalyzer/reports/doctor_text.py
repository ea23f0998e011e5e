"""The diagnosis for a terminal: findings with the lines to write, then what the log can answer."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from loganalyzer.doctor.diagnosis import Diagnosis, Seen, Shape
from loganalyzer.doctor.finding import Finding, Severity
from loganalyzer.doctor.questions import Question
from loganalyzer.reports.console import console_for, printed
from loganalyzer.reports.text import PIPED_WIDTH
from loganalyzer.reports.text_advice import indented, table
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

NONE = "none of them of a mail program that is known here"

STYLES: Mapping[Severity, str] = {
    "error": "bold white on red",
    "warning": "bold black on yellow",
    "info": "bold",
}


def render(found: Diagnosis, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """The diagnosis as text of the given width, ending in a newline; ``color`` adds terminal codes.

    Lines to write are not wrapped: they are to be copied as they stand.
    """
    console, out = console_for(width, color)
    for finding in found.findings:
        _finding(console, finding)
    if not found.findings:
        console.print("Nothing was found that is wrong, or that the log hides.")
        console.print()
    _questions(console, found.questions)
    _shapes(console, found.shapes)
    _seen(console, found.seen)
    return printed(out)


def _finding(console: Console, finding: Finding) -> None:
    mark = Text(f" {finding.severity.upper()} ", style=STYLES[finding.severity])
    console.print(Text.assemble(mark, f" {finding.id}: {finding.where}"))
    indented(console, finding.what)
    indented(console, f"Why: {finding.why}.")
    if finding.write:
        indented(console, f"Write into {finding.into}:" if finding.into else "Run:")
        for line in finding.write:
            console.print(Text("    " + line), soft_wrap=True)
    console.print()


def _heading(console: Console, text: str) -> None:
    console.print(Text(text, style="bold"))


def _questions(console: Console, questions: tuple[Question, ...]) -> None:
    if not questions:
        return
    several = len({question.host for question in questions}) > 1
    _heading(console, "What this log can answer")
    rows = table()
    for one in questions:
        on = f" ({one.host})" if several else ""
        rows.add_row("yes" if one.answered else "NO", f"{one.text}{on}", one.because)
    indented(console, rows)
    console.print()


def _shapes(console: Console, shapes: tuple[Shape, ...]) -> None:
    if not shapes:
        return
    _heading(console, "Lines that were not understood (names replaced, fit for a bug report)")
    for shape in shapes:
        indented(console, f"{shape.count:,} x {shape.sample}")
    console.print()


def _seen(console: Console, seen: Seen) -> None:
    _heading(console, "What was seen")
    rows = table()
    if seen.first is not None and seen.last is not None:
        rows.add_row(
            "time", f"{as_datetime(seen.first):%Y-%m-%d %H:%M} to {as_datetime(seen.last):%Y-%m-%d %H:%M} UTC"
        )
    understood = f"{seen.understood:.1%}".replace("%", " %")
    ours = f"{seen.ours:,} of mail programs, {understood} of these understood" if seen.ours else NONE
    rows.add_row("lines", f"{counted(seen.lines, 'line')}, {ours}")
    for name, told in (
        ("hosts", seen.hosts),
        ("services", seen.services),
        ("programs", seen.programs),
        ("Postfix", seen.postfix),
        ("Dovecot", seen.dovecot),
        ("policyd-spf", seen.policyd_spf),
        ("settings", seen.settings),
    ):
        if told:
            rows.add_row(name, ", ".join(told))
    indented(console, rows)
