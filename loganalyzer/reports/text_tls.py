"""Advice on TLS for a terminal: in a report a line or two each, and asked for by name the whole."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from loganalyzer.advice.advice import Advice, Party
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.text_advice import (
    STYLES,
    advisable,
    evidence,
    gates_table,
    indented,
    proposed,
    steps,
    table,
    verbatim,
)
from loganalyzer.reports.user_letter import letters
from loganalyzer.reports.words import said
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

SHOWN = 10
"""Parties shown where there is no room for all."""


def brief(console: Console, advice: Sequence[Advice], name_host: bool) -> None:
    """A line or two for each decision that is not SAFE, and those that are in one row."""
    if not advice:
        return
    console.print()
    console.print(Text("TLS (the whole of each: mailstat advise --decision NAME)", style="bold"))
    rows = table()
    safe = []
    for one in advice:
        on = f" on {one.host}" if name_host else ""
        if one.verdict == "SAFE":
            safe.append(f"{one.decision}, {one.subject}{on}")
            continue
        title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
        rows.add_row(title, Text(f"{one.decision}, {one.subject}{on}: {one.headline}"))
    if safe:
        rows.add_row(Text(f" {said('SAFE')} ", style=STYLES["SAFE"]), Text("; ".join(safe)))
    indented(console, rows)


def whole(console: Console, one: Advice, remedy: Remedy, name_host: bool, most: int | None) -> None:
    """All that there is to say of one decision; of long lists the first ``most``, with ``None`` all."""
    on = f" (on {one.host})" if name_host else ""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  {one.question}{on}"))
    indented(console, one.headline)
    evidence(console, one)
    standing = [party for party in one.parties if party.in_the_way]
    _parties(console, "In the way:", standing, most)
    others = [party for party in one.parties if not party.in_the_way and party.meets is False]
    _parties(console, "Touched by it:", others, most or SHOWN)
    if most is None:
        _others(console, [party for party in one.parties if party.meets is not False])
    gates_table(console, [g for g in one.gates if one.verdict != "BLIND" or not g.holds])
    advisable(console, one)
    for remark in one.remarks:
        indented(console, f"Note: {remark}.")
    if most is None:
        _letters(console, one)
    if remedy.change is not None and (most is None or one.verdict == "SAFE"):
        proposed(console, one, remedy.change)
    steps(console, "This log cannot show:", one.blind_to)


def _parties(console: Console, title: str, parties: Sequence[Party], most: int | None) -> None:
    if not parties:
        return
    indented(console, title)
    for one in parties[:most]:
        fate = f"; {one.fate}" if one.fate else ""
        indented(console, f"{party_line(one, exact=True)}{fate}", 4)
    if most is not None and len(parties) > most:
        indented(console, f"… and {len(parties) - most:,} more (mailstat advise, --format json)", 4)


def _others(console: Console, parties: Sequence[Party]) -> None:
    """Who need not do anything, one line each however many addresses he comes from."""
    groups: dict[tuple[str, str], list[Party]] = {}
    for one in parties:
        groups.setdefault((one.name, one.service), []).append(one)
    if groups:
        hint = " (each address: --format json)" if len(groups) < len(parties) else ""
        indented(console, f"The others{hint}:")
    for group in groups.values():
        indented(console, together(group) if len(group) > 1 else party_line(group[0], exact=True), 4)


def together(group: Sequence[Party]) -> str:
    """Several devices of one user in a line: how they encrypt, how often and when last."""
    first = group[0]
    kinds = ", ".join(sorted({one.worst for one in group} | {one.best for one in group} - {""}))
    last = as_datetime(max(one.last for one in group))
    times = counted(sum(one.times for one in group), "time")
    return f"{first.name}, {first.service}, {len(group)} addresses: {kinds}, {times}, last {last:%d %b}"


def party_line(one: Party, *, exact: bool = False) -> str:
    """Who, where, how encrypted, how often and when last."""
    where = f", {one.service}" if one.service else ""
    client = f" {one.client}" if one.client else ""
    if not one.times:
        return f"{one.name}{where}{client}"
    best = f" (at best {one.best})" if one.best and one.best != one.worst else ""
    moment = as_datetime(one.last)
    when = f"{moment:%d %b %H:%M}" if one.service and exact else f"{moment:%d %b}"
    often = f"{counted(one.times, 'time')} on {counted(one.days, 'day')}"
    return f"{one.name}{where}{client}: {one.worst}{best}, {often}, last {when}"


def _letters(console: Console, one: Advice) -> None:
    """What to send to each of those in the way, as it stands."""
    for letter in letters([one]):
        indented(console, "A letter to send:")
        for line in letter.text.splitlines():
            verbatim(console, line)


def split(advice: Iterable[tuple[Advice, Remedy]]) -> tuple[list[tuple[Advice, Remedy]], list[Advice]]:
    """What a report shows in whole, and what in brief: a decision on TLS among others."""
    rows = list(advice)
    if len({one.decision for one, _ in rows}) == 1:
        return rows, []
    in_brief = [one for one, _ in rows if one.question and one.spf is None]
    return [row for row in rows if not row[0].question or row[0].spf is not None], in_brief
