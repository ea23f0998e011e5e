"""The law of the store: ingested in pieces, a log says what it says when read at once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import loganalyzer as la
from loganalyzer.advice.facts import Given
from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.measures.narrowed import BY_DAY, KEYED, USES
from loganalyzer.measures.tally import Tally
from loganalyzer.reports.build import build
from loganalyzer.reports.json import as_plain
from loganalyzer.store.used import moved
from loganalyzer.terms.moment import as_datetime
from tests.store.logrotate import Folder, sample_days

DAYS = sample_days()


def from_store(path: Path, *logs: str) -> dict[str, Any]:
    """The report of a store, and of lines that follow."""
    return said(as_plain(StoredLog(path, logs).report()))


def at_once(path: Path, logs: list[str]) -> dict[str, Any]:
    """The report of the logs themselves, with the clock that the store has fixed."""
    log = la.read(*logs)
    clocks = StoredLog(path)._clocks
    given = replace(Given(), clocks=clocks)
    return said(as_plain(build(log.tally, log.coverage, (), log.outcome.where, given=given)))


def said(plain: dict[str, Any]) -> dict[str, Any]:
    """All of a report but how its reading went."""
    return {name: part for name, part in plain.items() if name != "findings"}


def test_the_sample_is_long_enough() -> None:
    """Six weeks or more, so that the clock skips its first fortnight."""
    assert len(DAYS) >= 42


@pytest.mark.parametrize("copy", [False, True], ids=["renamed", "copied and truncated"])
def test_day_by_day_is_the_same_as_at_once(tmp_path: Path, copy: bool) -> None:
    """Seven weeks through logrotate, ingested twice a day in the middle of a line: the same report."""
    store, folder = tmp_path / "store.sqlite", Folder(tmp_path / "log", delay=not copy, copy=copy)
    for day in DAYS:
        if folder.log.exists():
            folder.rotate()
        folder.write(day[: len(day) // 2])
        ingest(store, [str(folder.path)], Options())
        folder.write(day[len(day) // 2 :])
    taken = ingest(store, [str(folder.path)], Options())
    assert taken.lines > 0
    assert from_store(store) == at_once(store, folder.oldest_first)
    assert tallies(StoredLog(store).tally) == tallies(la.read(*folder.oldest_first).tally)


def tallies(found: dict[str, Tally]) -> dict[str, Tally]:
    """As plain values."""
    return dict(found)


def test_what_has_rotated_away_is_still_there(tmp_path: Path) -> None:
    """A folder that keeps a week, ingested daily, says what seven weeks say."""
    store, folder = tmp_path / "store.sqlite", Folder(tmp_path / "log")
    for day in DAYS:
        if folder.log.exists():
            folder.rotate()
        folder.forget(keep=7)
        folder.write(day)
        ingest(store, [str(folder.path)], Options())
    whole = tmp_path / "whole.log"
    whole.write_bytes(b"".join(DAYS))
    assert tallies_without_places(StoredLog(store).tally) == tallies_without_places(la.read(whole).tally)
    assert StoredLog(store).coverage.lines == b"".join(DAYS).count(b"\n")


def tallies_without_places(found: dict[str, Tally]) -> dict[str, Tally]:
    """Places name the files that lines stand in, and these differ."""
    for tally in found.values():
        tally.units = {key: seen._replace(samples=()) for key, seen in tally.units.items()}
        moved(tally, lambda at: 0)
    return dict(found)


def test_fresh_lines_count_without_being_ingested(tmp_path: Path) -> None:
    """A report of store and log is that of all lines, and the store stays as it was."""
    store, log = tmp_path / "store.sqlite", tmp_path / "mail.log"
    log.write_bytes(b"".join(DAYS[:30]))
    ingest(store, [str(log)], Options())
    log.write_bytes(b"".join(DAYS))
    before = from_store(store)
    assert from_store(store, str(log)) == at_once(store, [str(log)])
    assert from_store(store) == before


@pytest.mark.parametrize(("first", "after"), [(0, 10), (20, 28), (40, 90), (90, 99)])
def test_days_picked_of_a_store_are_those_of_its_log(tmp_path: Path, first: int, after: int) -> None:
    """Every counter with a day in it is the same as where the log is read for these days alone."""
    store, log = tmp_path / "store.sqlite", tmp_path / "mail.log"
    log.write_bytes(b"".join(DAYS[:30]))
    ingest(store, [str(log)], Options())
    log.write_bytes(b"".join(DAYS))
    begin = as_datetime(StoredLog(store).coverage.first or 0).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    options = Options(since=begin + timedelta(days=first), until=begin + timedelta(days=after))
    picked = StoredLog(store, [str(log)], options).tally["mail"]
    read = la.read(log, options=options).tally["mail"]
    for name in (*KEYED, *BY_DAY, "notices"):
        assert getattr(picked, name) == getattr(read, name), name
    assert picked.units.keys() == read.units.keys()
    for name in USES:
        assert {(key, used.days) for key, used in getattr(picked, name).items()} == {
            (key, used.days) for key, used in getattr(read, name).items()
        }
