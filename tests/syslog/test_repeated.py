"""Lines that stand for several."""

import pytest

from loganalyzer.syslog import last_repeated, repeated


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("message repeated 3 times: [ lost connection after AUTH]", (3, "lost connection after AUTH")),
        ("message repeated 2 times: [ connect from a[192.0.2.1]]", (2, "connect from a[192.0.2.1]")),
        ("message repeated 1 time: [connect from a[192.0.2.1]]", (1, "connect from a[192.0.2.1]")),
        ("message repeated 2 times: [ cut off at eight hundr", (2, "cut off at eight hundr")),
        ("message repeated many times: [ x]", None),
        ("connect from message repeated 2 times: [ x]", None),
    ],
)
def test_repeated_message_is_unwrapped(message: str, found: tuple[int, str] | None) -> None:
    """rsyslog's wrapping gives the count and the message inside, even where it was cut."""
    assert repeated(message) == found


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("last message repeated 7 times", 7),
        ("last message repeated 1 time", 1),
        ("--- last message repeated 2 times ---", 2),
        ("Last message 'connect from a' repeated 2 times, suppressed by syslog-ng on mx", 2),
        ("the last message repeated 7 times", None),
        ("last message repeated", None),
    ],
)
def test_classic_repetition_is_counted(message: str, count: int | None) -> None:
    """The line that says only how often the one before came again gives that number."""
    assert last_repeated(message) == count
