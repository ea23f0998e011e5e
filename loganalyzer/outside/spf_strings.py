"""Which of a name's TXT records is its SPF record (RFC 7208 section 4.5)."""

import re

from .answers import Answer
from .spf_record import State

_VERSION = re.compile(r"v=spf1(?: |\Z)", re.IGNORECASE)


def spf_strings(answer: Answer) -> tuple[State, tuple[str, ...]]:
    """Whether a TXT answer holds an SPF record, and the strings of the one it holds."""
    from .spf_query import NotAnsweredError, data

    if answer.status == "unknown":
        return "unknown", ()
    try:
        records = [data("TXT", value) for value in answer.values]
    except NotAnsweredError:
        return "unknown", ()
    texts = [tuple(piece.decode("utf-8", "replace") for piece in strings) for strings in records]
    found = [strings for strings in texts if _VERSION.match("".join(strings))]
    if len(found) == 1:
        return "found", found[0]
    return ("several" if found else "none"), ()
