"""Logs are known by their content: renamed, packed, copied, grown, cut, or given again."""

import bz2
import gzip
import lzma
import shutil
from pathlib import Path

import pytest

from loganalyzer.api.ingest import Ingested, ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from tests.store.logrotate import sample_days

DAYS = sample_days()
FIRST, SECOND, THIRD = DAYS[:3]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store that has taken a first day, of a file that is gone since."""
    log = tmp_path / "mail.log"
    log.write_bytes(FIRST)
    take(tmp_path / "store.sqlite", log)
    log.unlink()
    return tmp_path / "store.sqlite"


def take(store: Path, *logs: Path) -> Ingested:
    return ingest(store, [str(log) for log in logs], Options())


def count(data: bytes) -> int:
    return data.count(b"\n")


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "plain": bytes}


@pytest.mark.parametrize("packer", PACKERS)
def test_a_packed_log_goes_on_where_it_was_read(store: Path, packer: str) -> None:
    """Renamed, packed and grown in between: only what it has grown by is taken."""
    path = store.with_name(f"old.log.1.{packer}")
    path.write_bytes(PACKERS[packer](FIRST + SECOND))
    assert take(store, path).lines == count(SECOND)
    assert take(store, path).lines == 0
    path.rename(store.with_name("mail.log.2"))
    assert take(store, store.with_name("mail.log.2")).lines == 0


def test_another_log_under_the_same_name_and_inode_is_new(store: Path) -> None:
    """Device and inode are used again: only the bytes count."""
    log = store.with_name("mail.log")
    log.write_bytes(FIRST)
    inode = log.stat().st_ino
    assert take(store, log).lines == 0
    with log.open("r+b") as file:
        file.truncate(0)
        file.write(SECOND)
    assert log.stat().st_ino == inode
    assert take(store, log).lines == count(SECOND)


def test_a_longer_log_under_the_same_name_is_still_new(store: Path) -> None:
    """Truncated and grown past the old position before the next run: its beginning is not passed over."""
    log = store.with_name("mail.log")
    log.write_bytes(SECOND + THIRD)
    assert len(SECOND + THIRD) > len(FIRST)
    assert take(store, log).lines == count(SECOND + THIRD)


def test_an_older_copy_holds_nothing_new(store: Path) -> None:
    """A copy from before, or a folder with copies, adds nothing."""
    copy = store.with_name("backup.log")
    copy.write_bytes(FIRST[: FIRST.index(b"\n", len(FIRST) // 2) + 1])
    assert take(store, copy).lines == 0
    copy.write_bytes(FIRST + SECOND)
    shutil.copyfile(copy, store.with_name("backup2.log"))
    assert take(store, copy, store.with_name("backup2.log")).lines == count(SECOND)


def test_a_line_that_is_being_written_waits(store: Path) -> None:
    """Half a line at the end is taken when it is whole, once."""
    log = store.with_name("mail.log")
    for end in (len(SECOND) // 3, len(SECOND) // 3 + 7, len(SECOND) // 2, len(SECOND)):
        log.write_bytes(SECOND[:end])
        take(store, log)
        taken = StoredLog(store).coverage
        assert taken.lines == count(FIRST) + count(SECOND[:end])
        assert not taken.damaged


def test_the_last_line_of_a_log_put_aside_needs_no_end(store: Path) -> None:
    """A rotated or packed log is complete, so its last line is taken as it is."""
    path = store.with_name("mail.log.1")
    path.write_bytes(SECOND.removesuffix(b"\n"))
    assert take(store, path).lines == count(SECOND)


def test_a_log_that_lost_its_beginning_goes_on_behind_the_known_lines(store: Path) -> None:
    """Cut at its head, or exported anew from some hour on: found by the last lines that were taken."""
    log = store.with_name("export.log")
    begin = FIRST.index(b"\n", len(FIRST) // 2) + 1
    log.write_bytes(FIRST[begin:] + SECOND)
    assert take(store, log).lines == count(SECOND)
    assert take(store, log).lines == 0
    log.write_bytes(FIRST[begin:] + SECOND + THIRD)
    assert take(store, log).lines == count(THIRD)


def test_lines_older_than_the_store_are_left_out_and_named(store: Path) -> None:
    """A host's lines are taken in order of time; what comes too late is no silent loss."""
    late = store.with_name("late.log")
    begin = len(SECOND) - len(SECOND) // 4
    late.write_bytes(SECOND[SECOND.index(b"\n", begin) + 1 :])
    take(store, late)
    log = store.with_name("mail.log.1")
    log.write_bytes(SECOND[: SECOND.index(b"\n", begin) + 1])
    found = take(store, log)
    assert found.lines == 0
    assert found.outcome.unread
    assert "holds nothing later than the store" in found.outcome.findings[-1].text


def test_an_unpacked_half_of_a_damaged_archive_is_taken_once(store: Path) -> None:
    """What could be unpacked counts, and the rest of it once the archive is whole."""
    path, packed = store.with_name("mail.log.1.gz"), gzip.compress(SECOND)
    path.write_bytes(packed[: len(packed) // 2])
    some = take(store, path)
    assert 0 < some.lines < count(SECOND)
    assert some.outcome.unread
    path.write_bytes(packed)
    assert some.lines + take(store, path).lines >= count(SECOND) - 1


def test_sample_lines_outlive_the_log(store: Path) -> None:
    """Up to three lines of each unit are there when no log is."""
    stored = StoredLog(store)
    units = stored.tally["mail"].units
    places = [at for seen in units.values() for at in seen.samples]
    assert places
    lines = stored.lines(places)
    assert set(lines) == set(places)
    assert all(line.encode() in FIRST for line in lines.values())
