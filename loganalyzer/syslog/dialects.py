"""All dialects, and how a file of any of them, or of several, is read line by line."""

from collections.abc import Callable, Sequence

from . import (
    compose,
    cri,
    docker,
    iso_local,
    journal_json,
    journal_short,
    pri,
    rfc3164,
    rfc3339,
    rfc5424,
    tai64n,
)
from .clock import Clock
from .record import Read, Record

PLAIN: tuple[tuple[str, Callable[[Clock], Read]], ...] = (
    ("RFC 3339", rfc3339.parser),
    ("RFC 3164", rfc3164.parser),
    ("RFC 5424", rfc5424.parser),
    ("journal JSON", journal_json.parser),
    ("ISO without zone", iso_local.parser),
    ("TAI64N", tai64n.parser),
    ("journal short-full", journal_short.full),
    ("journal short-unix", journal_short.unix),
)
"""The dialects in which an envelope stands alone. No line belongs to two of them."""


FAST: dict[str, Callable[[Clock, Read], Read]] = {"RFC 3339": rfc3339.parser, "RFC 3164": rfc3164.parser}
"""The two that nearly all logs are in are asked directly, and ask the others where they must."""


def readers(clock: Clock) -> tuple[tuple[str, Read], ...]:
    """A reader for each dialect, those that wrap a line of another included."""
    plain = tuple((name, parser(clock)) for name, parser in PLAIN)
    inner = first_of([read for _, read in plain])
    wrapping = (
        ("RFC 3164", pri.parser(inner)),
        ("Docker JSON", docker.parser(clock, inner)),
        ("CRI", cri.parser(clock, inner)),
    )
    whole = first_of([inner, *(read for _, read in wrapping)])
    return *plain, *wrapping, ("Compose", compose.parser(whole))


def reading(clock: Clock, usual: str) -> Read:
    """Reads a line of any dialect, fastest those of the usual one."""
    others = first_of([read for _, read in readers(clock)])
    fast = FAST.get(usual)
    return others if fast is None else fast(clock, others)


def first_of(choice: Sequence[Read]) -> Read:
    """Reads with whichever understands the line, the one that understood the last line first."""
    last = choice[0]

    def read(line: str) -> Record | None:
        nonlocal last
        record = last(line)
        if record is None:
            for candidate in choice:
                if candidate is not last and (record := candidate(line)) is not None:
                    last = candidate
                    break
        return record

    return read
