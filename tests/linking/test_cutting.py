"""The law of linking: however a log is cut, what is finished is the same."""

import gzip
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.api.log import Everything
from loganalyzer.api.options import Options
from loganalyzer.api.reading import Reading, scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.step import flush, step
from loganalyzer.scan.coverage import Coverage
from loganalyzer.sources import Block
from tests.story import CALENDAR, Story, blocks, link

LOG = Path(__file__).parent.parent / "logs" / "everything.log.gz"
DATA = gzip.decompress(LOG.read_bytes())
LINES = len(DATA.splitlines())


@pytest.fixture(scope="module")
def whole() -> tuple[Finished, Coverage]:
    return link(blocks(DATA))


def test_the_log_holds_something_of_everything(whole: tuple[Finished, Coverage]) -> None:
    """The sample for the law is no empty one: it finishes things of every kind."""
    done, coverage = whole
    assert coverage.lines == coverage.accounted() == LINES
    for kind in ("sessions", "messages", "deliveries", "spf_checks", "rejections", "losses", "logins"):
        assert len(getattr(done, kind)) > 3, kind


@settings(max_examples=25, deadline=None)
@given(cuts=st.sets(st.integers(1, LINES - 1), max_size=60))
def test_cuts_at_line_ends_change_nothing(whole: tuple[Finished, Coverage], cuts: set[int]) -> None:
    """Blocks that end at any lines finish the same things, in the same order, with the same account."""
    assert link(blocks(DATA, cuts)) == whole


def test_line_by_line_is_the_same(whole: tuple[Finished, Coverage]) -> None:
    """A log that arrives one line at a time is the same log."""
    assert link(blocks(DATA, range(LINES))) == whole


@settings(max_examples=10, deadline=None)
@given(cut=st.integers(1, LINES - 1))
def test_a_second_run_goes_on_from_a_stored_carry(whole: tuple[Finished, Coverage], cut: int) -> None:
    """Two runs with the carry written down in between finish what one run does."""
    first, second = blocks(DATA, [cut])
    done, coverage, carries = Finished(), Coverage(), {}
    for block in (first, second):
        carries = pickle.loads(pickle.dumps(carries))
        scanned = scan_block((frozenset(), CALENDAR, block))
        coverage.merge(scanned.coverage)
        for host, columns in scanned.columns.items():
            done.extend(step(carries.setdefault(host, Carry(host)), columns))
    for carry in carries.values():
        done.extend(flush(carry))
    assert (done, coverage) == whole


def test_two_processes_are_the_same(tmp_path: Path) -> None:
    """Scanning in two processes gives the same tables and account as scanning in this one."""
    path = tmp_path / "mail.log"
    path.write_bytes(DATA * 3)
    one, first = Reading([str(path)], Options()).into(Everything)
    two, second = Reading([str(path)], Options(jobs=2)).into(Everything)
    assert one.done == two.done
    assert first.coverage == second.coverage


def test_a_look_at_the_end_changes_nothing() -> None:
    """What is still open may be looked at without changing what is finished later."""
    first, second = blocks(DATA, [LINES // 2])
    scanned = [scan_block((frozenset(), CALENDAR, block)).columns["mail"] for block in (first, second)]
    plain, looked = Carry("mail"), Carry("mail")
    before, after = Finished(), Finished()
    for columns in scanned:
        before.extend(step(plain, columns))
        after.extend(step(looked, columns))
        flush(looked)
    assert before == after
    assert plain == looked


@pytest.mark.parametrize("cut", [None, 1, 2, 3, 4])
def test_a_repetition_across_a_cut_repeats_the_line_before(cut: int | None) -> None:
    """``last message repeated`` speaks of the host's line before, in whichever block that is."""
    story = Story().connect().warn()
    stamp = story.now.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    story.lines.append(f"{stamp} mx last message repeated 2 times")
    story.lines.append(f"{stamp} mx last message repeated 3 times")
    done, coverage = link(blocks(story.text(), [cut] if cut else []))
    assert len(done.rejections) == 6
    assert coverage.lines == coverage.accounted() == 4


def test_a_repetition_of_an_unknown_line_repeats_nothing() -> None:
    """A repeated line that was no event leaves no event behind, whole or cut."""
    story = Story().connect().warn()
    story.say("cron[1]", "something else")
    stamp = story.now.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    story.lines.append(f"{stamp} mx last message repeated 2 times")
    for cuts in ([], [3]):
        done, _ = link(blocks(story.text(), cuts))
        assert len(done.rejections) == 1


def test_a_block_can_be_scanned_anywhere() -> None:
    """A scanning task and its result travel between processes."""
    task = (frozenset[str](), CALENDAR, Block(0, 0, DATA[: DATA.index(b"\n") + 1]))
    assert pickle.loads(pickle.dumps(scan_block(task))) == scan_block(pickle.loads(pickle.dumps(task)))
