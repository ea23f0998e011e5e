"""The notebook's view of what others report."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import loganalyzer as la
from tests.outside.reports import BEGIN, DAY, feedback, mail, mbox, packed, record, tls_report


@pytest.fixture
def reports(tmp_path: Path) -> la.Reports:
    days = [
        feedback(
            record(),
            record("203.0.113.7", 2, dkim="fail", spf="fail", disposition="quarantine"),
            number=str(at),
            begin=BEGIN + at * DAY,
            end=BEGIN + at * DAY + DAY - 1,
        )
        for at in range(30)
    ]
    (tmp_path / "box").write_bytes(mbox(*(mail(packed(one)) for one in days)))
    (tmp_path / "tls.json").write_bytes(tls_report())
    (tmp_path / "broken").write_bytes(b"?")
    return la.read_reports(tmp_path)


def test_tables_of_reports(reports: la.Reports) -> None:
    """Rows, sources, reporters and TLS days are tables with aware times, dates and numbers."""
    assert len(reports.rows) == 60
    assert str(reports.rows["begin"].dtype) == "datetime64[us, UTC]"
    assert reports.rows["spf_aligned"].dtype == "boolean"
    found = reports.sources("example.org")
    assert list(zip(found["network"], found["messages"], found["aligned_none"], strict=True)) == [
        ("192.0.2.0/24", 90, 0),
        ("203.0.113.0/24", 60, 60),
    ]
    assert found["last_day"][0] == pd.Timestamp("2026-10-20")
    (who,) = reports.reporters("example.org").itertuples()
    assert (who.name, who.messages, who.aligned, who.refused, len(who.days)) == (
        "bigmail.example",
        150,
        90,
        60,
        30,
    )
    assert reports.tls_days()["failures"].sum() == 303
    assert list(reports.tls_failures("example.org")["sessions"]) == [200, 100, 3]


def test_days_are_looked_back_on_from_the_newest_report(reports: la.Reports) -> None:
    """Five weeks end with the newest report, or with the day that is named."""
    assert len(reports.coverage("example.org").days) == 30
    assert len(reports.coverage("example.org", date(2026, 9, 21)).days) == 1
    assert len(reports.coverage("example.org").missing) == 5


def test_what_could_not_be_read_is_told_once(reports: la.Reports) -> None:
    """A file that is no report is one finding, though two kinds of reports were looked for in it."""
    assert [one.severity for one in reports.findings] == ["warning"]


def test_no_reports_are_empty_tables(tmp_path: Path) -> None:
    """Without a report each table has its columns and no row."""
    none = la.read_reports(tmp_path)
    assert len(none.rows) == len(none.sources("example.org")) == len(none.tls_days()) == 0
    assert {"network", "messages", "first_day"} <= set(none.sources("example.org").columns)
    assert none.coverage("example.org").days == ()
