"""The report as CSV, one file a table; what a spreadsheet would take for a formula is defused."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO

from loganalyzer.measures.rate import Rate
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Cell, Column, Sheet
from loganalyzer.reports.sheets_advice import judgement
from loganalyzer.reports.sheets_figures import FIGURES
from loganalyzer.reports.visible import visible

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a formula begins with, in spreadsheets of all languages."""


def render(report: Report) -> dict[str, str]:
    """The text of each file by its name; rates stand as count, total and unknown."""
    tables = (*judgement(report.advice), *(make(report) for make in FIGURES))
    return {f"{table.name}.csv": _table(table, report) for table in tables}


def _table(table: Sheet, report: Report) -> str:
    out = StringIO()
    # All text is quoted, so that no other separator (";" in many countries) finds a cell within it.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([name for column in table.columns for name in _names(column)])
    for row in table.rows:
        writer.writerow([part for cell in row for part in _parts(cell, report)])
    return out.getvalue()


def _names(column: Column) -> Iterable[str]:
    if column.kind == "rate":
        return (f"{column.key}_count", f"{column.key}_total", f"{column.key}_unknown")
    return (column.key,)


def _parts(cell: Cell, report: Report) -> Iterable[str | int | float]:
    if isinstance(cell, Rate):
        return (cell.count, cell.total, cell.unknown)
    if isinstance(cell, tuple):
        return (defused(" ".join(report.places[at] for at in cell)),)
    if isinstance(cell, bool):
        return ("yes" if cell else "no",)
    if isinstance(cell, int | float):
        return (cell,)
    return (cell.isoformat() if isinstance(cell, date) else defused(cell or ""),)


def defused(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it: a leading quote makes it text."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else shown
