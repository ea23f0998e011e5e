"""One piece of advice for a terminal: the verdict, why, who stands in the way, the gates, what to do."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from loganalyzer.advice.advice import Advice, Exemption, Gate, Obstacle, Verdict
from loganalyzer.changes.change import Change
from loganalyzer.reports.letter import letter
from loganalyzer.reports.remedies import Remedy
from loganalyzer.reports.words import question, said
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted

SHOWN = 6
"""Obstacles and exceptions shown on one screen; ``None`` as a limit shows all."""

STYLES: Mapping[Verdict, str] = {
    "SAFE": "bold black on green",
    "NOT_YET": "bold black on yellow",
    "UNSAFE": "bold white on red",
    "BLIND": "bold white on blue",
}


def indented(console: Console, text: str | Text | Table, by: int = 2) -> None:
    """Prints with a margin."""
    console.print(Padding(text, (0, 0, 0, by)))


def table() -> Table:
    """A table without lines and headings."""
    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)


def advice(console: Console, one: Advice, remedy: Remedy, name_host: bool, most: int | None = SHOWN) -> None:
    """Prints the whole advice; of long lists the first ``most``, and with ``None`` all there is to enter."""
    on = f" on {one.host}" if name_host else ""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  {question(one).removesuffix('?')}{on}?"))
    indented(console, one.headline)
    if one.step == "restore warn_if_reject" and remedy.change is not None:
        change(console, remedy.change)
    evidence(console, one)
    _obstacles(console, one.obstacles, most, one.switched_on is not None)
    _exceptions(console, one, most)
    gates_table(console, [g for g in one.gates if one.verdict != "BLIND" or not g.holds])
    again = f" Look again on {one.look_again}." if one.look_again else ""
    indented(console, f"Advisable: {one.advisable}.{again}")
    for remark in one.remarks:
        indented(console, f"Note: {remark}.")
    if most is None:
        _letters(console, one.obstacles)
    if remedy.exceptions is not None and most is None:
        change(console, remedy.exceptions)
    if (
        one.step == "drop warn_if_reject"
        and remedy.change is not None
        and (most is None or one.verdict == "SAFE")
    ):
        change(console, remedy.change)
    steps(console, "This log cannot show:", one.blind_to)


def evidence(console: Console, one: Advice) -> None:
    """Prints the claims with their numbers."""
    rows = table()
    for fact in one.because:
        of = f" of {fact.total:,}" if fact.total is not None else ""
        rows.add_row(Text(f"{fact.count:,}{of}", justify="right"), fact.claim)
    if one.because:
        indented(console, rows)


def _obstacles(
    console: Console, found: tuple[Obstacle, ...], most: int | None, refused: bool = False
) -> None:
    """Who is in the way, or after the switch ``refused``, those with one remedy and one way in together."""
    standing = [one for one in found if one.in_the_way]
    if not standing:
        return
    indented(console, "Refused, and to be looked at:" if refused else "In the way:")
    groups: dict[tuple[str, str, str], list[Obstacle]] = {}
    for one in standing[:most]:
        way_in = "" if one.kind == "unclear" else one.unit.network
        groups.setdefault((one.kind, way_in, one.fix), []).append(one)
    for (kind, way_in, fix), group in groups.items():
        indented(console, f"{kind}, through {group[0].client}:" if way_in else f"{kind}:", 4)
        for one in group:
            by = "" if way_in else f" through {one.client}"
            indented(console, obstacle_line(one, by), 6)
        indented(console, f"-> {fix}", 6)
    if most is not None and len(standing) > most:
        indented(console, f"… and {len(standing) - most:,} more (--detail shows all)", 4)


def obstacle_line(one: Obstacle, by: str = "") -> str:
    """A unit's mail in one sentence."""
    sender = one.unit.sender_domain or "<> (bounces)"
    signs = f" ({'; '.join(one.signs)})" if one.signs else ""
    seen = f"{counted(one.messages, 'message')} on {counted(one.days, 'day')}"
    return f"{sender}{by}: {seen}, last {as_datetime(one.last):%d %b}{signs}"


def _exceptions(console: Console, one: Advice, most: int | None) -> None:
    if not one.exceptions:
        return
    indented(console, "Exceptions that would free wanted mail (look at each before you enter it):")
    for exemption in one.exceptions[:most]:
        indented(console, _exemption(exemption), 4)
    if most is not None and len(one.exceptions) > most:
        indented(console, f"… and {len(one.exceptions) - most:,} more", 4)
    if one.with_all is not None:
        indented(console, f"With all of them: {said(one.with_all)}.", 4)


def _exemption(one: Exemption) -> str:
    name = f" ({one.name})" if one.name else ""
    failing = counted(one.lets_in, "other failing message")
    others = f"it lets in {failing}" if one.lets_in else "it lets in nothing else"
    junk = f", {one.junk:,} of them junk" if one.junk else ""
    proof = f", {one.proof}" if one.proof else ""
    entry = f"{one.setting} = {','.join(one.values)}{name}{proof}"
    freed = f"{counted(one.messages, 'message')} of {counted(len(one.frees), 'sender')}"
    return f"{entry}: frees {freed}; {others}{junk}; then {said(one.after)}"


def gates_table(console: Console, gates: Iterable[Gate]) -> None:
    """Prints the gates, each with its value, what is asked and what would flip it."""
    gates = list(gates)
    rows = table()
    for gate in gates:
        if gate.holds:
            rows.add_row(f"{gate.name}?", "yes", f"{gate.value} (asked: {gate.threshold})")
            continue
        rows.add_row(f"{gate.name}?", "NO", gate.value)
        rows.add_row("", "", f"asked: {gate.threshold}")
        if gate.flips:
            rows.add_row("", "", f"needs: {gate.flips}" + (f", about {gate.on}" if gate.on else ""))
    if gates:
        indented(console, "What has to hold:")
        indented(console, rows, 4)


def _letters(console: Console, found: Iterable[Obstacle]) -> None:
    for text in filter(None, map(letter, found)):
        indented(console, "A note to send:")
        for line in text.splitlines():
            _verbatim(console, line)


def change(console: Console, change: Change) -> None:
    """A change and its way back, to be copied as they stand: lines of a diff are not wrapped."""
    _one_way(console, change)
    if change.undo is not None and not change.is_empty:
        _one_way(console, change.undo)


def _one_way(console: Console, change: Change) -> None:
    indented(console, f"{change.title}:")
    for line in change.lines:
        _verbatim(console, line)
    for line in change.patch.splitlines():
        _verbatim(console, line)
    if change.files:
        _verbatim(console, f"(save these lines as a file, look at it, then: {change.apply} < FILE)")
    if change.commands:
        indented(console, "or, the same by commands:" if change.files else "by commands:")
    for line in change.commands:
        _verbatim(console, line)
    if change.reload and not change.is_empty:
        _verbatim(console, change.reload)
    for remark in change.remarks:
        indented(console, f"Note: {remark}.")


def _verbatim(console: Console, line: str) -> None:
    console.print(Text("    " + line), soft_wrap=True)


def steps(console: Console, title: str, lines: Iterable[str]) -> None:
    """Prints a title and its lines, nothing where there are none."""
    lines = tuple(lines)
    if lines:
        indented(console, title)
        for line in lines:
            indented(console, line, 4)
