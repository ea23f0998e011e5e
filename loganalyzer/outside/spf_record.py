"""An SPF record with all that it includes, as values (RFC 7208).

``spf_given`` makes one from a text, a zone file, saved answers or the DNS; ``spf_check.evaluate`` says what
it says of an address; ``spf_findings`` what is wrong with it.
"""

from dataclasses import dataclass, field
from typing import Literal

from .answers import Lookup

State = Literal["found", "none", "several", "unknown"]
"""none: the domain certainly has no record. several: more than one, which is a permerror (section 4.5).
unknown: the DNS was not asked, or did not answer."""

Known = Literal["known", "void", "macro", "unknown"]
"""known: the networks are all that the mechanism can match. void: the DNS says that there is nothing.
macro: depends on the sender or address of each mail (``%{i}``, ptr), so it has no list of networks.
unknown: the DNS was not asked, or did not answer."""


Result = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror", "unknown"]
"""A result of RFC 7208 section 2.6, or unknown."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One term of the record, or of one that it includes."""

    text: str
    """As it is written: ``include:_spf.example.net``, ``~all``, ``redirect=_spf.example.net``."""
    kind: str
    """all, include, a, mx, ptr, ip4, ip6, exists, or redirect."""
    qualifier: str
    """``+``, ``-``, ``~`` or ``?``; ``+`` where none is written, and for redirect."""
    record: str
    """The domain whose record holds the term."""
    path: tuple[str, ...]
    """The terms that led to that record from the first one; empty for a term of the domain's own record."""
    target: str = ""
    """The domain it names, macros as written; the own one where it names none. Empty for ip4, ip6, all."""
    networks: tuple[str, ...] = ()
    """What a, mx, ip4 and ip6 stand for, as ``192.0.2.0/24``; of an include see the terms below it."""
    known: Known = "known"

    @property
    def top(self) -> str:
        """The term of the domain's own record that this one stands in or below."""
        return self.path[0] if self.path else self.text


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A domain's SPF policy, expanded: terms in the order in which they are tried, includes opened."""

    domain: str
    state: State
    text: str = ""
    """The record itself, its strings joined; empty unless it was found."""
    strings: tuple[str, ...] = ()
    """The strings that it is cut into; a string holds at most 255 octets (RFC 1035 section 3.3)."""
    mechanisms: tuple[Mechanism, ...] = ()
    default: str = ""
    """The qualifier for who matches nothing: that of ``all`` (after ``redirect``), ``?`` where there is
    none (section 4.7), empty where it is unknown."""
    lookups: int = 0
    """Terms that ask the DNS, if all are tried; more than 10 are a permerror (section 4.6.4)."""
    void_ipv4: int = 0
    """Of the questions asked for a client with an IPv4 address, those whose answer is that there is nothing
    (nodata, nxdomain); more than 2 are a permerror (section 4.6.4)."""
    void_ipv6: int = 0
    """Likewise for a client with an IPv6 address: a name without AAAA record is void for it."""
    unknown: tuple[str, ...] = ()
    """Names that the DNS was not asked about or did not answer, each with the reason; empty: complete."""
    errors: tuple[str, ...] = ()
    """Why a check that gets so far ends in permerror: bad syntax, an include without a record, a loop."""
    lookup: Lookup | None = field(default=None, repr=False, compare=False)
    """Where the answers came from, for the questions that depend on the sender or address."""

    @property
    def complete(self) -> bool:
        """Whether every term could be expanded."""
        return self.state != "unknown" and not self.unknown


@dataclass(frozen=True, slots=True)
class SpfResult:
    """What the record says of one client.

    unknown: it hangs on an answer that the DNS did not give; nothing else may be concluded from it, least
    of all that the address would pass or fail.
    """

    result: Result
    mechanism: str = ""
    """The term of the domain's own record that decided; empty where none matched."""
    why: str = ""
    """What an unknown or permerror is due to."""
