"""Several servers' stores in one: each host counts once, and is brought up to date when given again."""

import shutil
from pathlib import Path

import pytest

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.store.database import reading, writing
from loganalyzer.store.drop import drop
from loganalyzer.store.errors import StoreError
from loganalyzer.store.merge import Merged, merge
from loganalyzer.store.store import Store
from tests.store.dump import dump
from tests.store.logrotate import sample_days

DAYS = sample_days()
FIRST, SECOND = DAYS[:2]


def server(folder: Path, host: str, days: list[bytes]) -> Path:
    """The store of a server of this name that has written these days."""
    log, store = folder / f"{host}.log", folder / f"{host}.sqlite"
    log.write_bytes(b"".join(days).replace(b" mail ", f" {host} ".encode()))
    ingest(store, [str(log)], Options())
    return store


def bring(into: Path, other: Path) -> Merged:
    with writing(into) as ours, reading(other) as theirs:
        return merge(Store(ours), Store(theirs))


def test_two_servers_are_the_sum_of_both(tmp_path: Path) -> None:
    """What a report of both logs says is what the fleet's store says, without a log in sight."""
    fleet = tmp_path / "fleet.sqlite"
    stores = [server(tmp_path, host, [FIRST, SECOND]) for host in ("mx1", "mx2")]
    merged = [bring(fleet, store) for store in stores]
    assert [one.added for one in merged] == [("mx1",), ("mx2",)]
    found = StoredLog(fleet)
    for host, store in zip(("mx1", "mx2"), stores, strict=True):
        alone, together = StoredLog(store).tally[host], found.tally[host]
        assert together.messages == alone.messages
        assert together.affected == alone.affected
        assert {k: v[:2] for k, v in together.units.items()} == {k: v[:2] for k, v in alone.units.items()}
    assert found.coverage.lines == sum(StoredLog(store).coverage.lines for store in stores)
    assert {one.host for one in found.report().advice} == {"mx1", "mx2"}


def test_sample_lines_come_along(tmp_path: Path) -> None:
    """A place in the fleet's store leads to the same line as in the server's own."""
    fleet, own = tmp_path / "fleet.sqlite", server(tmp_path, "mx1", [FIRST])
    bring(fleet, server(tmp_path, "mx2", [FIRST]))
    bring(fleet, own)

    def lines(store: Path) -> dict[object, list[str]]:
        log = StoredLog(store)
        return {key: [*log.lines(seen.samples).values()] for key, seen in log.tally["mx1"].units.items()}

    assert lines(fleet) == lines(own)
    assert any(lines(own).values())


def test_the_same_store_again_is_brought_up_to_date(tmp_path: Path) -> None:
    """A host that was merged and has gone on since replaces what was there of it."""
    fleet, own = tmp_path / "fleet.sqlite", server(tmp_path, "mx1", [FIRST])
    bring(fleet, own)
    once = dump(fleet)
    assert bring(fleet, own) == Merged((), ("mx1",))
    assert dump(fleet) == once
    ingest_more = tmp_path / "mx1.log"
    ingest_more.write_bytes((FIRST + SECOND).replace(b" mail ", b" mx1 "))
    ingest(own, [str(ingest_more)], Options())
    bring(fleet, own)
    assert StoredLog(fleet).coverage.lines == (FIRST + SECOND).count(b"\n")
    assert StoredLog(fleet).tally["mx1"].messages == StoredLog(own).tally["mx1"].messages


def test_an_older_copy_does_not_turn_back_what_is_there(tmp_path: Path) -> None:
    """A backup of a server's store that comes after the store itself is refused."""
    fleet, own = tmp_path / "fleet.sqlite", server(tmp_path, "mx1", [FIRST])
    backup = shutil.copyfile(own, tmp_path / "backup.sqlite")
    server(tmp_path, "mx1", [FIRST, SECOND])
    bring(fleet, own)
    before = dump(fleet)
    with pytest.raises(StoreError, match="an older copy"):
        bring(fleet, backup)
    assert dump(fleet) == before


def test_a_host_of_two_stores_is_refused(tmp_path: Path) -> None:
    """Two stores that both have lines of one host may have the same ones: the second is not added."""
    (tmp_path / "b").mkdir()
    fleet, one = tmp_path / "fleet.sqlite", server(tmp_path, "mx1", [FIRST])
    other = server(tmp_path / "b", "mx1", [FIRST])
    bring(fleet, one)
    before = dump(fleet)
    for into in (fleet, one):
        with pytest.raises(StoreError, match="both stores have lines of mx1"):
            bring(into, other)
    assert dump(fleet) == before


def test_a_store_is_not_merged_with_itself(tmp_path: Path) -> None:
    """Nor with a copy of itself."""
    own = server(tmp_path, "mx1", [FIRST])
    copy = shutil.copyfile(own, tmp_path / "copy.sqlite")
    with pytest.raises(StoreError, match="the same store"):
        bring(own, copy)


def test_a_merged_hosts_log_belongs_into_its_own_store(tmp_path: Path) -> None:
    """The fleet's store has no open ends of it, so its lines would be understood wrongly there."""
    fleet = tmp_path / "fleet.sqlite"
    bring(fleet, server(tmp_path, "mx1", [FIRST]))
    before = dump(fleet)
    with pytest.raises(StoreError, match="ingest its logs there"):
        ingest(fleet, [str(tmp_path / "mx1.log")], Options())
    assert dump(fleet) == before


def test_fleets_are_merged_like_servers(tmp_path: Path) -> None:
    """A fleet's store within another keeps each host under the store that it came from."""
    inner, outer = tmp_path / "inner.sqlite", tmp_path / "outer.sqlite"
    stores = [server(tmp_path, host, [FIRST]) for host in ("mx1", "mx2")]
    for store in stores:
        bring(inner, store)
    assert bring(outer, inner).added == ("mx1", "mx2")
    assert bring(outer, stores[0]).renewed == ("mx1",)
    assert StoredLog(outer).coverage.lines == 2 * FIRST.count(b"\n")
    assert StoredLog(outer).tally["mx2"].messages == StoredLog(stores[1]).tally["mx2"].messages


def test_a_server_that_is_gone_for_good_can_be_dropped(tmp_path: Path) -> None:
    """Nothing of it is left, what is known of the others stays; and it may be merged again."""
    fleet = tmp_path / "fleet.sqlite"
    stores = [server(tmp_path, host, [FIRST]) for host in ("mx1", "mx2")]
    for store in stores:
        bring(fleet, store)
    before = StoredLog(fleet).tally["mx1"]
    with writing(fleet) as connection:
        drop(Store(connection), "mx2")
        lines = connection.execute("SELECT line FROM sample_lines").fetchall()
    assert lines
    assert not [line for (line,) in lines if b" mx2 " in line]
    assert StoredLog(fleet).tally == {"mx1": before}
    with writing(fleet) as connection, pytest.raises(StoreError, match=r"no host 'mx2' .* there is mx1"):
        drop(Store(connection), "mx2")
    assert bring(fleet, stores[1]).added == ("mx2",)
    assert StoredLog(fleet).tally.keys() == {"mx1", "mx2"}
