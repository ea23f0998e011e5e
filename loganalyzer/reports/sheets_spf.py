"""The judgement on a domain's SPF record as tables: who sends in its name, and who reports on it."""

from collections.abc import Iterable

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.source import Source
from loganalyzer.reports.sheets import Column, Sheet, sheet
from loganalyzer.terms.moment import as_datetime


def sources(advice: Iterable[Advice]) -> Sheet:
    """One row a network that sends in a domain's name."""
    columns = (
        Column("domain", "Domain", "name"),
        Column("network", "Network", "name"),
        Column("name", "Client", "name"),
        Column("class", "Class"),
        Column("in_the_way", "In the way", "flag"),
        Column("passes", "Record"),
        Column("vouchers", "Known to"),
        Column("messages", "Messages", "count"),
        Column("per_week", "A week", "count"),
        Column("results", "Our check"),
        Column("signed", "Signed", "count"),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
        Column("label", "Label"),
        Column("mechanism", "To add", "name"),
        Column("lines", "Sample lines", "where"),
    )
    rows = (
        (
            one.subject,
            row.network,
            row.name,
            row.kind,
            row.in_the_way,
            passing(row),
            ", ".join(row.vouchers),
            row.messages,
            round(row.per_week, 1),
            ", ".join(f"{name} {count:,}" for name, count in row.spf_results),
            row.signed,
            as_datetime(row.first).date(),
            as_datetime(row.last).date(),
            row.label,
            row.mechanism,
            row.where,
        )
        for one in advice
        if one.spf is not None
        for row in one.spf.sources
    )
    return sheet("sources", "Who sends in its name", columns, rows)


def passing(row: Source) -> str:
    """Whether the record passes the source, in a word."""
    return "unknown" if row.passes is None else "passes" if row.passes else "fails"


def reporters(advice: Iterable[Advice]) -> Sheet:
    """One row whoever sends DMARC reports."""
    columns = (
        Column("domain", "Domain", "name"),
        Column("reporter", "Reporter", "name"),
        Column("reports", "Reports", "count"),
        Column("days", "Days", "count"),
        Column("messages", "Messages", "count"),
        Column("counts", "Counts as sight", "flag"),
        Column("why_not", "Why not"),
    )
    rows = (
        (
            one.subject,
            found.reporter.name,
            found.reporter.reports,
            len(found.reporter.days),
            found.reporter.messages,
            not found.why_not,
            found.why_not,
        )
        for one in advice
        if one.spf is not None
        for found in one.spf.reporters
    )
    return sheet("reporters", "Who reports on it (DMARC)", columns, rows)


OF_SPF = (sources, reporters)
"""Both, in the order of the report."""


def spf_lists(one: Advice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What there is to answer, to do and to watch, each list with its title; empty for other decisions."""
    plan = one.spf
    if plan is None:
        return ()
    ask = (
        (f"{plan.ask}. The verdict would then be: {str(plan.if_yes).replace('_', ' ')}.",) if plan.ask else ()
    )
    return (
        ("The one question", ask),
        ("What to do, in this order", plan.steps),
        ("Watch afterwards", plan.watch),
    )
