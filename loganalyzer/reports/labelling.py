"""Undecided units as the admin is asked about them, and as a list; nothing in a log reaches a
terminal unescaped."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.alike import Group, Likeness
from loganalyzer.advice.candidates import Candidate
from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.reports.console import console_for, printed
from loganalyzer.reports.report import VERSION
from loganalyzer.reports.text_advice import STYLES, indented
from loganalyzer.reports.words import said
from loganalyzer.sources.finding import printable
from loganalyzer.terms.moment import as_datetime

LINES = 3
"""Sample lines shown for a question."""

CLIENTS = 8
"""Clients or senders of a group that are named."""

Lines = Mapping[int, str]

_USUAL = re.compile(
    r"Recipient address rejected: Message rejected due to: SPF fail - not authorized\. Please see \S+;"
)
"""What policyd-spf says of every failing message: it has no blanks where a sender could write."""


def amount(count: int, what: str) -> str:
    """A number with its noun."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _sender(one: Candidate) -> str:
    return printable(one.unit.sender_domain) or "<> (bounces)"


def _client(one: Candidate) -> str:
    address, name = min(one.clients.items(), key=lambda item: (item[1] in ("", "unknown"), item))
    more = f" and {len(one.clients) - 1:,} more" if len(one.clients) > 1 else ""
    return printable(f"{name}[{address}]") + more


def _own_name(group: Group) -> str:
    return f"{_one_sender(group)}; it is a domain of your own"


def _one_sender(group: Group) -> str:
    networks = len({one.unit.network for one in group.members})
    return f"{_sender(group.members[0])} through {networks:,} networks without a confirmed name"


def _one_network(group: Group) -> str:
    return f"{len(group.members):,} senders through {printable(group.members[0].unit.network)}"


def _alone(group: Group) -> str:
    (one,) = group.members
    own = "; it is a domain of your own" if one.ours else ""
    return f"{_sender(one)} through {_client(one)}{own}"


TITLES: Mapping[Likeness, Callable[[Group], str]] = {
    "own name": _own_name,
    "one sender": _one_sender,
    "one network": _one_network,
    "alone": _alone,
}


def _mail(members: Sequence[Candidate]) -> str:
    """How much mail, when, and what became of it."""
    days = len(frozenset[int]().union(*(one.days for one in members)))
    first, last = min(one.first for one in members), max(one.last for one in members)
    begin, end = f"{as_datetime(first):%d %b}", f"{as_datetime(last):%d %b}"
    counts = {fate: sum(one.fates.get(fate, 0) for one in members) for fate in (*BEST_FIRST, "refused")}
    fates = ", ".join(f"{count:,} {fate.replace('_', ' ')}" for fate, count in counts.items() if count)
    when = begin if begin == end else f"{begin} to {end}"
    return f"{amount(sum(counts.values()), 'message')} on {amount(days, 'day')}, {when}: {fates}"


def _signs(members: Sequence[Candidate]) -> str:
    signs = dict.fromkeys(sign for one in members for sign in one.signs if sign != "our own domain")
    return "; ".join(map(printable, signs)) or "nobody of yours wrote to the sender, no signature seen"


def _names(group: Group) -> str:
    name = _sender if group.likeness == "one network" else _client
    named = [name(one) for one in group.members[:CLIENTS]]
    more = len(group.members) - len(named)
    return ", ".join(named) + (f" and {more:,} more" if more else "")


def shown_lines(members: Sequence[Candidate]) -> tuple[int, ...]:
    """The places of the lines that are shown: of as many members as possible."""
    nth = (at for turn in range(LINES) for one in members for at in one.where[turn : turn + 1])
    return tuple(at for at, _ in zip(nth, range(LINES), strict=False))


def question(group: Group, lines: Lines, left: int, others: int, width: int, color: bool) -> str:
    """One question: who, how much, since when, with what signs, and lines to judge by.

    left: units still to be asked about. others: units beside the group that fail through its network.
    """
    console, out = console_for(width, color)
    here = f", {len(group.members):,} of them here" if len(group.members) > 1 else ""
    console.print(Text(f"{amount(left, 'sender')} to decide{here}", style="dim"))
    console.print(Text(TITLES[group.likeness](group), style="bold"))
    indented(console, Text(_mail(group.members)))
    indented(console, Text(f"signs: {_signs(group.members)}"))
    if len(group.members) > 1:
        indented(console, Text(_names(group)))
    if others and group.members[0].confirmed:
        network = printable(group.members[0].unit.network)
        who = f"{amount(others, 'other sender')} fail{'s' if others == 1 else ''}"
        indented(console, Text(f"{who} through {network} as well, as behind a forwarder or a list"))
    for at in shown_lines(group.members):
        if at in lines:
            indented(console, Text(_USUAL.sub("SPF fail …;", printable(lines[at])), style="dim"), 4)
    return printed(out)


def listing(found: Sequence[Candidate], advice: Iterable[Advice], width: int, color: bool) -> str:
    """All undecided units, a line each, and where the verdict stands; ends in a newline."""
    console, out = console_for(width, color)
    standing = sum(one.asked == "in the way" for one in found)
    console.print(Text(f"{amount(len(found), 'sender')} to decide, {standing:,} of them in the way"))
    for one in found:
        console.print(Text(printable(str(one.unit)), style="bold"), soft_wrap=True)
        own = "your own domain; " if one.ours else ""
        indented(console, Text(f"{_mail([one])} ({own}{_signs([one])})"), 4)
        indented(console, Text(f"through {_client(one)}"), 4)
    outcome(console, advice)
    return printed(out)


def outcome(console: Console, advice: Iterable[Advice]) -> None:
    """Prints each verdict, and what is still missing."""
    for one in advice:
        console.print(
            Text.assemble(Text(f" {said(one.verdict)} ", style=STYLES[one.verdict]), f"  {one.headline}")
        )
        for gate in one.gates:
            if not gate.holds:
                by = f", about {gate.on}" if gate.on else ""
                needs = f"; needs {gate.flips}{by}" if gate.flips else ""
                indented(console, Text(f"missing: {gate.name} ({gate.value}{needs})"))


def ended(advice: Iterable[Advice], width: int, color: bool) -> str:
    """Where the verdict stands after the labels, and who says more of it; ends in a newline."""
    console, out = console_for(width, color)
    outcome(console, advice)
    console.print(Text("mailstat advise shows the whole judgement, and what to enter."))
    return printed(out)


def as_json(
    found: Iterable[Candidate], lines: Lines, advice: Iterable[Advice], where: Callable[[int], str]
) -> str:
    """The same list for programs; ends in a newline."""
    plain: dict[str, Any] = {
        "version": VERSION,
        "undecided": [_plain(one, lines, where) for one in found],
        "verdicts": [
            {"host": one.host, "decision": one.decision, "subject": one.subject, "verdict": one.verdict}
            for one in advice
        ],
    }
    return json.dumps(plain, indent=2) + "\n"


def _plain(one: Candidate, lines: Lines, where: Callable[[int], str]) -> dict[str, Any]:
    return {
        "unit": str(one.unit),
        "asked": one.asked,
        "by_itself": one.by_itself,
        "messages": one.messages,
        "days": len(one.days),
        "first": as_datetime(one.first).isoformat(),
        "last": as_datetime(one.last).isoformat(),
        "fates": dict(one.fates),
        "clients": [{"address": address, "name": name} for address, name in one.clients.items()],
        "signs": list(one.signs),
        "lines": [{"where": where(at), "text": lines[at]} for at in one.where if at in lines],
    }
