"""This week against last: seven whole days beside the seven before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import loganalyzer as la
from loganalyzer.measures.rate import Rate
from loganalyzer.reports import email
from loganalyzer.reports.report import Day, Report
from loganalyzer.reports.weeks import weeks
from loganalyzer.terms.moment import DAY, day_number
from tests.reports.rendered import parts
from tests.reports.test_golden import LOG, ROOT

MONDAY = date(2026, 10, 5)


def report(days: int, hours: int = 24) -> Report:
    """So many days from a Monday on, the last of so many hours, each with one message more than the last."""
    bare = la.read(ROOT / LOG).report(decisions=())
    first = day_number(MONDAY) * DAY
    last = first + (days - 1) * DAY + hours * (DAY // 24) - 1
    rows = tuple(
        Day(MONDAY + timedelta(days=at), Rate(at, at + 1), Rate(0, 0), {"delivered": at})
        for at in range(days)
    )
    return replace(bare, coverage=replace(bare.coverage, first=first, last=last), days=rows)


def test_two_weeks_stand_side_by_side() -> None:
    """Their days in the head, sums below: mail with its share, and what was warned about."""
    found = weeks(report(14))
    assert found is not None
    assert [column.title for column in found.columns] == [
        *("Mail", "2026-10-12 to 2026-10-18", "2026-10-05 to 2026-10-11")
    ]
    assert found.rows == (
        ("in, from strangers", "77, 90.9 % encrypted", "28, 75.0 % encrypted"),
        ("out, by recipient", "0", "0"),
        ("warned, delivered", "70", "21"),
    )


@pytest.mark.parametrize(
    ("days", "hours", "first"),
    [(15, 6, "2026-10-12"), (15, 22, "2026-10-13"), (14, 20, None), (13, 24, None), (30, 24, "2026-10-28")],
)
def test_a_day_that_is_not_over_does_not_count(days: int, hours: int, first: str | None) -> None:
    """A digest on Monday morning compares whole weeks; a log without two of them has nothing to compare."""
    found = weeks(report(days, hours))
    assert (found.columns[1].title.split()[0] if found else None) == first


def test_the_message_has_it_in_both_parts() -> None:
    """As text and in the page; a shorter log's message goes without."""
    _, plain, page = parts(email.render(report(14)))
    for said in (plain, page):
        assert "This week against last" in said
        assert "77, 90.9 % encrypted" in said
    assert max(map(len, plain.splitlines())) <= 78
    assert "This week" not in email.render(report(13))
