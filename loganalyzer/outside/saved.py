"""Answers of the DNS as a JSON text: to look at, to keep beside a report, to read again without the DNS."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from .answers import Answer, Question, Status, question

WHAT = "answers of the DNS, saved by mailstat"
VERSION = 1


def to_text(answers: Mapping[Question, Answer]) -> str:
    """The answers as JSON, sorted by name, so that two files can be compared by eye."""
    rows = [_row(name, kind, answer) for (name, kind), answer in sorted(answers.items())]
    return json.dumps({"what": WHAT, "version": VERSION, "answers": rows}, indent=1) + "\n"


def _row(name: str, kind: str, answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "type": kind, "status": answer.status}
    if answer.values:
        row["values"] = list(answer.values)
    return row | ({"why": answer.why} if answer.why else {})


def from_text(text: str) -> dict[Question, Answer]:
    """The answers in such a text; raises ValueError, with the reason, for any other."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is no JSON: {error}") from error
    if not isinstance(data, dict) or data.get("what") != WHAT:
        raise ValueError("does not hold answers of the DNS (mailstat spf --dns --save-answers writes them)")
    if data.get("version") != VERSION:
        raise ValueError(f"was written by another version of mailstat (form {data.get('version')!r})")
    rows = data.get("answers")
    if not isinstance(rows, list):
        raise ValueError("has no list of answers")
    return dict(_read(row, number) for number, row in enumerate(rows, start=1))


def _read(row: Any, number: int) -> tuple[Question, Answer]:
    fields = row if isinstance(row, dict) else {}
    name, kind, status, why = (fields.get(key, "") for key in ("name", "type", "status", "why"))
    values = fields.get("values", [])
    texts = all(isinstance(one, str) for one in (name, kind, why))
    if not texts or not name or not kind or status not in get_args(Status) or not _strings(values):
        raise ValueError(f"answer {number} is not a name, a type, a status and values")
    if bool(values) != (status == "found"):
        raise ValueError(f"answer {number} is {status}, which does not fit its {len(values)} values")
    return question(name, kind), Answer(status, tuple(values), why)


def _strings(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
