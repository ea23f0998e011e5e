"""Hostile text from line to page: each attack, in each place that a stranger fills, in each format."""

import csv as csv_of_python
import json as json_of_python
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import category

import pytest
from markdown_it import MarkdownIt
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import loganalyzer as la
from loganalyzer.reports.report import Report
from loganalyzer.reports.visible import HARMFUL
from tests.reports.rendered import RENDER, parts, tags
from tests.reports.test_hostile import HOSTILE
from tests.story import Story

CALM = "word"
PLACES: Mapping[str, str] = {
    "helo": "helo=<mail.example.org>",
    "sender": "SENDER",
    "sender's domain": "SENT-FROM",
    "recipient's domain": "SENT-TO",
    "client name": "CLIENT",
    "user": "USER",
    "host": " HOST ",
    "unknown line": "STRANGE",
}
"""Where a stranger's text gets to, and what stands there in the calm log."""


def log_with(place: str, text: str) -> bytes:
    """Mail that would be refused, is delivered, sent on and fetched, with the text in that place."""
    client = "CLIENT.example[192.0.2.10]"
    story = Story(host="HOST").connect(client)
    for sender in ("SENDER@a.example", "a@SENT-FROM.example"):
        story.warn(sender=sender, recipient="b@example.net", client=client)
    story.accept("5A1B2C3D", client).disconnect(client)
    story.deliver("5A1B2C3D").removed("5A1B2C3D")
    story.deliver("5A1B2C3E", "x@SENT-TO.example", "smtp", relay="mx.a.example[192.0.2.9]:25")
    story.say("dovecot", "imap-login: Login: user=<USER>, method=PLAIN, rip=192.0.2.4, lip=192.0.2.1, mpid=1")
    said = story.say("postfix/smtpd[10]", "STRANGE").text().decode()
    for name, mark in PLACES.items():
        word = text if name == place else CALM
        said = said.replace(
            mark, f"helo=<{word}>" if name == "helo" else f" {word} " if name == "host" else word
        )
    return said.encode("utf-8", "replace")


@lru_cache(maxsize=len(PLACES) * len(HOSTILE))
def report(place: str, text: str) -> Report:
    """What is read of such a log."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mail.log"
        path.write_bytes(log_with(place, text))
        return la.read(path).report(with_lines=True)


def _page(said: str) -> Any:
    return {(tag, name) for tag, *names in tags(said) for name in ("", *names)}


def _message(said: str) -> Any:
    message, plain, page = parts(said)
    assert "\n" not in str(message["Subject"])
    assert {one for one in plain + page if category(one) in HARMFUL} <= {"\n"}
    return {*message.keys(), *_page(page)}


def _cells(said: str) -> Any:
    cells = [cell for row in csv_of_python.reader(StringIO(said)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@\t\r")) and cell[:2] != "=="]
    return set()


MEANS: Mapping[str, Callable[[str], Any]] = {
    "text": lambda said: set(),
    "detail": lambda said: set(),
    "json": lambda said: set(json_of_python.loads(said)),
    "html": _page,
    "markdown": lambda said: _page(MarkdownIt("commonmark").enable(["table"]).render(said)),
    "openmetrics": lambda said: {family.name for family in text_string_to_metric_families(said)},
    "email": _message,
    "csv": _cells,
}
"""What a reader of the format would act on: tags and their attributes, headers, names; all of it is ours."""


@lru_cache
def calm(name: str) -> frozenset[Any]:
    """What the same log means with nothing in it but words, and what a report of every kind of line means."""
    everything = la.read(Path(__file__).parents[1] / "logs" / "everything.log.gz").report(with_lines=True)
    both = (report("helo", CALM), everything)
    return frozenset().union(*(MEANS[name](RENDER[name](one)) for one in both))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize("name", RENDER)
def test_hostile_text_of_a_log_is_inert(name: str, attack: str, place: str) -> None:
    """Nothing means more than in a calm log, and nothing acts on a screen."""
    said = RENDER[name](report(place, HOSTILE[attack]))
    assert {one for one in said.replace("\r\n", "\n") if category(one) in HARMFUL} <= {"\n"}
    assert MEANS[name](said) <= calm(name)


@pytest.mark.parametrize("place", PLACES)
def test_the_attack_arrives(place: str) -> None:
    """What is tested is there to be seen: the text is in the page, or in a line that it opens to."""
    assert "Zq7word" in RENDER["html"](report(place, "Zq7word"))
