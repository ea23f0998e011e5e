"""Forgetting: who was behind an old count is gone from the file, the count is not."""

import re
from pathlib import Path

import pytest

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.store.database import compact, writing
from loganalyzer.store.forget import NOBODY, forget
from loganalyzer.store.used import samples
from loganalyzer.terms.moment import DAY
from tests.linking.test_let_through import result
from tests.store.logrotate import sample_days
from tests.story import Story

DAYS = sample_days()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of four weeks, a log for each."""
    path = tmp_path / "store.sqlite"
    for week in range(4):
        log = tmp_path / f"{week}.log"
        log.write_bytes(b"".join(DAYS[7 * week : 7 * week + 7]))
        ingest(path, [str(log)], Options())
    return path


def middle(store: Path) -> int:
    days = sorted(key.day for key in StoredLog(store).tally["mail"].affected)
    return days[len(days) // 2]


def test_old_addresses_become_networks_and_counts_stay(store: Path) -> None:
    """Each unit has as many messages on the same days with the same fates as before."""
    before, day = StoredLog(store).tally["mail"].affected, middle(store)
    with writing(store) as connection:
        assert forget(connection, day).rows
    after = StoredLog(store).tally["mail"].affected
    both = (before, after)
    assert sum(before.values()) == sum(after.values())
    signs = [{(k.unit, k.day, k.fate, k.wanted, k.authentic, k.junk) for k in rows} for rows in both]
    assert signs[0] == signs[1]
    assert {key for key in after if key.day >= day} == {key for key in before if key.day >= day}
    assert all(key.client_name == "" and "/" in key.client_address for key in after if key.day < day)


def test_what_is_forgotten_is_not_in_the_file(store: Path) -> None:
    """Neither as a row nor as a rest on a page that is free."""
    day, tally = middle(store), StoredLog(store).tally["mail"]
    old = {key.client_address for key in tally.affected if key.day < day}
    new = {key.client_address for key in tally.affected if key.day >= day}
    assert old - new
    with writing(store) as connection:
        forget(connection, day)
    compact(store)
    raw = store.read_bytes()
    lines = "\n".join(StoredLog(store).lines(_places(store)).values())
    gone = [address for address in old - new if address not in lines]
    assert gone
    for address in gone:
        assert not re.search(rb"(?<![\d.])%s(?![\d.])" % re.escape(address.encode()), raw), address


def _places(store: Path) -> list[int]:
    tally = StoredLog(store).tally["mail"]
    return [*(at for seen in tally.units.values() for at in seen.samples), *samples(tally)]


def test_lines_of_senders_not_seen_since_are_dropped(store: Path) -> None:
    """The lines of those that still write stay."""
    day = middle(store)
    with writing(store) as connection:
        forget(connection, day)
    log = StoredLog(store)
    for seen in log.tally["mail"].units.values():
        if seen.last < day * DAY:
            assert not log.lines(seen.samples)
    assert log.lines(_places(store))


def test_forgetting_again_forgets_nothing_more(store: Path) -> None:
    """It can be run every night."""
    day = middle(store)
    with writing(store) as connection:
        forget(connection, day)
    before = StoredLog(store).tally["mail"]
    with writing(store) as connection:
        assert forget(connection, day) == (0, 0)
    assert StoredLog(store).tally["mail"] == before


def test_reading_goes_on_after_forgetting(store: Path) -> None:
    """What is open and where logs were read to is no past yet."""
    with writing(store) as connection:
        forget(connection, middle(store))
    log = store.with_name("3.log")
    log.write_bytes(b"".join(DAYS[21:29]))
    assert ingest(store, [str(log)], Options()).lines == DAYS[28].count(b"\n")
    assert StoredLog(store).report().advice


def test_nobody_proposes_trust_in_a_forgotten_network(store: Path) -> None:
    """An exception names addresses that vouched mail came from, never all their neighbours."""
    with writing(store) as connection:
        forget(connection, 1 << 20)
    for advice in StoredLog(store).report().advice:
        assert not [value for one in advice.exceptions for value in one.values if "/" in value]


def test_people_not_seen_since_have_no_name(store: Path) -> None:
    """How often they used which encryption is kept; who still comes stays as he was."""
    before, day = StoredLog(store).tally["mail"], middle(store)
    with writing(store) as connection:
        forget(connection, day)
    after = StoredLog(store).tally["mail"]
    for old, new in ((before.submitters, after.submitters), (before.readers, after.readers)):
        assert sum(used.times for used in old.values()) == sum(used.times for used in new.values())
        assert {key for key in old if old[key].last >= day * DAY} == {
            key for key in new if key.user != NOBODY
        }
        assert not [key for key in new if key.user == NOBODY and key.client_address]


def test_what_old_clients_passed_for_is_forgotten(tmp_path: Path) -> None:
    """Nobody vouches for a network, so the address that a pass was counted for need not be kept."""
    path, log = tmp_path / "store.sqlite", tmp_path / "mail.log"
    client = "mx.alumni.example[192.0.2.10]"
    story = Story().connect(client).warn(client=client)
    result(story, "Pass", client, "x@alumni.example")
    log.write_bytes(story.disconnect(client).text())
    ingest(path, [str(log)], Options())
    (key,) = StoredLog(path).tally["mx"].own_passes
    for day, left in ((key.day, 1), (key.day + 1, 0)):
        with writing(path) as connection:
            forget(connection, day)
        assert len(StoredLog(path).tally["mx"].own_passes) == left
