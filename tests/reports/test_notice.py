"""Happenings as lines."""

import json
from datetime import UTC
from zoneinfo import ZoneInfo

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.reports.notice import as_json, as_text
from loganalyzer.terms.place import place

TIME = 1_788_249_600_000_000
FALLEN = Happening(TIME, "mx", "plaintext", "a \x1b[31mred\x1b[0m name\u202e\nend", peer="a", at=place(3, 77))


def test_a_line_is_plain_and_one() -> None:
    """Nothing of a log drives the terminal or begins a line of its own; the time is in the zone asked for."""
    assert as_text(FALLEN, UTC) == "2026-09-01 08:00:00 mx plaintext: a ?[31mred?[0m name??end"
    assert as_text(FALLEN, ZoneInfo("Europe/Berlin")).startswith("2026-09-01 10:00:00 mx")


def test_colours_mark_the_kind_only() -> None:
    """In a terminal the word that says what happened is coloured by how much it matters."""
    line = as_text(Happening(TIME, "", "silent", "no line"), UTC, color=True)
    assert line == "2026-09-01 08:00:00 \x1b[1;31msilent:\x1b[0m no line"
    assert "\x1b" not in as_text(Happening(TIME, "", "summary", "all"), UTC, color=True)


def test_json_leaves_out_what_is_empty() -> None:
    """One object on one line, with what there is to say and nothing else."""
    row = as_json(FALLEN, "mail.log")
    assert "\n" not in row
    assert json.loads(row) == {
        "time": "2026-09-01T08:00:00.000000+00:00",
        "what": "plaintext",
        "level": "warning",
        "host": "mx",
        "text": FALLEN.text,
        "peer": "a",
        "where": "mail.log:77",
    }
