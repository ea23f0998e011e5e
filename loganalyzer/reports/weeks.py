"""This week against last: the newest seven whole days of the log beside the seven before."""

from collections.abc import Sequence
from datetime import date, timedelta

from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.measures.rate import Rate
from loganalyzer.reports.report import Day, Report
from loganalyzer.reports.sheets import Cell, Column, Sheet, sheet
from loganalyzer.reports.words import FATES, span
from loganalyzer.terms.moment import DAY, HOUR

WEEK = timedelta(days=7)
ONE = timedelta(days=1)

NEARLY = DAY - 3 * HOUR
"""So much of its last day makes a log whole: midnight comes hours earlier where clocks are ahead of UTC."""

TITLE = "This week against last"


def weeks(report: Report) -> Sheet | None:
    """One row a figure, as text; None where the log does not hold two whole weeks.

    Days are UTC days. The day on which the log ends counts only if nearly all of it is there:
    a week without a Monday morning would look quieter than the one before.
    """
    days = span(report)
    if days is None or report.coverage.last is None:
        return None
    ended = report.coverage.last % DAY >= NEARLY
    last = days[1] if ended else days[1] - ONE
    begin, before = last - WEEK + ONE, last - 2 * WEEK + ONE
    if days[0] > before:
        return None
    this_week = [day for day in report.days if begin <= day.day <= last]
    week_before = [day for day in report.days if before <= day.day < begin]
    columns = (
        Column("what", "Mail"),
        Column("this_week", _named(begin, last)),
        Column("week_before", _named(before, begin - ONE)),
    )
    return sheet("weeks", TITLE, columns, _rows(this_week, week_before))


def _rows(this_week: Sequence[Day], week_before: Sequence[Day]) -> list[tuple[Cell, ...]]:
    both = (this_week, week_before)
    found: list[tuple[Cell, ...]] = [
        ("in, from strangers", *(_rate([day.inbound for day in days]) for days in both)),
        ("out, by recipient", *(_rate([day.outbound for day in days]) for days in both)),
    ]
    for fate in BEST_FIRST:
        counts = [sum(day.fates.get(fate, 0) for day in days) for days in both]
        if any(counts):
            name = FATES[fate] if fate == "refused" else f"warned, {FATES[fate]}"
            found.append((name, *(f"{count:,}" for count in counts)))
    return found


def _rate(rates: Sequence[Rate]) -> str:
    """``185, 91.4 % encrypted``."""
    total, unknown = sum(one.total for one in rates), sum(one.unknown for one in rates)
    share = Rate(sum(one.count for one in rates), total, unknown).share
    said = "" if share is None else f", {share:.1%} encrypted".replace("%", " %")
    return f"{total:,}{said}" + (f" ({unknown:,} unknown)" if unknown else "")


def _named(first: date, last: date) -> str:
    return f"{first.isoformat()} to {last.isoformat()}"
