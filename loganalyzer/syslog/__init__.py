"""A line's envelope: when it was written, on which host, by whom, and what it says.

One file a dialect. The years of stamps that carry none are fixed for a whole log before its lines
are read (``survey``); then each line is read by itself (``reader``), in the light of that calendar.
"""

from .calendar import Calendar, Segment, reader
from .hosts import host_keys
from .journal_short import is_mark
from .record import Read, Record
from .repeated import last_repeated, repeated
from .survey import Survey, survey

__all__ = [
    "Calendar",
    "Read",
    "Record",
    "Segment",
    "Survey",
    "host_keys",
    "is_mark",
    "last_repeated",
    "reader",
    "repeated",
    "survey",
]
