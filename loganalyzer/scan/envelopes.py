"""Envelopes of many lines at once: those in the frame of most of the block's lines."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from loganalyzer.scan.columns import Reader
from loganalyzer.scan.plain import LONGEST
from loganalyzer.scan.text import BLANK, Flags, Ints, Text
from loganalyzer.syslog.usual import Frame, frame_of
from loganalyzer.terms.moment import SECOND

USUAL_TAG, LONGEST_TAG = 32, 56
"""Characters of a usual tag, and of the longest one that is looked for here, with what ends it."""

_LOOKS = 16
"""Lines that are looked at to find the frame."""

_UNKNOWN = -1
"""Stands for a minute that does not exist; no log is older than 1970."""


@dataclass(slots=True)
class Envelopes:
    """Holds the envelopes of a block's lines; where ``usual`` is false, nothing of it counts.

    tags: where the tag begins; messages: where the message does.
    """

    usual: Flags
    times: Ints
    tags: Ints
    messages: Ints


def common_frame(lines: list[str], read: Reader) -> Frame | None:
    """The frame of most of these lines; None where they have none."""
    step = max(1, len(lines) // _LOOKS)
    frames = Counter(frame for line in lines[::step] if (frame := frame_of(line, read)) is not None)
    return max(frames, key=lambda frame: frames[frame], default=None)


def envelopes(text: Text, frame: Frame, read: Reader) -> Envelopes:
    """Reads all lines in this frame; each means what ``read`` makes of it."""
    begins, layout = text.begins, frame.layout
    digits = layout.fraction + 1 if layout.fraction else 0  # with their point
    after = begins + layout.minute + 2 + digits
    tags = after + len(frame.tail)
    usual = (text.ends > tags) & (text.ends - begins <= LONGEST)
    inside = np.where(usual, begins, 0)
    after, tags = np.where(usual, after, 0), np.where(usual, tags, 0)
    usual &= text.reads(frame.tail.encode(), after)
    times = _seconds(text, frame, inside, usual)
    minutes = _minutes(text, frame, read, inside, usual)
    usual &= minutes != _UNKNOWN
    blank = text.find(BLANK, tags, USUAL_TAG)
    longer = np.flatnonzero(blank == USUAL_TAG)
    if len(longer):
        blank[longer] = text.find(BLANK, tags[longer], LONGEST_TAG)
    messages = tags + blank + 1
    usual &= (blank < LONGEST_TAG) & (messages < text.ends) & (text.at(messages - 2) == ord(":"))
    return Envelopes(usual, minutes + times, tags, messages)


def _seconds(text: Text, frame: Frame, begins: Ints, usual: Flags) -> Ints:
    """Microseconds since the minute began; lines without such digits are marked not usual."""
    fraction = frame.layout.fraction
    width = 3 + fraction if fraction else 2
    digits = text.windows(begins + frame.layout.minute, width) - ord("0")
    if fraction:
        usual &= digits[:, 2] == (ord(".") - ord("0")) % 256
        digits[:, 2] = 0
    usual &= (digits <= 9).all(axis=1) & (digits[:, 0] <= 5)
    weights = np.array([10 * SECOND, SECOND, 0, *(SECOND // 10 ** (n + 1) for n in range(fraction))], float)
    exact: npt.NDArray[np.float64] = digits.astype(np.float64) @ weights[:width]
    return exact.astype(np.int64)


def _minutes(text: Text, frame: Frame, read: Reader, begins: Ints, usual: Flags) -> Ints:
    """When the minute of each line begins; lines of one minute stand together in most logs."""
    length = frame.layout.minute
    first, last = text.words(begins), text.words(begins + length - 8)
    middle = text.words(begins + 8) if length > 16 else last
    changes = (first[1:] != first[:-1]) | (middle[1:] != middle[:-1]) | (last[1:] != last[:-1])
    heads = np.concatenate((np.zeros(1, np.int64), np.flatnonzero(changes) + 1))
    known: dict[bytes, int] = {}
    moments: list[int] = []
    for begin in begins[heads].tolist():
        written = text.data[begin : begin + length]
        if written not in known:
            moment = frame.minute(written.decode("latin-1"), read) if written.isascii() else None
            known[written] = _UNKNOWN if moment is None else moment
        moments.append(known[written])
    lengths = np.diff(np.append(heads, len(begins)))
    return np.repeat(np.array(moments, np.int64), lengths)
