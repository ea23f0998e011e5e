"""The library's SPF check (pyspf, as ``spf3``), fed with our answers instead of the DNS.

pyspf is the very code that policyd-spf and pyspf-milter judge with at the other end. Its own questions to
the DNS are replaced: it treats an answer that failed as temperror, while we must tell that from a result.
``spf3`` is the same code as pyspf 2.0.14, with a wheel, and without the warning that 2.0.14 prints in
Python 3.12. Together with dnspython, which it imports, it takes 4 MB and 0.1 s, and only where a record is
looked at. checkdmarc expands records but gives no result for an address, for 34 MB and 0.35 s.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import spf  # type: ignore[import-untyped]

from .answers import Lookup

LOCAL = "localpartisnotknown"
HELO = "helonameisnotknown"
"""Stand for what is not known of a mail; a question with one of them in its name cannot be asked."""


class NotAnsweredError(Exception):
    """A question whose answer is unknown, so that the result is, too."""


class Query(spf.query):  # type: ignore[misc]
    """One check of one client; ``lookup`` answers its questions."""

    def __init__(self, lookup: Lookup, domain: str, address: str, local: str, helo: str) -> None:
        """Judges mail of ``local`` at the domain."""
        super().__init__(i=address, s=f"{local}@{domain}", h=helo)
        self._lookup = lookup

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[object]:
        """The library's question to the DNS: its answers in the library's form.

        Raises NotAnsweredError, and PermError at the third one that is void (RFC 7208 section 4.6.4).
        """
        name = str(name).rstrip(".").lower()
        if LOCAL in name or HELO in name:
            raise NotAnsweredError("it depends on the sender's address or HELO name")
        if not all(0 < len(label) < 64 for label in name.split(".")):
            return []
        answer = self._lookup(name, qtype)
        if answer.status == "unknown":
            raise NotAnsweredError(answer.why)
        if not answer.values and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError(f"Void lookup limit of {spf.MAX_VOID_LOOKUPS} exceeded")
        return [data(qtype, text) for text in answer.values]

    def get_explanation(self, spec: str) -> None:
        """Asks for no explanation: what a sender is told in a refusal changes no result."""


class Parsed(NamedTuple):
    """The parts of one mechanism."""

    kind: str
    target: str
    """Domain or address, the macros of the domain filled in."""
    four: int
    six: int
    """Prefix lengths for addresses of both families."""


class Terms:
    """Parses mechanisms as the library does."""

    def __init__(self, lookup: Lookup, domain: str) -> None:
        """For the record of this domain and those it includes."""
        # Two checks, since the library gives the prefix length for one family at a time.
        self._four = Query(lookup, domain, "192.0.2.1", LOCAL, HELO)
        self._six = Query(lookup, domain, "2001:db8::1", LOCAL, HELO)
        self._four.p = self._six.p = "unknown"  # else the library asks for the client's name

    def parsed(self, term: str, domain: str) -> Parsed:
        """The mechanism's parts, in the record of ``domain``; raises ValueError for bad syntax."""
        self._four.d = self._six.d = domain
        try:
            _, kind, target, four, _ = self._four.validate_mechanism(term)
            six = self._six.validate_mechanism(term)[3]
        except spf.PermError as error:
            raise ValueError(error.msg) from error
        return Parsed(kind, target, four, six)


@lru_cache(maxsize=4096)
def data(kind: str, text: str) -> Any:
    """A record's data as the library wants it: TXT as strings of bytes, MX as (preference, name), else text.

    Raises NotAnsweredError for what is no such data: an answer that was saved may have been edited.
    """
    import dns.exception
    import dns.rdata

    try:
        rdata: Any = dns.rdata.from_text("IN", kind, text)
    except (dns.exception.DNSException, ValueError) as error:
        raise NotAnsweredError(f"{text} is no {kind} record: {error}") from error
    match kind:
        case "TXT":
            return tuple(rdata.strings)
        case "MX":
            return rdata.preference, rdata.exchange.to_text(omit_final_dot=True)
        case "PTR":
            return rdata.target.to_text(omit_final_dot=True)
        case _:
            return str(rdata.address)
