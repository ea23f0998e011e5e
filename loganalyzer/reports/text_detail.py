"""More of each list for the text report: protocols, services, destinations, days."""

from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loganalyzer.measures.rate import Rate
from loganalyzer.reports import sheets_figures
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Cell, Sheet
from loganalyzer.reports.text_advice import indented

SHEETS = (
    sheets_figures.protocols,
    sheets_figures.services,
    sheets_figures.destinations,
    sheets_figures.rejections,
    sheets_figures.days,
    sheets_figures.unrecognised,
)

HEADS = {
    "In from strangers, encrypted": "Encrypted, in",
    "Out, encrypted": "out",
    "Warned, delivered": "Got in",
    "Warned, fate unknown": "Unknown",
    "Warned, quarantined": "Held",
    "Warned, bounced anyway": "Bounced",
    "Warned, refused anyway": "Stopped",
    "Warned, came to nothing": "Nothing",
}
"""Titles of the days' table, which would take too much of a line: its warnings by what became of them."""


def detail(console: Console, report: Report) -> None:
    """Prints the lists of which the report's first screen shows only the sum, or nothing."""
    for make in SHEETS:
        listed(console, make(report))


def listed(console: Console, sheet: Sheet) -> None:
    """Prints one table below its title; nothing where it has no rows."""
    if not sheet.rows:
        return
    by_day = sheet.name == "days"
    console.print()
    console.print(Text(sheet.title, style="bold"))
    grid = Table(box=None, pad_edge=False, padding=(0, 1 if by_day else 2, 0, 0), header_style="dim")
    for column in sheet.columns:
        title = HEADS.get(column.title, column.title)
        grid.add_column(title, justify="right" if column.kind == "count" else "left", overflow="fold")
    for row in sheet.rows:
        grid.add_row(*(Text(_short(cell) if by_day else _said(cell)) for cell in row))
    indented(console, grid)


def _short(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return "-" if cell.share is None else f"{cell.share:.0%} of {cell.known:,}".replace("%", " %")
    return _said(cell)


def _said(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return cell.text()
    if isinstance(cell, int):
        return f"{cell:,}" if cell else "-"
    return cell.isoformat() if isinstance(cell, date) else str(cell or "")[:200]
