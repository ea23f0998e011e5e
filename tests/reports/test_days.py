"""Figures by day: they sum to those of the whole log."""

from collections import Counter
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.measures.rate import Rate
from loganalyzer.reports.report import Report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report() -> Report:
    """A report of seven weeks, with its sample lines."""
    return la.read(ROOT / "sample_logs" / "forgotten-forwarder").report(with_lines=True)


def summed(rates: list[Rate]) -> Rate:
    return Rate(sum(r.count for r in rates), sum(r.total for r in rates), sum(r.unknown for r in rates))


def test_days_sum_to_the_whole(report: Report) -> None:
    """No mail is on two days or on none."""
    assert summed([day.inbound for day in report.days]) == report.inbound_messages.rate
    assert summed([day.outbound for day in report.days]) == report.outbound.rate
    fates: Counter[str] = Counter()
    for day in report.days:
        fates.update(day.fates)
    assert fates == sum((Counter(dict(counts)) for counts in report.fates.values()), Counter())


def test_days_are_in_order_and_each_once(report: Report) -> None:
    """A reader can draw a line through them."""
    days = [day.day for day in report.days]
    assert days == sorted(set(days))
    assert len(days) >= 49


def test_destinations_sum_to_the_whole(report: Report) -> None:
    """The plaintext ones stand first, and all together are what went out."""
    assert summed([rate for _, rate in report.destinations]) == report.outbound.rate
    assert report.destinations[: len(report.plaintext_domains)] == report.plaintext_domains


def test_networks_and_users_sum_to_the_whole(report: Report) -> None:
    """Whoever handed mail in or logged in is in the tables, encrypted as often as the totals say."""
    assert report.met == (len(report.peers), len(report.users))
    assert summed([one.encrypted for one in report.peers]) == report.inbound_messages.rate
    people = summed([one.encrypted for one in report.users])
    told = summed([report.submissions.rate, report.logins])
    assert people.known - people.count == told.known - told.count
    assert people.total >= told.total  # a message that was given up half-way is a use, too


def test_each_figure_opens_to_lines_that_it_was_counted_from(report: Report) -> None:
    """What stands behind a row is of that row: the domain, the result, the fate, the day."""
    figures = {name for name, *_ in report.samples}
    assert figures == {"encryption", "services", "destinations", "spf_results", "rejections", "fates", "days"}
    for (figure, word, *_), places in report.samples.items():
        lines = [report.lines[at] for at in places]
        assert 1 <= len(lines) <= 3
        if figure == "destinations":
            assert all(f"@{word}>" in line and "status=sent" in line for line in lines)
        if figure == "spf_results":
            assert all(word in line.lower() for line in lines)
    for domain, rate in report.destinations:
        assert ("destinations", domain) in report.samples, rate


def test_sample_lines_are_read_only_when_asked_for(report: Report) -> None:
    """Every place has its line; without the wish no log is read twice."""
    assert set(report.lines) == set(report.places)
    programs = (" postfix/", " dovecot: ", " policyd-spf[")
    assert all(any(name in line for name in programs) for line in report.lines.values())
    assert not la.read(ROOT / "sample_logs" / "ready").report().lines
