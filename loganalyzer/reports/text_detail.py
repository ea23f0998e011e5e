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
    "Recipients": "Rcpts",
    "In plaintext": "Plain",
    "In from strangers, encrypted": "In, encrypted",
}
"""Titles that would take too much of a line."""


def detail(console: Console, report: Report) -> None:
    """Prints the lists of which the report's first screen shows only the sum, or nothing."""
    for make in SHEETS:
        _table(console, make(report))


def _table(console: Console, sheet: Sheet) -> None:
    if not sheet.rows:
        return
    console.print()
    console.print(Text(sheet.title, style="bold"))
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in sheet.columns:
        title = HEADS.get(column.title, column.title).replace("Warned, ", "")
        grid.add_column(title, justify="right" if column.kind == "count" else "left", overflow="fold")
    for row in sheet.rows:
        grid.add_row(*(Text(_said(cell)) for cell in row))
    indented(console, grid)


def _said(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return cell.text()
    if isinstance(cell, int):
        return f"{cell:,}" if cell else "-"
    return cell.isoformat() if isinstance(cell, date) else str(cell or "")[:200]
