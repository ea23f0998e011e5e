"""What the admin said of a unit: evidence like any other, and printed as such."""

from datetime import date
from typing import Literal, NamedTuple

Word = Literal["wanted", "junk", "let-it-break"]
"""let-it-break: known and real, but it may be refused until its sender mends it."""

WORDS: tuple[Word, ...] = ("wanted", "junk", "let-it-break")


class Label(NamedTuple):
    """One judgement of a person: what, by whom, on which day, and why."""

    word: Word
    who: str
    when: date
    why: str
