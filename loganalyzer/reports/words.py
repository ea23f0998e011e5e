"""What is the same in every format for people: the question that a decision answers, and names of things."""

from collections.abc import Collection, Mapping
from datetime import date

from loganalyzer.advice.advice import WORST_FIRST, Advice, Verdict
from loganalyzer.changes.change import Change
from loganalyzer.linking.finished import Fate
from loganalyzer.linking.restriction import SPF
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.report import Report
from loganalyzer.terms.moment import as_datetime

SUBJECTS = {SPF: "the SPF check"}
"""Restrictions by the words that people use for them."""

SWITCHES = frozenset({"warn_if_reject"})
"""Decisions that are weighed without having been asked for."""

FATES: Mapping[Fate, str] = {
    "delivered": "delivered",
    "unknown": "fate unknown",
    "quarantined": "quarantined",
    "bounced": "bounced anyway",
    "refused_anyway": "refused anyway",
    "not_completed": "came to nothing",
    "refused": "refused",
}


def said(verdict: Verdict) -> str:
    """A verdict as it is printed."""
    return verdict.replace("_", " ")


def question(one: Advice) -> str:
    """What the advice answers, in one sentence."""
    if one.question:
        return one.question
    return f"May {one.decision} before {SUBJECTS.get(one.subject, one.subject)} be dropped?"


def weighed(advice: Collection[Advice], named: Collection[str] = ()) -> list[Advice]:
    """What a report as a whole is judged by: the decisions that were asked for by name.

    Where none was, those about a switch that somebody has prepared and waits to throw. Not all that can
    be tightened has to be: it is seldom advisable to insist on TLS at port 25, so to be told each night
    that it is unsafe would only teach people to overlook the answer that they wait for.
    """
    decisions = {one.decision for one in advice}
    asked = named or (decisions if len(decisions) == 1 else SWITCHES)
    return [one for one in advice if one.decision in asked]


def worst(advice: Collection[Advice]) -> Verdict | None:
    """The worst of the verdicts that are weighed; None where nothing was judged."""
    found = {one.verdict for one in weighed(advice)}
    return next((verdict for verdict in WORST_FIRST if verdict in found), None)


def span(report: Report) -> tuple[date, date] | None:
    """The first and the last day of the log; None for a log without times."""
    coverage = report.coverage
    if coverage.first is None or coverage.last is None:
        return None
    return as_datetime(coverage.first).date(), as_datetime(coverage.last).date()


def hosts(report: Report) -> str:
    """The machines that wrote the log."""
    return ", ".join(report.coverage.hosts) or "no host named"


def several_hosts(report: Report) -> bool:
    """Whether a verdict has to say which host it is about."""
    return len({one.host for one in report.advice}) > 1 or len(report.coverage.hosts) > 1


def accounts(report: Report) -> list[tuple[str, int]]:
    """What became of the lines, as they are told; the counts sum to all lines."""
    coverage = report.coverage
    return [
        ("recognised", coverage.recognised),
        ("known to be irrelevant", coverage.ignored),
        ("of other programs", coverage.other_programs),
        ("NOT RECOGNISED", coverage.unrecognised),
        ("DAMAGED", coverage.damaged),
        ("blank", coverage.blank),
    ]


def to_enter(one: Advice, remedy: Remedy) -> tuple[Change, ...]:
    """The changes that may be entered now: a way back, exceptions, and what a verdict of SAFE allows."""
    now = one.verdict == "SAFE" or one.step.startswith("restore")
    return tuple(
        change
        for change in (remedy.change if now else None, remedy.exceptions)
        if change is not None and not change.is_empty
    )
