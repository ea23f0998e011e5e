"""How long an SPF record is on the wire (RFC 1035 section 4.1, RFC 7208 section 3.4)."""

from .answers import nobody
from .spf_record import SpfRecord

STRING = 255
"""Octets in one string of a TXT record at most (RFC 1035 section 3.3)."""

UDP = 512
"""Octets of an answer that every resolver takes over UDP."""

_HEADER = 12
_QUESTION = 4
"""Type and class, after the name."""
_RECORD = 12
"""A pointer to the name, type, class, TTL and length."""


def longest_string(record: SpfRecord) -> int:
    """Octets of the longest of the record's strings."""
    return max((len(string.encode()) for string in record.strings), default=0)


def answer_size(record: SpfRecord) -> int:
    """Octets of the whole answer to a question for the domain's TXT records; 0 where it is unknown or empty.

    All TXT records count, since the question names no other: those for ownership and keys as well.
    """
    from .spf_query import data

    answer = (record.lookup or nobody)(record.domain, "TXT")
    if record.state == "unknown" or not answer.values:
        return 0
    name = len(record.domain.encode("utf-8")) + 2
    rdata = (sum(len(string) + 1 for string in data("TXT", value)) for value in answer.values)
    return _HEADER + name + _QUESTION + sum(_RECORD + size for size in rdata)
