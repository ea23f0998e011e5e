"""No line, however damaged, does more than have no envelope."""

from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.syslog import reader
from loganalyzer.syslog.dialects import readers

from .test_dialects import CALENDAR, CASES

LINES = [line for line, _ in CASES.values()]
PIECES = st.one_of(
    st.text(max_size=8), st.sampled_from([*'{}[]":| <>@-+\0\x1e', "99", "-1", "  ", "F ", "²"])
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good line of some dialect in which something was changed, left out or put in."""
    line = draw(st.sampled_from(LINES))
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, min(len(line), 60)))
        end = draw(st.integers(begin, min(begin + 6, len(line))))
        line = line[:begin] + draw(PIECES) + line[end:]
    return line


@settings(max_examples=500)
@given(line=st.one_of(damaged(), st.text()))
def test_any_line_is_read_or_refused(line: str) -> None:
    """A reader never raises, and a record is a time, two names and a text."""
    record = reader(CALENDAR)(line)
    assert record is None or [type(part) for part in record] == [int, str, str, str]


@settings(max_examples=500)
@given(lines=st.lists(damaged(), min_size=1, max_size=4))
def test_lines_before_do_not_matter(lines: list[str]) -> None:
    """What a reader makes of a line is what a fresh reader of any usual dialect makes of it."""
    read = reader(CALENDAR)
    for line in [*LINES[:2], *lines]:
        found = read(line)
        for usual in ("", "RFC 3164", "RFC 3339"):
            fresh = reader(type(CALENDAR)(CALENDAR.segments, UTC, usual))
            assert fresh(line) == found


@settings(max_examples=500)
@given(line=damaged())
def test_damaged_line_belongs_to_one_dialect(line: str) -> None:
    """Damage does not make two dialects claim a line for themselves with different results."""
    found = {record for _, read in readers(CALENDAR.clock(0)) if (record := read(line)) is not None}
    assert len(found) <= 1
