"""What has changed since the store's last digest, and keeping what this one told."""

from datetime import date
from pathlib import Path

from loganalyzer.advice.past import told_of
from loganalyzer.reports.changed import Changed, changed
from loganalyzer.reports.report import Report
from loganalyzer.store.database import reading, writing
from loganalyzer.store.store import Store


def news(path: Path, report: Report, today: date) -> Changed:
    """The report held against what the store's last digest told; raises StoreError."""
    with reading(path) as connection:
        return changed(Store(connection).told(), report, today)


def keep(path: Path, report: Report, today: date) -> None:
    """Keeps what was told, once it was: a digest that was never sent is compared with nothing."""
    with writing(path) as connection:
        Store(connection).keep_told(told_of(today, report.advice))
