"""When a watch looks again, and how it is told to end."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from loganalyzer.terms.moment import from_datetime

POLL = 0.5
"""Seconds between two looks at a file: soon enough for people, and next to no work."""


class Alarm:
    """Wakes the watch: when there is something to read, after a short while, or for good on a signal."""

    def __init__(self, signals: int, descriptor: int | None) -> None:
        """Waits on both descriptors; what comes through the first is a signal."""
        self._signals = signals
        self._also = () if descriptor is None else (descriptor,)
        self.stopped = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Handles a signal: the watch ends at its next look."""
        self.stopped = True

    def wake(self, more: bool) -> int | None:
        """Waits unless there is more to read; the time it is then, None to end."""
        if not more and not self.stopped:
            select.select((self._signals, *self._also), (), (), POLL)
        return None if self.stopped else from_datetime(datetime.now(UTC))


@contextmanager
def alarm(descriptor: int | None) -> Iterator[Alarm]:
    """An alarm that SIGTERM and SIGINT turn off for good; what they did before is put back."""
    signals, into = os.pipe()
    os.set_blocking(into, False)
    found = Alarm(signals, descriptor)
    before = {number: signal.signal(number, found.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    written_to = signal.set_wakeup_fd(into)  # a signal that comes just before waiting is not slept through
    try:
        yield found
    finally:
        signal.set_wakeup_fd(written_to)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(signals)
        os.close(into)
