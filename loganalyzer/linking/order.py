"""Lines in the order in which they were written, where a syslog daemon mixed up those of two processes.

A daemon that listens on several sockets may write a later line first; the stamps, taken when the lines
were sent, still tell. So events wait in the carry until no earlier one can follow. Stamps of whole
seconds keep the order of the file.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence

from loganalyzer.linking.carry import Carry, Event
from loganalyzer.terms.moment import MINUTE, SECOND

LATE = SECOND
"""By how much a line can be late; one that is later still means that the clock was set back."""

NOTABLE = MINUTE
"""A step back of the clock from which on times of lines cannot be compared any more."""


def _time(event: Event) -> int:
    return event[2]


def in_order(carry: Carry, events: Sequence[Event]) -> list[Event]:
    """The events that are due, in order of time; the others wait in the carry."""
    due: list[Event] = []
    waiting = carry.waiting
    times = [event[2] for event in events]
    if times and times[0] >= carry.newest and all(map(int.__le__, times, times[1:])):
        waiting += events
        carry.newest = times[-1]
    else:
        for event in events:
            if event[2] < carry.newest - LATE:
                if event[2] <= carry.newest - NOTABLE:
                    carry.set_back.append((event[2], (carry.newest - event[2]) // SECOND, event[1]))
                due += waiting
                waiting.clear()
                carry.newest = event[2]
            carry.newest = max(carry.newest, event[2])
            insort(waiting, event, key=_time)
    end = bisect_right(waiting, carry.newest - LATE, key=_time)
    due += waiting[:end]
    del waiting[:end]
    return due
