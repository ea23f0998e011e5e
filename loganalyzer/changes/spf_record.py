"""The text of an SPF record with another end or with more on its list, and as lines of a zone file.

Only the text is edited: what is not meant to change stays as the admin wrote it.
"""

import re
from collections.abc import Sequence

from loganalyzer.changes.quoting import is_safe

STRING = 255
"""Octets in one string of a TXT record at most (RFC 1035 section 3.3)."""

_ALL = re.compile(r"(?<= )[+?~-]?all(?= |\Z)", re.IGNORECASE)
_REDIRECT = re.compile(r"(?<= )redirect=\S+", re.IGNORECASE)
_NETWORK = re.compile(r"[+?~-]?(?:[a-z0-9]+)(?:[:/]\S+)?", re.IGNORECASE)


def ending(text: str, qualifier: str = "-") -> str:
    """The record with this qualifier before ``all``; ``all`` is added where neither it nor a redirect is.

    A record that is redirected has its end elsewhere and comes back as it is.
    """
    if _ALL.search(text):
        return _ALL.sub(f"{qualifier}all", text, count=1)
    return text if _REDIRECT.search(text) else f"{text.rstrip()} {qualifier}all"


def listing(text: str, mechanisms: Sequence[str]) -> str:
    """The record with these mechanisms (``ip4:192.0.2.0/24``) at the end of its list, before ``all``.

    What is on it already is not added. Raises ValueError for what is no mechanism.
    """
    for mechanism in mechanisms:
        if not _NETWORK.fullmatch(mechanism) or not is_safe(mechanism):
            raise ValueError(f"{mechanism!r} is no mechanism of an SPF record")
    there = {term.lower().removeprefix("+") for term in text.split()}
    new = [one for one in dict.fromkeys(mechanisms) if one.lower().removeprefix("+") not in there]
    if not new:
        return text
    end = _ALL.search(text) or _REDIRECT.search(text)
    place = end.start() if end else len(text)
    return " ".join([text[:place].rstrip(), *new, text[place:]]).rstrip()


def mechanism(network: str) -> str:
    """A network or address as a mechanism: ``ip4:192.0.2.1``, ``ip6:2001:db8::/64``."""
    plain = network.removesuffix("/32" if ":" not in network else "/128")
    return f"{'ip6' if ':' in network else 'ip4'}:{plain}"


def strings(text: str) -> tuple[str, ...]:
    """The record cut into strings that a TXT record can hold, between terms where that can be.

    The strings are joined without a blank (RFC 7208 section 3.3), so each blank stays in one of them.
    """
    cut = []
    while len(text.encode()) > STRING:
        room = text.encode()[:STRING].decode("utf-8", "ignore")
        place = room.rfind(" ") + 1 or len(room)
        cut.append(text[:place])
        text = text[place:]
    return (*cut, text)


def zone_line(name: str, text: str) -> str:
    """The record as a line of a zone file."""
    pieces = (re.sub(r'[\\"]', r"\\\g<0>", piece) for piece in strings(text))
    return f"{name}. IN TXT " + " ".join(f'"{piece}"' for piece in pieces)
