"""One message rewritten: each field by what it holds, all between the fields as free text."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from loganalyzer.anonymise.columns import Holds, holds
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.anonymise.scrub import Scrubber

Match = re.Match[str]

_ENCODED = re.compile("%([0-9A-Fa-f]{2})")


class Piece(NamedTuple):
    """A part of a message, and what it holds; ``column`` is empty between the fields."""

    begin: int
    end: int
    holds: Holds
    column: str


def pieces(found: Match) -> Iterator[Piece]:
    """The whole message in its order; of fields that lie in each other, the shortest counts."""
    fields = [
        Piece(*found.span(name), holds(name), name)
        for name in found.re.groupindex
        if found.span(name)[0] >= 0 and found[name]
    ]
    fields.sort(key=lambda field: field.end - field.begin)
    cuts = sorted({0, len(found.string), *(cut for field in fields for cut in (field.begin, field.end))})
    for begin, end in pairwise(cuts):
        inside = (field for field in fields if field.begin <= begin and end <= field.end)
        whose = next(inside, None)
        yield Piece(begin, end, whose.holds if whose else "text", whose.column if whose else "")


class Messages:
    """Rewrites messages under one key."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        """Takes the pseudonyms."""
        self._said = pseudonyms
        self._text = Scrubber(pseudonyms)
        self._symbols = Scrubber(pseudonyms, symbols=True)

    def rewritten(self, found: Match) -> str:
        """The message of an event with nobody's name left in it."""
        text = found.string
        return "".join(self._piece(text[one.begin : one.end], one, found) for one in pieces(found))

    def _piece(self, text: str, piece: Piece, found: Match) -> str:
        if piece.holds == "kept":
            return text
        if piece.holds == "address":
            return self._said.addresses.address(text) or self._text.text(text)
        if piece.holds == "mail":
            return self._mail(text)
        if piece.holds == "identity":
            plain = _ENCODED.sub(lambda byte: chr(int(byte[1], 16)), text)
            return self._said.mail(plain) if "@" in plain else self._said.name(plain)
        if piece.column == "client_name" and "client_address" in found.re.groupindex:
            return self._said.client(text, found["client_address"] or "")
        if piece.holds == "name":
            return self._said.name(text)
        return (self._symbols if piece.holds == "symbols" else self._text).text(text)

    def _mail(self, text: str) -> str:
        """An address with or without brackets around it, alone or among others."""
        bare = text.removeprefix("<").removesuffix(">")
        if not bare or "<" in bare or ">" in bare:
            return self._text.text(text)
        return text.replace(bare, self._said.mail(bare))
