"""A watch for tests: a log in memory that grows when told, and a clock that is set by hand."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from loganalyzer.advice.facts import Given
from loganalyzer.advice.watching.happening import Happening
from loganalyzer.api.watch import Watch, WatchOptions
from loganalyzer.sources import Block, Finding, Source
from loganalyzer.sources.growing import Look
from loganalyzer.terms.moment import from_datetime
from tests.story import BEGIN, Story

Act = Callable[[], object] | None


class Memory:
    """A growing log that holds what it was given since the last look."""

    name = "mail.log"
    descriptor = None

    def __init__(self) -> None:
        self.new = b""
        self.offset = 0

    def past(self, most: int | None) -> tuple[Source | None, tuple[Finding, ...]]:
        return None, ()

    def look(self) -> Look:
        new, self.new = self.new, b""
        block = Block(0, self.offset, new)
        self.offset += len(new)
        return Look((block,) if new else ())

    def close(self) -> None:
        self.new = b""


class Hand:
    """The clock, and what is written: each step adds lines and says how much later it is then."""

    def __init__(self, begin: datetime = BEGIN) -> None:
        self.now = begin
        self.log = Memory()
        self.steps: list[tuple[bytes, timedelta]] = []

    def write(self, story: Story | bytes, **later: float) -> "Hand":
        """These lines, and then so much time."""
        text = story if isinstance(story, bytes) else story.text()
        self.steps.append((text, timedelta(**later)))
        if isinstance(story, Story):
            story.lines.clear()
        return self

    def wait(self, **later: float) -> "Hand":
        """So much time without a line."""
        return self.write(b"", **later)

    def wake(self, more: bool) -> int | None:
        if not self.steps:
            return None
        text, later = self.steps.pop(0)
        self.log.new += text
        self.now += later
        return from_datetime(self.now)

    def told(self, given: Given | None = None, options: WatchOptions | None = None) -> list[Happening]:
        """All that the watch says, up to its end."""
        self.steps.insert(0, (b"", timedelta(0)))
        return list(Watch(self.log, self.wake, given, options).run())


def kinds(happenings: Iterable[Happening]) -> list[str]:
    return [one.what for one in happenings]


def only(happenings: Iterable[Happening], *what: str) -> list[Happening]:
    return [one for one in happenings if one.what in what]
