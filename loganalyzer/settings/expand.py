"""``$name`` in values, expanded so that every piece still knows the parameter it came from.

After ``mac_parse`` and ``mac_expand`` of Postfix (util/mac_parse.c, util/mac_expand.c): ``$name``,
``${name}``, ``$(name)``, ``${name?text}``, ``${name:text}``, ``${name?{text}:{text}}`` and
``${{left} op {right} ? {text} : {text}}``, nested at will; ``$$`` is a dollar.
"""

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from loganalyzer.settings.logical import BLANKS
from loganalyzer.settings.parameter import Parameter

Lookup = Callable[[str], Parameter | None]

DEEPEST = 100
"""Levels after which Postfix too gives up."""


class Piece(NamedTuple):
    """Text that stands in the value of a parameter, from this character on."""

    text: str
    parameter: Parameter
    at: int


class _Reading(NamedTuple):
    parameter: Parameter
    lookup: Lookup
    within: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.parameter.value.text

    def deeper(self, parameter: Parameter) -> "_Reading":
        return _Reading(parameter, self.lookup, (*self.within, parameter.name))

    def ends_at(self, name: str) -> bool:
        """Whether this name would lead round in a circle, or too deep."""
        return name in self.within or len(self.within) > DEEPEST


_PLAIN = re.compile(r"\w+", re.ASCII)
_NAMED = re.compile(r"\s*(\w+)\s*([?:]?)", re.ASCII)
_OPERATOR = re.compile(r"(==|!=|<=|>=|<|>)(level)?\s*(?=\{)")
_CLOSING = {"{": "}", "(": ")"}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def expand(parameter: Parameter, lookup: Lookup) -> tuple[Piece, ...]:
    """The value with all names replaced; what Postfix would not understand stays as it is written."""
    return tuple(_expand(_Reading(parameter, lookup, (parameter.name,)), 0, len(parameter.value.text)))


def expanded(parameter: Parameter, lookup: Lookup) -> str:
    """The same as one text."""
    return "".join(piece.text for piece in expand(parameter, lookup))


def _expand(reading: _Reading, at: int, end: int) -> Iterator[Piece]:
    text = reading.text
    while at < end:
        dollar = text.find("$", at, end)
        dollar = end if dollar < 0 else dollar
        if dollar > at:
            yield Piece(text[at:dollar], reading.parameter, at)
        if dollar >= end:
            return
        if text.startswith("$$", dollar):
            yield Piece("$", reading.parameter, dollar)
            at = dollar + 2
            continue
        inner, at = _reference(text, dollar + 1, end)
        yield from _replaced(reading, dollar, at, inner)


def _reference(text: str, at: int, end: int) -> tuple[tuple[int, int], int]:
    """Where the reference after a dollar stands within its braces, and where the text goes on."""
    if at < end and text[at] in _CLOSING:
        close = _closing(text, at, end)
        return ((at + 1, close), close + 1) if close < end else ((at, at), end)
    plain = _PLAIN.match(text, at, end)
    return ((at, plain.end()), plain.end()) if plain else ((at, at), at)


def _closing(text: str, at: int, end: int) -> int:
    """Where the bracket that opens here is closed; ``end`` where it is not."""
    opening, closing, level = text[at], _CLOSING[text[at]], 0
    for here in range(at, end):
        level += (text[here] == opening) - (text[here] == closing)
        if not level:
            return here
    return end


def _replaced(reading: _Reading, start: int, end: int, inner: tuple[int, int]) -> Iterator[Piece]:
    at, stop = inner
    condition: Parameter | bool | None
    compared = _comparison(reading, at, stop)
    if compared is not None:
        condition, at = compared
        sign = reading.text[at] if at < stop else ""
        at = min(at + 1, stop)
    else:
        named = _NAMED.match(reading.text, at, stop)
        if named is None or (not named[2] and named.end() < stop) or reading.ends_at(named[1]):
            yield Piece(reading.text[start:end], reading.parameter, start)
            return
        condition, sign, at = reading.lookup(named[1]), named[2], named.end()
    if not sign:
        if isinstance(condition, Parameter):
            yield from _expand(reading.deeper(condition), 0, len(condition.value.text))
        return
    holds = condition if isinstance(condition, bool) else bool(condition and condition.value.text)
    yield from _chosen(reading, sign, at, stop, holds)


def _chosen(reading: _Reading, sign: str, at: int, end: int, holds: bool) -> Iterator[Piece]:
    """The text after ``?`` where the condition holds, else the one after ``:``."""
    if sign == "?":
        (first, last), at = _branch(reading.text, at, end)
        if holds:
            yield from _expand(reading.deeper(reading.parameter), first, last)
            return
        if at >= end or reading.text[at] != ":":
            return
        at += 1
    if not holds:
        (first, last), _ = _branch(reading.text, at, end)
        yield from _expand(reading.deeper(reading.parameter), first, last)


def _branch(text: str, at: int, end: int) -> tuple[tuple[int, int], int]:
    """Where one of the texts to choose from stands, and where the next sign may be."""
    first = _skip(text, at, end)
    if first < end and text[first] == "{":
        close = _closing(text, first, end)
        return (first + 1, close), _skip(text, close + 1, end)
    return (at, end), end


def _comparison(reading: _Reading, at: int, end: int) -> tuple[bool, int] | None:
    """The outcome of ``{left} op {right}`` and where it ends; None where no such thing stands here."""
    text, at = reading.text, _skip(reading.text, at, end)
    if at >= end or text[at] != "{":
        return None
    close = _closing(text, at, end)
    found = _OPERATOR.match(text, _skip(text, close + 1, end), end)
    if found is None:
        return None
    last = _closing(text, found.end(), end)
    left, right = (
        "".join(piece.text for piece in _expand(reading.deeper(reading.parameter), *span))
        for span in ((at + 1, close), (found.end() + 1, last))
    )
    return _holds(left, found[1], right, found[2] is not None), _skip(text, last + 1, end)


def _holds(left: str, sign: str, right: str, levels: bool) -> bool:
    """Levels compare by their numbers (compat_level(3)), digits as numbers, all else as text."""
    if levels:
        numbers = [[int(number) for number in re.findall(r"\d+", side)] for side in (left, right)]
        longest = max(map(len, numbers))
        return _COMPARE[sign](*(side + [0] * (longest - len(side)) for side in numbers))
    if left.isdecimal() and right.isdecimal():
        return _COMPARE[sign](int(left), int(right))
    return _COMPARE[sign](left, right)


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in BLANKS:
        at += 1
    return at
