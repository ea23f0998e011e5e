"""One name that stands for an endless log, although the file behind it changes.

Four things happen to it. It is renamed and a new one takes its name (logrotate's ``create``): nothing is
lost, since the old one stays open here and is read to its end first. It is copied and emptied
(``copytruncate``): what was written between the last look and the emptying is lost to us, and what
was written between copying and emptying to everybody; this is said. It is deleted, and later there
is another. And a line is written in two halves: it is kept until its end comes.

Nobody waits here. Who calls ``look`` again and again decides when, so tests need no sleep.
"""

import os
import stat

from .block import Block
from .discover import discover, reason
from .finding import Finding, Severity, printable
from .growing import Look
from .grown import GrownFile
from .source import Source


class Follower:
    """Gives every line of the log of this name once, from now on."""

    descriptor: int | None = None

    def __init__(self, path: str) -> None:
        """Opens the file, which must be there; raises OSError. ``look`` begins after what ``past`` gives."""
        self.name = printable(path)
        self._path = path
        self._files = 0
        self._said: list[Finding] = []
        self._missed = 0
        self._unopened = ""
        self._next: GrownFile | None = None
        self._file = self._opened(end=True)
        self._begin = self._file.position

    def past(self, most: int | None) -> tuple[Source | None, tuple[Finding, ...]]:
        """The whole lines that were there at first, or only the last ones; None where there is none."""
        descriptor = self._file.descriptor
        sources, findings = discover([self._path], opener=lambda path: os.dup(descriptor))
        if not sources:
            return None, findings
        source = sources[0]
        if source.compression != "plain":
            return None, (Finding("error", self.name, f"is packed ({source.compression}): it will not grow"),)
        if not self._begin:
            return None, findings
        return source.part(0 if most is None else max(0, self._begin - most), self._begin), findings

    def look(self) -> Look:
        """What has been written since the last look, a piece of it where it is much."""
        blocks: tuple[Block, ...] = ()
        if self._file.emptied():
            self._say(
                "warning",
                "was emptied (copytruncate) and is read from its beginning; "
                "lines written just before may be missing",
            )
            blocks += self._file.begin_anew(self._number())
        new, more = self._file.read()
        blocks += new
        if not more:
            blocks, more = self._turned(blocks, bool(new))
        said, self._said = tuple(self._said), []
        return Look(blocks, said, more)

    def _turned(self, blocks: tuple[Block, ...], new: bool) -> tuple[tuple[Block, ...], bool]:
        """Goes over to the file that has taken the name, once that has content and ours is read.

        logrotate makes the new file before it tells the writer, who goes on in the old one until then:
        so the old one is looked at once more after the first bytes stood in the new one.
        """
        if self._next is None:
            self._next = self._newcomer()
            return blocks, self._next is not None
        if new:
            return blocks, True
        blocks += self._file.rest()
        self._file.close()
        self._file, self._next = self._next, None
        return blocks, True

    def _newcomer(self) -> GrownFile | None:
        """Another file of our name that is not empty; None while there is none."""
        try:
            state = os.stat(self._path)  # noqa: PTH116 - a path as text keeps the form the user gave it
        except FileNotFoundError:
            self._missed += 1
            if self._missed == 2:  # between renaming and making anew is a moment
                self._say("warning", "is gone; it is read on when there is a file of this name again")
            return None
        except OSError as error:
            self._not_now(error)
            return None
        if self._missed > 1:
            self._say("info", "is there again")
        self._missed = 0
        if (state.st_dev, state.st_ino) == self._file.identity or not state.st_size:
            return None
        try:
            return self._opened(end=False)
        except OSError as error:
            self._not_now(error)
            return None

    def _not_now(self, error: OSError) -> None:
        """Says, once, why the new file cannot be opened; it is tried again at the next look."""
        why = reason(error)
        if why != self._unopened:
            self._say("error", f"cannot be opened: {why}")
        self._unopened = why

    def _opened(self, *, end: bool) -> GrownFile:
        # O_NONBLOCK: to open a named pipe that nobody writes to would never return.
        descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError("is no regular file")
        self._unopened = ""
        return GrownFile(descriptor, self._number(), self._too_long, end=end)

    def _number(self) -> int:
        self._files += 1
        return self._files - 1

    def _too_long(self, offset: int, left_out: int) -> None:
        self._say(
            "warning", f"the line at byte {offset:,} is too long; its last {left_out:,} bytes were not read"
        )

    def _say(self, severity: Severity, text: str) -> None:
        self._said.append(Finding(severity, self.name, text))

    def close(self) -> None:
        """Gives all descriptors back."""
        self._file.close()
        if self._next is not None:
            self._next.close()
