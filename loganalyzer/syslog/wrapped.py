"""A whole log line inside another's envelope."""

import re

from .record import Read, Record
from .sender import without_host

_DATED = re.compile(r"(?:<\d{1,3}>(?:1 )?)?\d{4}-\d\d-\d\dT\S+(?:Z|[+-]\d\d:?\d\d) |@[0-9a-f]{24} |\{")


def unwrap(text: str, time: int, inner: Read) -> Record | None:
    """The record in a wrapped text; a text that is no log line is a message without a tag.

    The inner stamp counts if it has a year and a zone, else the wrapper's.
    """
    if not text or text.isspace():
        return None
    record = inner(text)
    if record is None:
        tag, message = without_host(text) or ("", text)
        return time, "", tag, message
    return record if _DATED.match(text) else (time, *record[1:])
