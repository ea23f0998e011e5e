"""Lines of two processes that a syslog daemon wrote in the wrong order."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.linking.carry import Carry
from loganalyzer.linking.order import LATE, in_order
from tests.story import BEGIN, Story, blocks, link, told


def _event(time: int) -> tuple[str, int, int, str, tuple[str | None, ...]]:
    return ("kind", time, time, "process", ())


def _delivered() -> Story:
    """One warned message, all of whose lines come within half a second."""
    story = Story().connect().warn().accept("4A1B2C3D").deliver("4A1B2C3D").removed("4A1B2C3D")
    story.disconnect(counters="mail=1 rcpt=1 data=1 commands=3")
    for number, line in enumerate(story.lines):
        story.lines[number] = line.replace(line[:26], f"{BEGIN:%Y-%m-%dT%H:%M:%S}.{number * 40_000:06d}")
    return story


def test_the_queue_managers_line_may_come_first() -> None:
    """Whatever order lines of half a second come in, their stamps tell what happened."""
    story = _delivered()
    wanted = told(story)
    assert [loss.fate for loss in wanted.losses] == ["delivered"]
    for seed in range(20):
        random.Random(seed).shuffle(story.lines)
        found = told(story)
        assert [loss.fate for loss in found.losses] == ["delivered"], seed
        assert len(found.sessions) == len(found.messages) == 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 5 * LATE), max_size=30), st.lists(st.integers(0, 30), max_size=5))
def test_the_order_does_not_depend_on_cuts(times: list[int], cuts: list[int]) -> None:
    """Events come out in the same order, each once, however they were handed in."""
    events = [_event(time) for time in times]
    whole, carry = Carry("mx"), Carry("mx")
    wanted = in_order(whole, events) + whole.waiting
    edges = sorted({0, *(cut for cut in cuts if cut < len(events)), len(events)})
    found = [event for a, b in pairwise(edges) for event in in_order(carry, events[a:b])]
    assert found + carry.waiting == wanted
    assert sorted(wanted) == sorted(events)


def test_a_clock_that_was_set_back_keeps_the_order_of_the_file() -> None:
    """Lines after the jump do not come before those that were written first."""
    times = [10 * LATE, 10 * LATE + 1, 2 * LATE, 2 * LATE + 1, 3 * LATE]
    carry = Carry("mx")
    done = in_order(carry, [_event(time) for time in times])
    assert [event[2] for event in done + carry.waiting] == times


def test_shuffled_lines_in_blocks_are_the_same() -> None:
    """A late line may stand in the next block."""
    story = _delivered()
    random.Random(4).shuffle(story.lines)
    assert link(blocks(story.text(), range(len(story.lines)))) == link(blocks(story.text()))
