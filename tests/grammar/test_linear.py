"""No line, however hostile, takes more than time proportional to its length."""

import re
import time

import pytest

from loganalyzer.grammar import KINDS
from loganalyzer.grammar.kind import Kind
from tests.grammar.sample import samples

PIECES = (
    *(
        "a",
        " ",
        "0",
        ":",
        ";",
        ",",
        ".",
        "=",
        "<",
        ">",
        '"',
        "\\",
        "\\\\",
        "(",
        ")",
        "[",
        "]",
        "'",
        "/",
        "-",
        "#",
    ),
    *("; ", ", ", ": ", "> ", "a>", '"a"', '\\"', "a[b]", "1.", "; a", ", a=b", "?s=", "a=", "a=1 "),
    *("; from=<", '; from=<"', '; from=<"\\', "; from=<a> to=<", "; to=<a> proto=SMTP", "; proto=SMTP"),
    *(
        "; proto=SMTP helo=<",
        "; proto=SMTP helo=<a> sasl_username=",
        " from a; from=<a>: ",
        " from a[b]; from=<",
    ),
    *(
        "; receiver=",
        ") identity=mailfrom; ",
        " identity=",
        "?s=mfrom;id=",
        ";ip=1;r=",
        "?s=mfrom;id=a;ip=1;r=b",
    ),
    *(", sasl_username=", ", sasl_sender=a", ", orig_client=a", ": saved mail to ", "): ", ",1", "(a,1): "),
    *(
        " while ",
        ": RBL",
        " commands=1",
        ", mid=",
        ",mid=a",
        ") receiver=a; ",
        "user=<",
        ": user=<",
        ", relay=a",
    ),
    *(": begin", " to a: TLSv1", " key-exchange a", " (a)", "<a>", " does not", "=<", " proto=", "error:"),
)
"""What a hostile line repeats: every delimiter, and how the fields that a pattern looks for begin."""

LENGTH = 8_000
"""Half of the longest line that is read at all."""

SOON = 0.02
"""Seconds of processor time within which such a line is done, unless its time grows with the square."""

MOST_GROWTH = 3.2
"""Doubling the length doubles the time; it would be four times for a square."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.event], ids=lambda kind: kind.name)
def test_time_grows_with_the_length(kind: Kind) -> None:
    """A sender can write long lines full of what the pattern looks for, and gains nothing by it."""
    slow = [
        (beginning, piece)
        for beginning in _beginnings(kind)
        for piece in PIECES
        if _seconds(kind, beginning, piece, LENGTH) > SOON and _grows_too_fast(kind, beginning, piece)
    ]
    assert not slow


def _beginnings(kind: Kind) -> set[str]:
    """Whatever a sample holds before each of its fields, and in the middle of each field."""
    own = [sample.message for sample in samples() if sample.kind == kind.name]
    matches = [match for message in own if (match := kind.pattern.fullmatch(message))]
    found = set()
    for match in matches[:3]:
        for begin, end in match.regs:
            found |= {match.string[:cut] for cut in (begin, (begin + end) // 2, end) if begin >= 0}
    shapes = {re.sub(r"[0-9A-Za-z]+", "a", beginning): beginning for beginning in sorted(found)}
    return set(shapes.values())


def _grows_too_fast(kind: Kind, beginning: str, piece: str) -> bool:
    once, twice = (
        min(_seconds(kind, beginning, piece, length) for _ in range(5)) for length in (LENGTH, 2 * LENGTH)
    )
    return twice > MOST_GROWTH * once


def _seconds(kind: Kind, beginning: str, piece: str, length: int) -> float:
    line = beginning + piece * (length // len(piece)) + '"<'
    start = time.process_time()
    kind.pattern.fullmatch(line)
    return time.process_time() - start
