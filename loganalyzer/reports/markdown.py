"""The report as Markdown (GitHub's), for tickets and wikis."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from loganalyzer.advice.advice import Advice
from loganalyzer.changes.change import Change
from loganalyzer.measures.rate import Rate
from loganalyzer.reports import sheets_advice, sheets_figures
from loganalyzer.reports.letter import letter
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Cell, Kind, Sheet
from loganalyzer.reports.sheets_spf import OF_SPF, spf_lists
from loganalyzer.reports.user_letter import letters
from loganalyzer.reports.visible import visible
from loganalyzer.reports.words import hosts, question, said, several_hosts, span, to_enter

ROWS = 20
"""Rows of a table that are shown; CSV has all."""

FIGURES = (
    sheets_figures.encryption,
    sheets_figures.destinations,
    sheets_figures.spf_results,
    sheets_figures.fates,
    sheets_figures.coverage,
    sheets_figures.unrecognised,
    sheets_figures.findings,
)

_MEANS_SOMETHING = re.compile(
    r"([\\`*{}\[\]<>#|~!&$@]|(?<!\w)_|_(?!\w)|(?<=www)\.|:(?=//)|(?m:^)\s*(?:[-+]|\d+[.)])(?= ))"
)


def render(report: Report) -> str:
    """The whole report, verdicts first; ends in a newline."""
    blocks = [_title(report)]
    for one, remedy in zip(report.advice, report.remedies, strict=True):
        blocks += _advice(one, remedy, report)
    for make in FIGURES:
        blocks += _section(make(report))
    return "\n\n".join(blocks) + "\n"


def _title(report: Report) -> str:
    days = span(report)
    when = f", {days[0]} to {days[1]}" if days else ""
    return f"# Mail on {prose(hosts(report))}{when}"


def _advice(one: Advice, remedy: Remedy, report: Report) -> Iterator[str]:
    on = f" ({code(one.host)})" if several_hosts(report) else ""
    yield f"## {said(one.verdict)}: {prose(question(one))}{on}"
    yield prose(one.headline)
    again = f" Look again on {one.look_again}." if one.look_again else ""
    for make in (
        sheets_advice.reasons,
        sheets_advice.senders,
        sheets_advice.parties,
        sheets_advice.exceptions,
        sheets_advice.gates,
    ):
        yield from _section(make([one]).without(sheets_advice.KEYS | {"lines", "network"}), "###")
    for make in OF_SPF:
        yield from _section(make([one]).without({"domain", "lines"}), "###")
    yield f"Advisable: {prose(one.advisable)}.{again}"
    for title, lines in (*spf_lists(one), ("Notes", one.remarks), ("This log cannot show", one.blind_to)):
        if lines:
            yield f"{title}:\n\n" + "\n".join(f"* {prose(line)}" for line in lines)
    for text in filter(None, [*map(letter, one.obstacles), *(each.text for each in letters([one]))]):
        yield "### A note to send\n\n" + fenced(text.splitlines())
    for change in to_enter(one, remedy):
        yield from _change(change)


def _change(change: Change | None) -> Iterator[str]:
    """A change and its way back, as code that nothing in it can break out of."""
    while change is not None and not change.is_empty:
        yield f"### {prose(change.title)}"
        lines = [*change.lines, *change.patch.splitlines()]
        if lines:
            yield fenced(lines)
        if change.commands:
            yield (
                ("Or, the same by commands:" if lines else "By commands:") + "\n\n" + fenced(change.commands)
            )
        if change.reload:
            yield f"Then {code(change.reload)}."
        if change.remarks:
            yield "\n".join(f"* {prose(remark)}" for remark in change.remarks)
        change = change.undo


def _section(table: Sheet, level: str = "##") -> Iterator[str]:
    if not table.rows:
        return
    yield f"{level} {prose(table.title)}"
    heads = [prose(column.title) for column in table.columns]
    right = ("count", "rate")
    lines = [heads, ["--:" if column.kind in right else "---" for column in table.columns]]
    for row in table.rows[:ROWS]:
        cells = zip(table.columns, row, strict=True)
        lines.append([_cell(column.kind, cell) for column, cell in cells])
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)
    if len(table.rows) > ROWS:
        yield f"… and {len(table.rows) - ROWS:,} more."


def _cell(kind: Kind, cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Rate):
        return cell.text()
    if isinstance(cell, bool):
        return "yes" if cell else "no" if kind == "flag" else "**no**"
    if isinstance(cell, int | float):
        return f"{cell:,}"
    if isinstance(cell, date):
        return cell.isoformat()
    if kind == "verdict":
        return f"**{str(cell).replace('_', ' ')}**"
    return code(str(cell)) if kind == "name" else prose(str(cell))


def prose(text: str) -> str:
    """Text that reads as it was written: no markup, no link and no mention comes out of it."""
    return _MEANS_SOMETHING.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """A code span that holds the text and ends where it ends, in a table too."""
    shown = visible(text).replace("|", r"\|")
    ticks = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    room = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{room}{shown}{room}{ticks}"


def fenced(lines: Iterable[str]) -> str:
    """A block of code that no line of it can end."""
    shown = [visible(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([fence, *shown, fence])
