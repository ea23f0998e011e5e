r"""Sample lines, each with the event that it is, in a comment above it.

    # smtpd.connect {"client_name": "mail.example.org", "client_address": "192.0.2.10"}
    postfix/smtpd[2101]: connect from mail.example.org[192.0.2.10]

The comment names the kind and, for an event, all columns that are not None. A line's final
``\x20`` stands for a blank, which would not survive in a file.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from loganalyzer.grammar import KINDS
from loganalyzer.grammar.kind import Kind
from loganalyzer.terms.process import program_of

FOLDER = Path(__file__).parent / "samples"

ANNOTATION = re.compile(r"# ([a-z_.0-9]+)(?: (\{.*\}))?")


class Sample(NamedTuple):
    """One line, and what it is said to be; ``fields`` is None for a kind that is no event."""

    place: str
    kind: str
    fields: dict[str, str] | None
    tag: str
    message: str


class Fit(NamedTuple):
    """A kind that fits a message, with the event's fields by column."""

    kind: Kind
    fields: dict[str, str | None]


@cache
def samples() -> tuple[Sample, ...]:
    """All sample lines."""
    return tuple(sample for path in sorted(FOLDER.glob("*.log")) for sample in _read(path))


def _read(path: Path) -> Iterator[Sample]:
    lines = path.read_text().splitlines()
    for number in range(0, len(lines), 2):
        place = f"{path.name}:{number + 2}"
        annotation = ANNOTATION.fullmatch(lines[number])
        assert annotation, f"{place}: no annotation in the line above"
        tag, _, message = lines[number + 1].partition(": ")
        fields = json.loads(annotation[2]) if annotation[2] else None
        yield Sample(place, annotation[1], fields, tag, re.sub(r"\\x20$", " ", message))


def fits(tag: str, message: str) -> list[Fit]:
    """The kinds that fit: those of the program itself, or, where none does, those of all Postfix programs."""
    program = program_of(tag)
    own = [fit for kind in KINDS if program in kind.tags and (fit := _fit(kind, message))]
    if own or not program.startswith("/"):
        return own
    return [fit for kind in KINDS if "/*" in kind.tags and (fit := _fit(kind, message))]


def _fit(kind: Kind, message: str) -> Fit | None:
    found = kind.pattern.fullmatch(message) if kind.event else kind.pattern.match(message)
    return Fit(kind, found.groupdict()) if found else None
