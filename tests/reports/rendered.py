"""Every format of a report, and what a reader of that format makes of it."""

import csv as csv_of_python
import json as json_of_python
from collections.abc import Callable, Mapping
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from io import StringIO
from typing import Any, cast

from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from loganalyzer.reports import csv, email, html, json, markdown, openmetrics, text
from loganalyzer.reports.report import Report

RENDER: Mapping[str, Callable[[Report], str]] = {
    "text": text.render,
    "detail": lambda report: text.render(report, detail=True),
    "json": json.render,
    "html": html.render,
    "markdown": markdown.render,
    "openmetrics": openmetrics.render,
    "email": email.render,
    "csv": lambda report: "".join(f"== {name}\n{said}" for name, said in csv.render(report).items()),
}


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))


def tags(page: str) -> list[tuple[str, ...]]:
    parser = Tags()
    parser.feed(page)
    return parser.found


def parts(said: str) -> tuple[EmailMessage, str, str]:
    """A message, its text and its page."""
    message = cast(EmailMessage, message_from_string(said, policy=default))
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    return message, plain.get_content(), page.get_content()


def _mail(said: str) -> Any:
    message, _, page = parts(said)
    return message.keys(), [part.get_content_type() for part in message.walk()], tags(page)


def _tables(said: str) -> Any:
    return [len(row) for row in csv_of_python.reader(StringIO(said))]


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [_shape(part) for part in value.values()]
    return [_shape(part) for part in value] if isinstance(value, list) else type(value).__name__


STRUCTURE: Mapping[str, Callable[[str], Any]] = {
    "text": lambda said: None,
    "detail": lambda said: None,
    "json": lambda said: _shape(json_of_python.loads(said)),
    "html": tags,
    "markdown": lambda said: tags(MarkdownIt("commonmark").enable(["table"]).render(said)),
    "openmetrics": lambda said: [len(f.samples) for f in text_string_to_metric_families(said)],
    "email": _mail,
    "csv": _tables,
}
"""What must be the same whatever strangers write: tags, headers, cells, samples."""
