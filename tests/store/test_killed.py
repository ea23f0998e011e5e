"""A run that dies, at whatever moment, has not been; the next one does all of it."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from tests.store.dump import dump
from tests.store.logrotate import sample_days

DAYS = sample_days()
BY_CALL = 160
BY_TIMER = 40
EARLIER, LATER = b"".join(DAYS[:4]), b"".join(DAYS[4:5])


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder with a log of five days, of which a store has taken four."""
    log = tmp_path / "mail.log"
    log.write_bytes(EARLIER)
    ingest(tmp_path / "before.sqlite", [str(log)], Options())
    log.write_bytes(EARLIER + LATER)
    shutil.copyfile(tmp_path / "before.sqlite", tmp_path / "whole.sqlite")
    ingest(tmp_path / "whole.sqlite", [str(log)], Options())
    return tmp_path


def run(folder: Path) -> None:
    """What is killed, and then done again."""
    ingest(folder / "store.sqlite", [str(folder / "mail.log")], Options())


def dies(folder: Path, doom: Callable[[], None]) -> bool:
    """Runs in a child of this process whom ``doom`` will kill; whether it did."""
    child = os.fork()
    if not child:
        status = 1
        try:
            doom()
            run(folder)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def fresh(folder: Path) -> None:
    """The store as it was before the run."""
    for ending in ("", "-wal", "-shm"):
        (folder / f"store.sqlite{ending}").unlink(missing_ok=True)
    shutil.copyfile(folder / "before.sqlite", folder / "store.sqlite")


def calls_of(folder: Path) -> int:
    """How many calls, of Python and of SQLite, a whole run makes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += 1

    fresh(folder)
    sys.setprofile(counted)
    try:
        run(folder)
    finally:
        sys.setprofile(None)
    return count


def at_call(last: int) -> Callable[[], None]:
    """SIGKILL when so many calls were made."""

    def doom() -> None:
        left = last

        def counted(frame: FrameType, event: str, argument: Any) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(counted)

    return doom


def at_time(seconds: float) -> Callable[[], None]:
    """A signal that nobody catches, from the kernel, wherever the run is by then."""

    def doom() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return doom


def test_killed_at_any_call_and_run_again_is_undisturbed(begun: Path) -> None:
    """160 moments spread over all calls of a run, the last ones around the end of the transaction."""
    total, whole, died = calls_of(begun), dump(begun / "whole.sqlite"), 0
    spread = [1 + total * step // (BY_CALL - 40) for step in range(BY_CALL - 40)]
    for last in (*spread, *(total - back for back in range(40))):
        fresh(begun)
        died += dies(begun, at_call(last))
        run(begun)
        assert dump(begun / "store.sqlite") == whole
    assert died >= BY_CALL - 10


def test_killed_at_any_moment_and_run_again_is_undisturbed(begun: Path) -> None:
    """40 moments that the kernel chooses, between any two instructions."""
    whole, died = dump(begun / "whole.sqlite"), 0
    for step in range(BY_TIMER):
        fresh(begun)
        died += dies(begun, at_time(0.002 * (step + 1)))
        run(begun)
        assert dump(begun / "store.sqlite") == whole
    assert died


def test_a_run_after_a_run_changes_nothing(begun: Path) -> None:
    """What was taken is not taken again."""
    fresh(begun)
    run(begun)
    once = dump(begun / "store.sqlite")
    run(begun)
    assert dump(begun / "store.sqlite") == once == dump(begun / "whole.sqlite")
