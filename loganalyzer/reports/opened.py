"""Figures that open to lines: which lines stand behind each row of the report's tables."""

from collections.abc import Iterator
from dataclasses import replace

from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.measures.samples import Samples
from loganalyzer.reports.build import Where
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import Column, Sheet
from loganalyzer.reports.words import FATES
from loganalyzer.terms.moment import day_number

Key = tuple[object, ...]
Row = tuple[tuple[str, ...], list[Key]]

LINES = Column("lines", "Sample lines", "where")


def opened(report: Report, samples: Samples, where: Where) -> Report:
    """The report with the places behind its figures; of the lines themselves nothing is read yet."""
    found = {row: samples.earliest(keys) for row, keys in _rows(report, samples)}
    found = {row: places for row, places in found.items() if places}
    places = {at: where(at) for every in found.values() for at in every}
    return replace(report, samples=found, places=dict(sorted({**report.places, **places}.items())))


def with_lines(sheet: Sheet, report: Report, by: int = 1) -> Sheet:
    """The table, each row with the places behind it; its first ``by`` cells say which row it is."""
    if not report.samples:
        return sheet
    rows = tuple((*row, report.samples.get((sheet.name, *map(str, row[:by])), ())) for row in sheet.rows)
    return replace(sheet, columns=(*sheet.columns, LINES), rows=rows)


def _rows(report: Report, samples: Samples) -> Iterator[Row]:
    """Each row by its table and the words of its first cells, with the keys that it was counted by.

    Of a share of encrypted mail those are shown that were not encrypted; all are where all were.
    """
    yield ("encryption", "in, from strangers"), _worst(samples, ("in", "outside"))
    yield ("encryption", "in, from our users"), _worst(samples, ("in", "authenticated"))
    yield (
        ("encryption", "in, sessions with mail"),
        _worst(samples, ("in", "outside"), ("in", "authenticated")),
    )
    yield ("encryption", "Dovecot logins"), _worst(samples, ("login",))
    elsewhere = [key[:2] for key in samples.keys("out") if key[1] not in report.own_domains]
    yield ("encryption", "out, by recipient"), _worst(samples, *elsewhere)
    for name in report.services:
        yield ("services", name), _worst(samples, ("service", name))
    for domain, _ in report.destinations:
        yield ("destinations", domain), _worst(samples, ("out", domain))
    for result in report.spf:
        yield ("spf_results", result), [("spf", result)]
    for action, restriction in report.actions:
        yield ("rejections", action, restriction), [("action", action, restriction)]
    for restriction in report.fates:
        for fate in BEST_FIRST:
            yield ("fates", restriction, FATES[fate]), [("fate", restriction, fate)]
    for day in report.days:
        number = day_number(day.day)
        mail = _worst(samples, ("in on", number), ("out on", number))
        yield ("days", day.day.isoformat()), [("warned", number), *mail]


def _worst(samples: Samples, *keys: Key) -> list[Key]:
    """The keys of what was handed over in plaintext, or of all where the log shows none such."""
    plain = [(*key, True) for key in keys]
    return plain if samples.earliest(plain) else [(*key, False) for key in keys]
