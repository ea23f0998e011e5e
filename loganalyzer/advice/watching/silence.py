"""A log that falls silent: no line of mail for far longer than ever before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.terms.moment import DAY, HOUR, SECOND

LEAST = HOUR
LONGEST = DAY
TIMES = 3
"""So many times the longest pause so far is no pause any more."""


@dataclass(slots=True)
class Silence:
    """Knows the longest pause between two lines, and when the last one came by the watch's own clock."""

    last_time: int = 0
    pause: int = 0
    arrived: int = 0
    silent_since: int | None = None

    def take(self, times: Sequence[int], now: int) -> Iterator[Happening]:
        """That lines come again."""
        if not times:
            return
        for time in times:
            if self.last_time and time > self.last_time:
                self.pause = max(self.pause, time - self.last_time)
            self.last_time = max(self.last_time, time)
        self.arrived = now
        if self.silent_since is not None:
            yield Happening(
                now, "", "sighted", f"lines of mail come again, after {span(now - self.silent_since)}"
            )
            self.silent_since = None

    def tick(self, now: int) -> Iterator[Happening]:
        """That no line has come for too long."""
        self.arrived = self.arrived or now
        patience = min(max(LEAST, TIMES * self.pause), LONGEST)
        if self.silent_since is None and now - self.arrived > patience:
            self.silent_since = self.arrived
            text = f"no line of mail for {span(now - self.arrived)}"
            yield Happening(now, "", "silent", f"{text}: does the server run, and does syslog write here?")


def span(micros: int) -> str:
    """A stretch of time in words as short as ``3:20 h``, ``45 min``, ``2 days``."""
    minutes = timedelta(microseconds=micros) // timedelta(minutes=1)
    if minutes < 1:
        return f"{micros // SECOND} s"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60}:{minutes % 60:02} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
