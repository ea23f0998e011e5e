"""A report in which every text that could come from a stranger is hostile."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from loganalyzer.advice.advice import WORST_FIRST
from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.reports.report import Report

OURS = frozenset(
    {*WORST_FIRST, *BEST_FIRST, "drop warn_if_reject", "restore warn_if_reject", ""}
    | {"error", "warning", "info", "sender's record is wrong"}
)
"""Words of a fixed set, which formats look up; nobody outside writes them."""


def poisoned(value: Any, payload: str) -> Any:
    """The value with each text of it replaced, keys too; what differed before differs still."""
    if isinstance(value, str):
        return value if value in OURS else payload + value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{f.name: poisoned(getattr(value, f.name), payload) for f in fields(value) if f.init},
        )
    if isinstance(value, Mapping):
        return {poisoned(key, payload): poisoned(part, payload) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(poisoned(part, payload) for part in value))
    if isinstance(value, tuple | list):
        return type(value)(poisoned(part, payload) for part in value)
    return value


def poisoned_report(report: Report, payload: str) -> Report:
    """The report after the attack."""
    found: Report = poisoned(report, payload)
    return found
