"""What a digest begins with: what has changed since the last one, for whoever reads nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.past import About, Told, past_of
from loganalyzer.measures.rate import Rate
from loganalyzer.reports.differences import differences
from loganalyzer.reports.report import Report
from loganalyzer.reports.text_advice import obstacle_line
from loganalyzer.reports.words import said, span, worst
from loganalyzer.terms.plural import counted
from loganalyzer.terms.unit import Unit

SHOWN = 6
"""Changes in one sentence, and new senders below it."""

STALE = timedelta(days=2)
"""A mail server that writes no line for so long is not quiet: its log does not get here."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Paragraphs, the sentence first; and whether there is any news in them."""

    paragraphs: tuple[str, ...]
    is_news: bool


def changed(before: Told | None, report: Report, today: date) -> Changed:
    """What is different from what the last digest told; before: None for the first."""
    ended = tuple(_ended(report, today))
    if before is None:
        return Changed((_first(report), *ended), True)
    news = differences(before.judgements, tuple(map(past_of, report.advice)))
    since = _named(before.day, today)
    begin = sentence(news) if news else f"Nothing has changed since {since}."
    below = (*_newly(before, report), *_figures(before.day, since, report))
    return Changed((begin, *ended, *below), bool(news or ended))


def sentence(news: Sequence[str]) -> str:
    """The clauses as one sentence; a fleet that changes as a whole does not fill the page with it."""
    more = len(news) - SHOWN
    shown = [*news[:SHOWN], *([f"and {counted(more, 'more change')}"] if more > 0 else [])]
    whole = "; ".join(shown)
    return f"{whole[:1].upper()}{whole[1:]}."


def _first(report: Report) -> str:
    found = worst(report.advice)
    verdict = f"the verdict is {said(found)}" if found else "nothing could be judged"
    return f"This is the first digest; {verdict}."


def _named(day: date, today: date) -> str:
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {day:%B}{year}"


def _ended(report: Report, today: date) -> Iterator[str]:
    """A log that no longer grows makes every digest look quiet, so this is news each time."""
    days = span(report)
    if days is not None and today - days[1] >= STALE:
        age = counted((today - days[1]).days, "day")
        yield f"The newest line is of {days[1]}, {age} ago: does the log still get here?"


def _newly(before: Told, report: Report) -> Iterator[str]:
    """A line for each sender that is newly in the way."""
    then = {one.about: one.standing for one in before.judgements}
    rows = [row for one in report.advice for row in _new_rows(one, then)]
    yield from (f"New: {row}" for row in rows[:SHOWN])
    if len(rows) > SHOWN:
        yield f"New: {counted(len(rows) - SHOWN, 'more sender')}"


def _new_rows(one: Advice, then: Mapping[About, Mapping[Unit, str]]) -> Iterator[str]:
    known = then.get(past_of(one).about, {})
    for found in one.obstacles:
        if found.in_the_way and found.unit not in known:
            yield f"{found.kind}, {obstacle_line(found, f' through {found.client}')}"


def _figures(told_on: date, since: str, report: Report) -> Iterator[str]:
    """The mail of the days since, and how much of it was encrypted, beside as many days before."""
    last = max((day.day for day in report.days), default=told_on)
    days = max((last - told_on).days, 1)
    now = _sum([day.inbound for day in report.days if day.day >= told_on])
    begin = told_on - timedelta(days=days)
    then = _sum([day.inbound for day in report.days if begin <= day.day < told_on])
    if now.total:
        before = "" if then.share is None else f"; in the {counted(days, 'day')} before {_told(then)}"
        yield (
            f"Since {since}: {counted(now.total, 'message')} from strangers, encrypted {now.text()}{before}."
        )


def _told(rate: Rate) -> str:
    return f"{counted(rate.total, 'message')}, {rate.share:.1%}".replace("%", " %")


def _sum(rates: Sequence[Rate]) -> Rate:
    return Rate(
        sum(one.count for one in rates), sum(one.total for one in rates), sum(one.unknown for one in rates)
    )
