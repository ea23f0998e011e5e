"""What a report can be written as; a format is loaded when it is asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from loganalyzer.cli.showing import Render
    from loganalyzer.reports.report import Report


class ReportFormat(StrEnum):
    """Formats of a report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    PARQUET = "parquet"
    OPENMETRICS = "openmetrics"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a format is to be written: text with more detail, a message to somebody, with which charts.

    charts: by name, each its file and what it shows in words.
    """

    detail: bool = False
    to: str = ""
    charts: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)


def _text(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import text

    return lambda width, color: text.render(report, width, color, wishes.detail)


def _json(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import json

    return lambda width, color: json.render(report)


def _html(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import html

    charts = {name: (svg.decode(), alt) for name, (svg, alt) in wishes.charts.items()}
    return lambda width, color: html.render(report, charts)


def _markdown(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import markdown

    return lambda width, color: markdown.render(report)


def _openmetrics(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import openmetrics

    return lambda width, color: openmetrics.render(report)


def _email(report: "Report", wishes: Wishes) -> "Render":
    from loganalyzer.reports import email

    return lambda width, color: email.render(report, wishes.to or email.TO, charts=wishes.charts)


FORMATS: Mapping[ReportFormat, Callable[["Report", Wishes], "Render"]] = {
    ReportFormat.TEXT: _text,
    ReportFormat.JSON: _json,
    ReportFormat.HTML: _html,
    ReportFormat.MARKDOWN: _markdown,
    ReportFormat.OPENMETRICS: _openmetrics,
    ReportFormat.EMAIL: _email,
}
"""All that are one text."""

FOLDERS = frozenset({ReportFormat.CSV, ReportFormat.PARQUET})
"""Formats that are a folder of files, one for each table."""

WITH_LINES = frozenset({ReportFormat.HTML})
"""Formats whose figures open to the lines themselves."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"(?!-){_ATOM}(?:\.{_ATOM})*(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)?")
"""An address as RFC 5322 has it, without quotes and comments; a local name needs no domain."""


def recipients(to: str | None) -> None:
    """Raises BadParameter for what are no addresses."""
    if to is not None and not all(map(_ADDRESS.fullmatch, to.split(","))):
        raise typer.BadParameter("write it as user@example.org, several with commas", param_hint="'--to'")


def wishes_of(format: ReportFormat, output: Path | None, detail: bool, to: str | None) -> Wishes:
    """The wishes; raises BadParameter for what does not go together, or is no address."""
    if detail and format is not ReportFormat.TEXT:
        raise typer.BadParameter(
            "it is for --format text; the other formats show all", param_hint="'--detail'"
        )
    if to is not None and format is not ReportFormat.EMAIL:
        raise typer.BadParameter("it is for --format email", param_hint="'--to'")
    recipients(to)
    if format in FOLDERS and output is None:
        raise typer.BadParameter(
            f"{format} is a file a table: name a folder for them with -o", param_hint="'-o'"
        )
    return Wishes(detail, to or "")
