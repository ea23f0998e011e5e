"""What a store still knows of a unit when its log is gone: its counts, its class, and a few of its lines."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loganalyzer.advice.advice import Obstacle
from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.reports.json import obstacle_as_plain
from loganalyzer.reports.report import VERSION, Report
from loganalyzer.reports.visible import visible
from loganalyzer.reports.words import FATES, SUBJECTS
from loganalyzer.terms.moment import as_date, day_of
from loganalyzer.terms.plural import counted


@dataclass(frozen=True, slots=True)
class Kept:
    """One unit as one restriction of one host met it; lines: places by name, with the raw line there."""

    host: str
    restriction: str
    obstacle: Obstacle
    lines: tuple[tuple[str, str], ...]


def kept(report: Report) -> tuple[Kept, ...]:
    """The units of the report, most mail first; only lines that the report has are among them."""
    found = [
        Kept(
            advice.host,
            advice.subject,
            one,
            tuple((report.places[at], report.lines[at]) for at in one.where if at in report.lines),
        )
        for advice in report.advice
        for one in advice.obstacles
    ]
    return tuple(sorted(found, key=lambda one: (-one.obstacle.messages, one.obstacle.unit, one.host)))


def render(found: tuple[Kept, ...], width: int, color: bool = False) -> str:
    """All of them as text, ending in a newline; raw lines are kept whole."""
    return "\n".join("\n".join(_told(one, width, color)) + "\n" for one in found)


def _told(one: Kept, width: int, color: bool) -> Iterator[str]:
    lost = one.obstacle
    seen = f"{counted(lost.messages, 'message')} on {counted(lost.days, 'day')}"
    title = visible(f"{lost.unit}: {seen} on {one.host}")
    yield f"\x1b[1m{title}\x1b[0m" if color else title
    first, last = as_date(day_of(lost.first)), as_date(day_of(lost.last))
    rows = (
        ("met by", f"{SUBJECTS.get(one.restriction, one.restriction)}, {first} to {last}"),
        ("through", lost.client),
        ("fates", ", ".join(f"{FATES[f]} {lost.fates[f]:,}" for f in BEST_FIRST if lost.fates.get(f))),
        ("class", f"{lost.kind}{', in the way' if lost.in_the_way else ''}"),
        ("signs", "; ".join(lost.signs) or "none"),
        ("fix", lost.fix.replace(" (below)", "")),
    )
    for name, value in rows:
        yield from textwrap.wrap(visible(f"  {name:9}{value}"), width, subsequent_indent=" " * 11)
    for where, raw in one.lines:
        yield visible(raw)
        yield f"    [{visible(where)}]"


def as_json(found: tuple[Kept, ...], report: Report) -> str:
    """The same as one JSON document, all of it ASCII."""
    plain = [_plain(one, report) for one in found]
    return json.dumps({"version": VERSION, "kept": plain}, indent=2) + "\n"


def _plain(one: Kept, report: Report) -> dict[str, Any]:
    return {
        "host": one.host,
        "subject": one.restriction,
        **obstacle_as_plain(one.obstacle, report.places),
        "lines": [{"where": where, "raw": raw} for where, raw in one.lines],
    }
