"""What other settings would have refused, as text and as JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from loganalyzer.advice.whatif import WhatIf
from loganalyzer.reports.console import console_for, printed
from loganalyzer.reports.text_advice import STYLES, gates_table, indented, obstacle_line, table
from loganalyzer.reports.words import said

SHOWN = 25
"""Senders shown on a page; JSON has all."""


def as_text(found: Iterable[WhatIf], width: int, color: bool) -> str:
    """One page a host, ending in a newline."""
    console, out = console_for(width, color)
    answers = list(found)
    for one in answers:
        _page(console, one, len(answers) > 1)
    return printed(out)


def _rules(one: WhatIf) -> str:
    rules = one.rules
    if {rules.mail_from_reject, rules.helo_reject} == {"False"} and not rules.permerror_reject:
        return "nothing, as it does while it only warns"
    allowed = f", {', '.join(map(str, rules.allow))} allowed" if rules.allow else ""
    permerror = ", PermError_reject = True" if rules.permerror_reject else ""
    return (
        f"Mail_From_reject = {rules.mail_from_reject}, HELO_reject = {rules.helo_reject}{permerror}{allowed}"
    )


def _page(console: Console, one: WhatIf, name_host: bool) -> None:
    on = f" on {one.host}" if name_host else ""
    title = Text(f" {said(one.verdict)} ", style=STYLES[one.verdict])
    console.print(Text.assemble(title, f"  If the SPF check refused{on}: {_rules(one)}"))
    rows = table()
    for count, claim in (
        (one.refused, "messages would have been refused"),
        (one.refused - one.lost, "of them came to nothing anyway"),
        (one.wanted, "would have been lost, and are known to be wanted"),
        (one.unclear, "would have been lost, and nobody has said whether they are wanted"),
        (one.junk, "would have been stopped: junk that was delivered"),
    ):
        rows.add_row(Text(f"{count:,}", justify="right"), claim)
    indented(console, rows)
    if one.senders:
        indented(console, "Whose mail:")
        for sender in one.senders[:SHOWN]:
            through = f" through {sender.unit.network}, {sender.kind}"
            indented(console, obstacle_line(sender, through), 4)
        if len(one.senders) > SHOWN:
            indented(console, f"… and {len(one.senders) - SHOWN:,} more (--format json)", 4)
    gates_table(console, one.gates)


def as_json(found: Iterable[WhatIf]) -> str:
    """All answers as one JSON document, ending in a newline."""
    return json.dumps({"what_if": [_plain(one) for one in found]}, indent=2, ensure_ascii=False) + "\n"


def _plain(one: WhatIf) -> dict[str, Any]:
    rules = asdict(one.rules) | {"allow": [str(network) for network in one.rules.allow]}
    return {
        "host": one.host,
        "rules": rules,
        "verdict": one.verdict,
        "refused": one.refused,
        "lost": {"total": one.lost, "wanted": one.wanted, "unclear": one.unclear, "junk": one.junk},
        "senders": [
            {
                "unit": str(sender.unit),
                "client": sender.client,
                "class": sender.kind,
                "messages": sender.messages,
                "days": sender.days,
                "signs": list(sender.signs),
            }
            for sender in one.senders
        ],
        "gates": [asdict(gate) | {"on": gate.on.isoformat() if gate.on else None} for gate in one.gates],
    }
