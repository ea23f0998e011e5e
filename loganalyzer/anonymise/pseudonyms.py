"""A word, a domain, a mail address each becomes one that nobody has; the same key, the same pseudonym."""

import hmac
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address

from loganalyzer.anonymise.addresses import Addresses
from loganalyzer.terms.organisation import embeds_address, organisation_of

KEPT = frozenset({"", "unknown", "localhost", "local", "unspecified"})
"""Words that stand in a name's place and name nobody."""

_SYLLABLES = tuple(consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiu")
"""64 of them, six bits each; no digits, so that no pseudonym looks like part of an address."""

LABEL, WORD = 6, 8
"""Syllables: 36 bits for the names of a domain, 48 for words, of which a log has more."""


class Pseudonyms:
    """All pseudonyms under one key. Letters' case is not told apart, as mail does not."""

    def __init__(self, key: bytes) -> None:
        """Takes the key; whoever has it can test a guess, so it is to be kept or thrown away."""
        self._key = key
        self.addresses = Addresses(key)
        self.word = lru_cache(maxsize=100_000)(self._word)
        self.domain = lru_cache(maxsize=100_000)(self._domain)

    def _said(self, kind: str, text: str, syllables: int) -> str:
        digest = hmac.digest(self._key, f"{kind}\0{text}".encode(errors="surrogatepass"), sha256)
        return "".join(_SYLLABLES[byte & 63] for byte in digest[:syllables])

    def _word(self, text: str) -> str:
        return text if text.lower() in KEPT else self._said("word", text.lower(), WORD)

    def _domain(self, name: str) -> str:
        """A domain of as many labels; of one organisation exactly where the true ones were.

        It ends in ``.example``, which is one label; where the true suffix had more (``co.uk``), a label
        is put in above the organisation for each.
        """
        bare = name.lower().rstrip(".")
        labels = bare.split(".")
        if len(labels) < 2:
            return self.word(name)
        organisation = organisation_of(bare).split(".")
        above = len(labels) - len(organisation)
        said = [self._said("label", ".".join(labels[at:]), LABEL) for at in range(above)]
        filled = [self._said("filled", ".".join(organisation), LABEL)] * (len(organisation) - 2)
        own = self._said("label", ".".join(organisation), LABEL)
        return ".".join((*said, *filled, own, "example")) + "." * (len(name) - len(name.rstrip(".")))

    def name(self, text: str) -> str:
        """What stands where a host's name is expected: a name, an address literal, or anything."""
        bare = text.removeprefix("[").removesuffix("]")
        address = self.addresses.address(bare.removeprefix("IPv6:"))
        if address is not None:
            return text.replace(bare, address)
        return self.domain(text)

    def host(self, text: str) -> str:
        """A syslog host: with and without its domain it is the same host."""
        if self.addresses.address(text) is not None:
            return self.name(text)
        label, dot, domain = text.partition(".")
        return self.word(label) + (dot + self.domain(domain) if dot else "")

    def client(self, name: str, address: str) -> str:
        """A client's name; one made of its address becomes one made of the address's pseudonym."""
        said = self.domain(name)
        other = self.addresses.address(address)
        if other is None or not embeds_address(name, address):
            return said
        made = ip_address(other).exploded.replace(".", "-").replace(":", "-")
        return f"dyn-{made}.{said.partition('.')[2] or 'example'}"

    def mail(self, text: str) -> str:
        """A mail address, a user or a Message-ID; the domain keeps its relations, the rest is a word."""
        local, at, domain = text.rpartition("@")
        if not at:
            return self.word(text)
        return f"{self.word(local)}@{self.name(domain)}"
