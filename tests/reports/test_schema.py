"""The published JSON Schema and the reports agree, both ways."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import loganalyzer as la
from loganalyzer.advice.decisions import DECISIONS
from loganalyzer.reports.json import render, render_advice
from loganalyzer.reports.report import VERSION
from loganalyzer.reports.schema import text
from loganalyzer.settings.read import read_settings

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "sample_reports"
OUTSIDE = la.read_outside("example.org", zone=REPORTS / "db.example.org", dmarc=[REPORTS / "dmarc.mbox"])
LOGS = [
    ROOT / "tests" / "logs" / "everything.log.gz",
    *sorted(path for path in (ROOT / "sample_logs").iterdir() if path.is_dir()),
]


def closed(schema: Any) -> Any:
    """The schema without room for names that it does not describe."""
    if isinstance(schema, dict):
        out = {name: closed(part) for name, part in schema.items()}
        if "properties" in out and out.get("type") == "object":
            out["additionalProperties"] = False
        return out
    return [closed(part) for part in schema] if isinstance(schema, list) else schema


def test_the_schema_is_one_and_of_this_version() -> None:
    """It keeps to its own language, and names the version that reports carry."""
    schema = json.loads(text())
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["version"] == {"const": VERSION}
    assert schema["$id"].endswith(f":{VERSION}")


@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.name)
def test_reports_keep_to_the_schema(log: Path) -> None:
    """Every name in a report is described, and every name that was promised is there."""
    settings = read_settings(log) if log.is_dir() else None
    report = la.read(log).report(tuple(DECISIONS), settings=settings, outside=OUTSIDE)
    schema = closed(json.loads(text()))
    check = Draft202012Validator(schema, format_checker=FormatChecker())
    assert not [error.message for error in check.iter_errors(json.loads(render_advice(report)))]
    whole = Draft202012Validator({**schema, "required": list(schema["properties"])})
    assert not [error.message for error in whole.iter_errors(json.loads(render(report)))]


def test_a_report_that_breaks_the_schema_is_seen() -> None:
    """A count that is text, or a name that nobody described, is an error."""
    plain = json.loads(render(la.read(LOGS[0]).report()))
    check = Draft202012Validator(closed(json.loads(text())))
    plain["coverage"]["lines"] = "many"
    plain["advice"][0]["mood"] = "fine"
    assert len(list(check.iter_errors(plain))) == 2
