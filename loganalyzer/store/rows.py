"""Counters as rows: the key's parts in columns, each text by its number."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_type_hints

Row = tuple[int, ...]
Key = Any
"""A named tuple of numbers, truths, texts and further named tuples."""


class Column(NamedTuple):
    """One column of a table, and whether it holds the number of a text."""

    name: str
    is_text: bool


class Texts:
    """The texts of a store, each kept once; they come from logs, so they may be no proper Unicode."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Knows no text yet."""
        self._connection = connection
        self._numbers: dict[str, int] = {}
        self._all: dict[int, str] = {}

    def number(self, text: str) -> int:
        """The number of a text, which is kept from now on."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = self._kept(text.encode("utf-8", "surrogatepass"))
        return number

    def _kept(self, raw: bytes) -> int:
        ask = "SELECT id FROM texts WHERE text = CAST(? AS TEXT)"
        found = self._connection.execute(ask, (raw,)).fetchone()
        if found is None:
            add = "INSERT INTO texts (text) VALUES (CAST(? AS TEXT)) RETURNING id"
            found = self._connection.execute(add, (raw,)).fetchone()
            self._all = {}
        return int(found[0])

    def everything(self) -> Mapping[int, str]:
        """All texts by their number."""
        if not self._all:
            self._all = dict(self._connection.execute("SELECT id, text FROM texts"))
        return self._all


class Shape:
    """How keys of one kind lie in a table."""

    def __init__(self, kind: type) -> None:
        """Looks at the fields of a named tuple."""
        self.kind = kind
        self.columns: tuple[Column, ...] = tuple(_columns(kind, ""))

    def row(self, key: Key, number: Callable[[str], int]) -> Row:
        """The key's parts, flat."""
        flat: list[int] = []
        _flatten(key, number, flat)
        return tuple(flat)

    def reader(self, texts: Mapping[int, str]) -> Callable[[Sequence[int]], Key]:
        """A function that makes keys of rows."""
        read, _ = _reader(self.kind, 0, texts)
        return read


def _hints(kind: type) -> Iterable[tuple[str, Any]]:
    return get_type_hints(kind).items()


def _is_nested(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple)


def _columns(kind: type, prefix: str) -> Iterable[Column]:
    for name, hint in _hints(kind):
        if _is_nested(hint):
            yield from _columns(hint, f"{name}_")
        else:
            yield Column(prefix + name, hint not in (int, bool))


def _flatten(key: Key, number: Callable[[str], int], into: list[int]) -> None:
    for part in key:
        if isinstance(part, str):
            into.append(number(part))
        elif isinstance(part, tuple):
            _flatten(part, number, into)
        else:
            into.append(int(part))


def _reader(kind: type, begin: int, texts: Mapping[int, str]) -> tuple[Callable[[Sequence[int]], Key], int]:
    """What makes this kind of the columns from ``begin`` on, and the column after them.

    Nested ones repeat, so each is made once: a million rows share a few dozen ciphers.
    """
    parts: list[Callable[[Sequence[int]], Any]] = []
    at = begin
    for _, hint in _hints(kind):
        if _is_nested(hint):
            read, end = _reader(hint, at, texts)
            parts.append(_once(read, at, end))
            at = end
        else:
            parts.append(_part(hint, at, texts))
            at += 1
    make: Callable[[Iterable[Any]], Key] = kind._make  # type: ignore[attr-defined]
    return (lambda row: make([part(row) for part in parts])), at


def _part(hint: Any, at: int, texts: Mapping[int, str]) -> Callable[[Sequence[int]], Any]:
    if hint is int:
        return lambda row: row[at]
    if hint is bool:
        return lambda row: bool(row[at])
    return lambda row: texts[row[at]]


def _once(read: Callable[[Sequence[int]], Key], begin: int, end: int) -> Callable[[Sequence[int]], Key]:
    made: dict[tuple[int, ...], Key] = {}

    def again(row: Sequence[int]) -> Key:
        parts = tuple(row[begin:end])
        found = made.get(parts)
        if found is None:
            found = made[parts] = read(row)
        return found

    return again
