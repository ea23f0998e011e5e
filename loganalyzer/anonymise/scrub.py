"""Free text without anybody's name in it: what looks like a name gets its pseudonym, and so does each
word that is not the mail programs' own."""

import re
from collections.abc import Callable
from functools import lru_cache

from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.anonymise.vocabulary import vocabulary
from loganalyzer.grammar.atomic import atomic
from loganalyzer.grammar.fragments import ADDRESS

_SHAPES = {
    "client": r"(?P<client_name>[\w.-]+)\[(?P<client_address>[0-9A-Fa-f.:]+)\]",
    "user": r"(?<=user=<)[^<>]*(?=>)",
    "angle": rf"(?<=<){ADDRESS}(?=>)",
    "code": r"(?<=queued as )[0-9A-Za-z]{5,}(?![\w.@-])|(?<=error:)[0-9A-Fa-f]{8}(?=:)"
    r"|(?<=\): )[A-Za-z0-9+/]{22}(?=:)|(?<=\()\d{4,7}-\d\d(?:-\d{1,3})?(?=\))",
    "mail": r"[\w.+~!#$&*^{|}-]+(?:@|%40)(?:\[[0-9A-Fa-f.:]+\]|[\w.-]*\w)",
    "ipv6": r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}(?:\d+(?:\.\d+){3}|[0-9A-Fa-f]{0,4})(?![\w:])(?!\.\w)",
    "symbol": r"(?<![\w.-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w.-])",
    "dotted": r"[\w-]+(?:\.[\w-]+)+",
    "word": r"[^\W_]+(?:-[^\W_]+)*",
    "odd": r"[^\x20-\x7e]",
}
_TOKEN = re.compile(atomic("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SHAPES.items())))

_PARTS = re.compile(r"[0-9A-Za-z]+")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}|\d{1,3}\.\d{1,6}")
_TLS_VERSION = re.compile(r"(?:TLS|SSL)v\d\.\d")

FILES = frozenset({"cf", "lua"})
"""Endings of the programs' own files: no top-level domains."""

SHORT = 5
"""Digits of a number that tells nothing: a longer one may be anybody's telephone."""


class Scrubber:
    """Takes names out of text."""

    def __init__(self, pseudonyms: Pseudonyms, symbols: bool = False) -> None:
        """Takes the pseudonyms, and whether words LIKE_THIS are a filter's symbols, which stay."""
        self._said = pseudonyms
        self._symbols = symbols
        self._known = vocabulary()
        # What stands between fields is the same again and again.
        self.text = lru_cache(maxsize=50_000)(self._scrubbed)
        """The text with all names replaced."""
        self._by_shape: dict[str, Callable[[str], str]] = {
            "user": pseudonyms.mail,
            "angle": self._angle,
            "code": str,
            "mail": self._mail,
            "ipv6": self._colons,
            "symbol": self._symbol,
            "dotted": self._dotted,
            "word": self.word,
            "odd": lambda text: "?",
        }

    def _scrubbed(self, text: str) -> str:
        return _TOKEN.sub(self._replaced, text)

    def _replaced(self, found: re.Match[str]) -> str:
        if found["client"] is not None:
            name, address = found["client_name"], found["client_address"]
            other = self._said.addresses.address(address)
            return f"{self._said.client(name, address)}[{other or self._dotted(address)}]"
        shape = next(name for name in self._by_shape if found[name] is not None)
        return self._by_shape[shape](found[0])

    def _mail(self, text: str) -> str:
        at = "@" if "@" in text else "%40"
        return self._said.mail(text.replace("%40", "@")).replace("@", at)

    def _angle(self, text: str) -> str:
        if "@" in text:
            return self._said.mail(text)
        return text if text.isdecimal() else self._said.name(text)

    def _symbol(self, text: str) -> str:
        return text if self._symbols else "_".join(self.word(part) for part in text.split("_"))

    def _dotted(self, text: str) -> str:
        address = self._said.addresses.address(text)
        if address is not None:
            return address
        if _STATUS.fullmatch(text) or _TLS_VERSION.fullmatch(text):
            return text
        labels = text.lower().split(".")
        if labels[-1] in FILES and self._known.issuperset(labels):
            return text
        return self._said.domain(text) if any(letter.isalpha() for letter in text) else "0"

    def _colons(self, text: str) -> str:
        """An address, which a colon may follow, or numbers between colons, such as a port."""
        for end in ("", ":"):
            address = self._said.addresses.address(text.removesuffix(end))
            if address is not None:
                return address + end
        return _PARTS.sub(lambda part: self.word(part[0]), text)

    def word(self, text: str) -> str:
        """A word as it is where the mail programs' own, else its pseudonym; long numbers become 0."""
        if text.isdecimal() and text.isascii():
            return text if len(text) <= SHORT else "0"
        if all(part.lower() in self._known for part in text.split("-")):
            return text
        return self._said.word(text)
