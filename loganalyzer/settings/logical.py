"""Logical lines of main.cf and master.cf, each with the places it was put together from.

After ``readllines`` (Postfix, util/readlline.c): a line that begins with a blank continues the one
before; empty lines and comments are skipped, also in the middle of a logical line.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

BLANKS = " \t\r\n\v\f"
"""``isspace`` of C."""


class Span(NamedTuple):
    """Where a piece of text stands in its file, in characters."""

    start: int
    end: int


class Spelled(NamedTuple):
    """Text that stands in a file in one or several pieces, whose spans are in its order."""

    text: str
    spans: tuple[Span, ...]

    def part(self, start: int, end: int) -> "Spelled":
        """A piece of the text, still with its places."""
        return Spelled(self.text[start:end], tuple(_within(self.spans, start, end)))

    def place(self, index: int) -> int:
        """Where in the file this character of the text stands."""
        at = 0
        for span in self.spans:
            if index < at + span.end - span.start:
                return span.start + index - at
            at += span.end - span.start
        raise IndexError(f"{index}: the text has only {at} characters that stand in a file")

    def stripped(self) -> "Spelled":
        """The text without blanks around it."""
        start = len(self.text) - len(self.text.lstrip(BLANKS))
        return self.part(start, max(start, len(self.text.rstrip(BLANKS))))


def _within(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            yield Span(span.start + first, span.start + last)
        at += length


def logical_lines(text: str) -> Iterator[Spelled]:
    """Every logical line of the file; a continuation of nothing is left out, as Postfix does."""
    spans: list[Span] = []
    for start, end in _lines(text):
        line = text[start:end].lstrip(BLANKS)
        if not line or line.startswith("#"):
            continue
        if text[start] not in BLANKS:
            if spans:
                yield _spelled(text, spans)
            spans = [Span(start, end)]
        elif spans:
            spans.append(Span(start, end))
    if spans:
        yield _spelled(text, spans)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, its newline left out; only that ends a line for Postfix."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _spelled(text: str, spans: Sequence[Span]) -> Spelled:
    return Spelled("".join(text[span.start : span.end] for span in spans), tuple(spans))
