"""Advice on a domain's SPF record for a terminal: the verdict, the question, the sources, what to do."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.own_domain import Weighed
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.text_advice import (
    STYLES,
    advisable,
    change,
    evidence,
    gates_table,
    indented,
    steps,
    table,
)
from loganalyzer.reports.words import said
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

SHOWN = 8
"""Sources shown that are in nobody's way; --format json and html have all."""


def whole(console: Console, one: Advice, plan: SpfPlan, remedy: Remedy, most: int | None) -> None:
    """All that there is to say of one domain; of long lists the first ``most``, with ``None`` all."""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  {one.question}"))
    indented(console, one.headline)
    if plan.ask:
        indented(console, f"{plan.ask}. The verdict would then be: {said(plan.if_yes or 'BLIND')}.")
    in_force = one.verdict == "UNSAFE" and one.question.startswith("Is it")
    if in_force and remedy.change is not None:
        change(console, remedy.change)
    evidence(console, one)
    groups = (
        ("In the way:", [row for row in plan.sources if row.in_the_way]),
        ("The record passes:", [row for row in plan.sources if row.passes and not row.in_the_way]),
        ("The others:", [row for row in plan.sources if not row.passes and not row.in_the_way]),
    )
    for heading, rows in groups:
        _sources(console, heading, rows, most if rows and rows[0].in_the_way else SHOWN)
    _reporters(console, plan.reporters)
    gates_table(console, one.gates)
    advisable(console, one)
    for remark in one.remarks:
        indented(console, f"Note: {remark}.")
    if remedy.exceptions is not None:
        change(console, remedy.exceptions)
    if remedy.change is not None and not in_force and one.verdict != "BLIND":
        if one.verdict != "SAFE":
            indented(console, "Not before the verdict is SAFE:")
        change(console, remedy.change)
    steps(console, "What to do, in this order:", (f"{n}. {step}" for n, step in enumerate(plan.steps, 1)))
    if one.verdict == "SAFE" or most is None:
        steps(console, "Watch afterwards:", plan.watch)
    steps(console, "Neither logs nor reports can show:", one.blind_to)


def beside(console: Console, one: Advice) -> None:
    """Another verdict in short, with its numbers: on TLS, what others report of it among them."""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  {one.question} ({one.subject})"))
    indented(console, one.headline)
    evidence(console, one)


def _sources(console: Console, heading: str, rows: Sequence[Source], most: int | None) -> None:
    if not rows:
        return
    indented(console, heading)
    for row in rows[:most]:
        indented(console, source_line(row), 4)
    if most is not None and len(rows) > most:
        indented(console, f"… and {len(rows) - most:,} more (--format json)", 4)


def source_line(row: Source) -> str:
    """Who it is, how much, how well known, and what to add."""
    first, last = as_datetime(row.first), as_datetime(row.last)
    when = f"{first:%d %b} to {last:%d %b}" if first.date() != last.date() else f"{first:%d %b}"
    many = f"{counted(row.messages, 'message')}, {row.per_week:.1f} a week, {row.signed:,} signed, {when}"
    said = ", ".join(f"{name} {count:,}" for name, count in row.spf_results)
    check = f"; to our check {said}" if said else ""
    known = f"; known to {', '.join(row.vouchers)}" if row.vouchers else ""
    label = f"; labelled {row.label}" if row.label else ""
    add = f"; to add: {row.mechanism}" if row.mechanism else ""
    name = "" if row.name == row.network else f" {row.name}"
    return f"{row.kind}: {row.network}{name}: {many}{check}{known}{label}{add}"


def _reporters(console: Console, found: Sequence[Weighed]) -> None:
    if not found:
        return
    indented(console, "Reports (DMARC):")
    rows = table()
    for one in found:
        by = one.reporter
        counts = "counts" if not one.why_not else f"does not count: {one.why_not}"
        many = f"{counted(by.reports, 'report')}, {counted(len(by.days), 'day')}"
        rows.add_row(by.name, many, counted(by.messages, "message"), counts)
    indented(console, rows, 4)
