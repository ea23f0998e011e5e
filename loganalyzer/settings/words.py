"""Cutting a value into words the way Postfix does (``mystrtokq``, util/mystrtok.c)."""

from collections.abc import Iterator
from typing import NamedTuple

from loganalyzer.settings.logical import BLANKS

LIST_SEPARATORS = ", \t\r\n"
"""``CHARS_COMMA_SP``: between items of a list in main.cf."""

FIELD_SEPARATORS = " \t\r\n"
"""``PCF_MASTER_BLANKS``: between fields of master.cf."""


class Cut(NamedTuple):
    """A word and where it stands in the text it was cut from."""

    text: str
    start: int
    end: int


def cut(text: str, separators: str = LIST_SEPARATORS) -> Iterator[Cut]:
    """The words of a text; what stands in ``{ }`` is not cut."""
    at = 0
    while at < len(text):
        if text[at] in separators:
            at += 1
            continue
        end = _end(text, at, separators)
        yield Cut(text[at:end], at, end)
        at = end


def _end(text: str, at: int, separators: str) -> int:
    level = 0
    while at < len(text) and (level or text[at] not in separators):
        if text[at] == "{":
            level += 1
        elif text[at] == "}" and level:
            level -= 1
        at += 1
    return at


def braced(text: str) -> str:
    """What stands within ``{ }``, without blanks around it; other text as it is (``extpar``)."""
    if text.startswith("{") and text.endswith("}"):
        return text[1:-1].strip(BLANKS)
    return text
