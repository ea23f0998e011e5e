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
"""Obstacles shown on one screen; ``None`` as a limit shows all."""

FIRST = 2
"""Exceptions shown there: those that free most."""

BY_EVIDENCE = frozenset({"smtp_tls_policy_maps"})
"""Decisions whose change holds line by line what is shown already, or takes back what does harm."""

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


def brief(console: Console, one: Advice, remedy: Remedy, name_host: bool) -> None:
    """Prints as much of an advice as fits on a screen, and where the rest is; of SAFE nothing is left out."""
    if one.verdict == "SAFE":
        advice(console, one, remedy, name_host, SHOWN)
        return
    _begin(console, one, remedy, name_host)
    standing = [obstacle for obstacle in one.obstacles if obstacle.in_the_way]
    if standing:
        indented(console, _standing(one.switched_on is not None))
        indented(console, _senders(standing), 4)
        if len(standing) > SHOWN:
            indented(console, f"… and {len(standing) - SHOWN:,} more (--detail shows all)", 4)
    for exemption in one.exceptions[:FIRST]:
        indented(console, f"Exception: {_exemption(exemption)}")
    failing = table()
    for gate in one.gates:
        if not gate.holds:
            failing.add_row(f"{gate.name}?", "NO", f"{gate.value} (asked: {gate.threshold})")
    indented(console, failing)
    advisable(console, one)
    indented(console, "mailstat advise tells the rest: signs, remedies, change and undo, what is not seen.")


def _standing(refused: bool) -> str:
    return "Refused, and to be looked at:" if refused else "In the way:"


def _senders(standing: list[Obstacle]) -> Table:
    """A line for each of the first senders in the way."""
    rows = table()
    for one in standing[:SHOWN]:
        seen = f"{counted(one.messages, 'message')}, {counted(one.days, 'day')}"
        sender = one.unit.sender_domain or "<> (bounces)"
        rows.add_row(sender, f"{seen}, last {as_datetime(one.last):%d %b}", one.kind)
    return rows


def _begin(console: Console, one: Advice, remedy: Remedy, name_host: bool) -> None:
    """The question and its answer, the way back if that is what is to be done, and what carries it."""
    on = f" on {one.host}" if name_host else ""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  {question(one).removesuffix('?')}{on}?"))
    indented(console, one.headline)
    if one.step == "restore warn_if_reject" and remedy.change is not None:
        change(console, remedy.change)
    evidence(console, one)


def advice(console: Console, one: Advice, remedy: Remedy, name_host: bool, most: int | None = None) -> None:
    """Prints the whole advice; of long lists the first ``most``, and with ``None`` all there is to enter."""
    _begin(console, one, remedy, name_host)
    _obstacles(console, one.obstacles, most, one.switched_on is not None)
    _exceptions(console, one, most)
    gates_table(console, [g for g in one.gates if one.verdict != "BLIND" or not g.holds])
    advisable(console, one)
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
        proposed(console, one, remedy.change)
    steps(console, "This log cannot show:", one.blind_to)


def advisable(console: Console, one: Advice) -> None:
    """Prints whether the change would be wise, and when to look again."""
    again = f" Look again on {one.look_again}." if one.look_again else ""
    indented(console, f"Advisable: {one.advisable}.{again}")


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
    indented(console, _standing(refused))
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
            verbatim(console, line)


def proposed(console: Console, one: Advice, what: Change) -> None:
    """The change that the question is about, and whether it is time for it."""
    if one.verdict != "SAFE" and one.decision not in BY_EVIDENCE:
        indented(console, f"Not to be entered while the verdict is {said(one.verdict)}:")
    change(console, what)


def change(console: Console, change: Change) -> None:
    """A change and its way back, to be copied as they stand: lines of a diff are not wrapped."""
    _one_way(console, change)
    if change.undo is not None and not change.is_empty:
        _one_way(console, change.undo)


def _one_way(console: Console, change: Change) -> None:
    indented(console, f"{change.title}:")
    for line in change.lines:
        verbatim(console, line)
    for line in change.patch.splitlines():
        verbatim(console, line)
    if change.files:
        verbatim(console, f"(save these lines as a file, look at it, then: {change.apply} < FILE)")
    if change.commands:
        indented(console, "or, the same by commands:" if change.files else "by commands:")
    for line in change.commands:
        verbatim(console, line)
    if change.reload and not change.is_empty:
        verbatim(console, change.reload)
    for remark in change.remarks:
        indented(console, f"Note: {remark}.")


def verbatim(console: Console, line: str) -> None:
    """Prints a line to be copied: indented, and not wrapped."""
    console.print(Text("    " + line), soft_wrap=True)


def steps(console: Console, title: str, lines: Iterable[str]) -> None:
    """Prints a title and its lines, nothing where there are none."""
    lines = tuple(lines)
    if lines:
        indented(console, title)
        for line in lines:
            indented(console, line, 4)
