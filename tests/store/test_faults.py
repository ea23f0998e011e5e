"""What can go wrong with a store: each is said in one line, and nothing is lost."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.store import database
from loganalyzer.store.database import reading, writing
from loganalyzer.store.errors import BusyStoreError, DamagedStoreError, MissingStoreError, StoreError
from loganalyzer.store.schema import VERSION
from tests.store.dump import dump
from tests.store.logrotate import sample_days

DAYS = sample_days()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of three days."""
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(DAYS[:3]))
    return path


@pytest.fixture
def store(tmp_path: Path, log: Path) -> Path:
    """A store that has taken it."""
    path = tmp_path / "store.sqlite"
    ingest(path, [str(log)], Options())
    return path


def take(store: Path, log: Path) -> int:
    """Ingests without waiting for anybody."""
    return ingest(store, [str(log)], Options(), patience=0).lines


@contextmanager
def pages(limit: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A disk on which stores can have so many pages at most."""
    connect = database._connect

    def small(address: str, patience: float) -> sqlite3.Connection:
        connection = connect(address, patience)
        connection.execute(f"PRAGMA max_page_count = {limit}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "_connect", small)
        yield


def test_a_full_disk_leaves_the_store_as_it_was(
    store: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every size at which the disk can be full; with room again, all is taken."""
    before = dump(store)
    shutil.copyfile(store, store.with_name("whole.sqlite"))
    log.write_bytes(b"".join(DAYS[:20]))
    take(store.with_name("whole.sqlite"), log)
    size = store.stat().st_size // 4096
    for limit in range(size, size + 12, 2):
        with pages(limit, monkeypatch), pytest.raises(StoreError, match="disk is full"):
            take(store, log)
        assert dump(store) == before
    take(store, log)
    assert dump(store) == dump(store.with_name("whole.sqlite"))


def test_a_second_run_at_the_same_time_is_told_so(store: Path, log: Path) -> None:
    """While one run writes another ends with a clear error, and a report reads what was there before."""
    log.write_bytes(b"".join(DAYS[:4]))
    lines = StoredLog(store).coverage.lines
    with writing(store):
        with pytest.raises(BusyStoreError, match="another run is using the store"):
            take(store, log)
        assert StoredLog(store).coverage.lines == lines
    assert take(store, log) == DAYS[3].count(b"\n")


def test_a_second_run_waits_for_the_first(store: Path, log: Path) -> None:
    """It begins where the first one ended, so no line counts twice."""
    log.write_bytes(b"".join(DAYS[:5]))
    child = os.fork()
    if not child:
        try:
            ingest(store, [str(log)], Options(), patience=60)
        finally:
            os._exit(0)
    ingest(store, [str(log)], Options(), patience=60)
    os.waitpid(child, 0)
    assert StoredLog(store).coverage.lines == b"".join(DAYS[:5]).count(b"\n")


def test_a_store_of_a_newer_version_is_left_alone(store: Path, log: Path) -> None:
    """Neither read nor written, and it is said which version would be needed."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = store.read_bytes()
    for use in (lambda: take(store, log), lambda: StoredLog(store).coverage):
        with pytest.raises(StoreError, match=f"version {VERSION + 1}, this mailstat knows up to {VERSION}"):
            use()
    assert store.read_bytes() == before


def test_a_damaged_store_is_detected_and_kept(store: Path, log: Path) -> None:
    """Pages that make no sense stop a run before it changes anything; set aside, a new one begins."""
    whole = store.read_bytes()
    store.write_bytes(whole[:8192] + b"\xa5" * 40960 + whole[49152:])
    damaged = store.read_bytes()
    with pytest.raises(DamagedStoreError, match="--rebuild"):
        take(store, log)
    assert store.read_bytes() == damaged
    aside = database.set_aside(store, "now")
    assert aside.name == "store.sqlite.corrupt-now"
    assert aside.read_bytes() == damaged
    assert take(store, log) == b"".join(DAYS[:3]).count(b"\n")


@pytest.mark.parametrize("data", [b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_garbage_in_the_place_of_a_store_is_damage(store: Path, log: Path, data: bytes) -> None:
    """A file that a crash filled with NULs, or whose header is broken, is not written over."""
    store.write_bytes(data)
    with pytest.raises(DamagedStoreError):
        take(store, log)
    assert store.read_bytes() == data


def test_a_log_is_no_store(log: Path) -> None:
    """A log named where the store belongs is told apart from damage, and stays whole."""
    before = log.read_bytes()
    with pytest.raises(StoreError, match="is no store; name logs before --store"):
        take(log, log)
    assert log.read_bytes() == before


def test_another_programs_database_is_no_store(tmp_path: Path, log: Path) -> None:
    """Nothing is written into a database that is not ours."""
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StoreError, match="another program"):
        take(path, log)
    assert list(dump(path)) == ["theirs"]


def test_a_store_that_is_not_there_is_missed(tmp_path: Path) -> None:
    """Reading makes no store."""
    path = tmp_path / "store.sqlite"
    with pytest.raises(MissingStoreError, match="mailstat ingest"):
        StoredLog(path).report()
    assert not path.exists()


def test_a_store_is_for_its_owner_alone(store: Path) -> None:
    """Addresses of people stand in it."""
    assert store.stat().st_mode & 0o777 == 0o600


def test_two_views_do_not_see_each_others_changes(store: Path) -> None:
    """A report is of one moment, whoever writes meanwhile."""
    with reading(store) as view:
        before = view.execute("SELECT count(*) FROM texts").fetchone()
        with writing(store) as connection:
            connection.execute("INSERT INTO texts (text) VALUES ('new')")
        assert view.execute("SELECT count(*) FROM texts").fetchone() == before
