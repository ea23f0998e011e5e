"""Writing TOML: texts and dates, so exactly that reading gives the same again (toml.io, 1.0)."""

import re
from collections.abc import Mapping
from datetime import date

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WORD = re.compile(r"[A-Za-z0-9_-]+")


def table(head: str, items: Mapping[str, str | date]) -> str:
    """A table of this head, an item a line."""
    return head + "\n" + "".join(f"{_key(name)} = {value(item)}\n" for name, item in items.items())


def value(item: str | date) -> str:
    """A date bare, a text in quotes with all that a terminal might act on escaped."""
    return item.isoformat() if isinstance(item, date) else quoted(item)


def quoted(text: str) -> str:
    """A basic string; raises UnicodeEncodeError for half a character, which TOML cannot hold."""
    text.encode("utf-8")
    return '"' + "".join(map(_escaped, text)) + '"'


def _key(name: str) -> str:
    return name if _WORD.fullmatch(name) else quoted(name)


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
