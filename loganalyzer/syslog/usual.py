"""Where the parts of a line stand in the two dialects that nearly all logs are in.

For who reads many lines at once: up to the tag such lines differ in the digits of their stamps only.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from .record import Read


class Layout(NamedTuple):
    """Says how a dialect's stamps are written: so many characters up to the seconds, and after them
    so many digits of a second."""

    stamp: re.Pattern[str]
    minute: int
    fraction: int


LAYOUTS = (
    Layout(re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:)[0-5]\d\.\d{6}((?:Z|[+-]\d\d:\d\d) )", re.ASCII), 17, 6),
    Layout(re.compile(r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:)[0-5]\d( )", re.ASCII), 13, 0),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Holds what a log's lines have in common: layout, host, and ``tail``, which stands between
    the last digit of the stamp and the tag."""

    layout: Layout
    host: str
    tail: str

    def minute(self, written: str, read: Read) -> int | None:
        """When a minute begins, in microseconds; None where such lines are not read in the usual way.

        A line with other seconds in this minute and in this frame is as much later.
        """
        record = read(self._line(written, "tag:", "text"))
        if record is None or record[1:] != (self.host, "tag", "text"):
            return None
        return record[0]

    def knows(self, written: str, tag: str, read: Read) -> bool:
        """Whether the word, with its colon, is a tag in a line of this frame and minute."""
        record = read(self._line(written, tag, "text"))
        return record is not None and record[1:] == (self.host, tag[:-1], "text")

    def _line(self, minute: str, tag: str, message: str) -> str:
        fraction = "." + "0" * self.layout.fraction if self.layout.fraction else ""
        return f"{minute}00{fraction}{self.tail}{tag} {message}"


def frame_of(line: str, read: Read) -> Frame | None:
    """The frame of a line; None where it is not written in the usual way."""
    for layout in LAYOUTS:
        found = layout.stamp.match(line)
        record = None if found is None else read(line)
        if found is None or record is None or not line.startswith(f"{record[1]} ", found.end()):
            continue
        frame = Frame(layout, record[1], f"{found[2]}{record[1]} ")
        if frame.minute(found[1], read) is not None:
            return frame
    return None
