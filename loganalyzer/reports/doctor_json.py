"""The diagnosis as JSON; ids of findings are stable, for scripts."""

import json
from dataclasses import asdict
from typing import Any

from loganalyzer.doctor.diagnosis import Diagnosis
from loganalyzer.reports.report import VERSION
from loganalyzer.terms.moment import as_datetime


def as_plain(found: Diagnosis) -> dict[str, Any]:
    """The diagnosis in dicts, lists, strings and numbers."""
    plain = asdict(found)
    for name in ("first", "last"):
        moment = plain["seen"][name]
        plain["seen"][name] = None if moment is None else as_datetime(moment).isoformat()
    return {"version": VERSION, **plain}


def render(found: Diagnosis) -> str:
    """The diagnosis as one JSON document, ending in a newline."""
    return json.dumps(as_plain(found), indent=2, ensure_ascii=False) + "\n"
