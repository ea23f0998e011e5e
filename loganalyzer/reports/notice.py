"""Happenings as lines: for people and the journal, or one JSON object each."""

import json
from datetime import tzinfo

from loganalyzer.advice.watching.happening import Happening, Level
from loganalyzer.reports.console import harmless
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.place import offset_of

_COLORS: dict[Level, str] = {"alarm": "\x1b[1;31m", "warning": "\x1b[33m", "note": ""}
_PLAIN = "\x1b[0m"

_PARTS = ("unit", "client", "kind", "fate", "restriction", "peer")


def as_text(happening: Happening, zone: tzinfo | None = None, color: bool = False) -> str:
    """One line of plain text, its time in the zone, or in the machine's own; ``color`` marks what matters."""
    time = as_datetime(happening.time).astimezone(zone)
    head = f"{time:%Y-%m-%d %H:%M:%S} {_clean(happening.host)}".rstrip()
    begin = _COLORS[happening.level] if color else ""
    marked = f"{begin}{happening.what}:{_PLAIN}" if begin else f"{happening.what}:"
    return f"{head} {marked} {_clean(happening.text)}"


def _clean(text: str) -> str:
    """Without anything that a terminal would act on, colours included: they are not the log's to set."""
    return harmless(text.replace("\x1b", "?"))


def as_json(happening: Happening, log: str) -> str:
    """One JSON object on one line; times in UTC, what is empty is left out."""
    row: dict[str, object] = {
        "time": as_datetime(happening.time).isoformat(timespec="microseconds"),
        "what": happening.what,
        "level": happening.level,
    }
    if happening.host:
        row["host"] = happening.host
    row["text"] = happening.text
    for name in _PARTS:
        if getattr(happening, name):
            row["class" if name == "kind" else name] = getattr(happening, name)
    if happening.at is not None:
        row["where"] = f"{log}:{offset_of(happening.at)}"
    if happening.counts:
        row["counts"] = dict(happening.counts)
    return json.dumps(row)
