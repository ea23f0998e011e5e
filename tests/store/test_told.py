"""What a digest told comes back as it was, also from a store that was older than digests."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from loganalyzer.advice.past import Past, Told
from loganalyzer.linking.restriction import SPF
from loganalyzer.store import schema
from loganalyzer.store.database import reading, writing
from loganalyzer.store.forget import forget
from loganalyzer.store.schema import FIRST, migrate
from loganalyzer.store.store import Store
from loganalyzer.terms.unit import Unit
from tests.store.test_merge import DAYS, bring, server
from tests.store.test_schema import migrated

TEXT = some.text(max_size=8) | some.just("\ud83d")
DAY = some.dates()
PAST = some.builds(
    Past,
    TEXT,
    TEXT,
    TEXT,
    some.sampled_from(["SAFE", "BLIND"]),
    some.none() | DAY,
    some.dictionaries(some.builds(Unit, TEXT, TEXT), TEXT, max_size=3),
    some.dictionaries(some.text(max_size=4), some.integers(0, 1 << 40), max_size=2),
)
PASTS = some.lists(PAST, min_size=1, max_size=3, unique_by=lambda one: one.about)
TOLD = some.builds(Told, DAY, PASTS.map(tuple))

ONE = Told(
    date(2026, 11, 16), (Past("warn_if_reject", SPF, "mx1", "SAFE", None, {Unit("a", "b"): "junk"}, {}),)
)


@given(some.lists(TOLD, min_size=1, max_size=3))
def test_the_last_that_was_told_comes_back(told: list[Told]) -> None:
    """Whatever senders wrote into the names, and wherever the clock was turned to in between."""
    connection = migrated()
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogatepass")  # as in ``database``
    store = Store(connection)
    assert store.told() is None
    for one in told:
        store.keep_told(one)
    found = store.told()
    assert found is not None
    assert found.day == told[-1].day
    assert {past.about: past for past in found.judgements} == {
        past.about: past for past in told[-1].judgements
    }


def test_a_store_older_than_digests_keeps_them_from_now_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run that writes makes room for them."""
    path = tmp_path / "store.sqlite"
    with monkeypatch.context() as older:
        older.setattr(schema, "MIGRATIONS", (FIRST,))
        older.setattr(schema, "VERSION", 1)
        with writing(path) as connection:
            migrate(connection)
    with writing(path) as connection:
        assert Store(connection).told() is None
        Store(connection).keep_told(ONE)
    with reading(path) as connection:
        assert Store(connection).told() == ONE


def test_forgetting_and_merging_leave_what_was_told(tmp_path: Path) -> None:
    """It holds domains and networks, which are not forgotten; and a fleet's own digests are its own."""
    fleet = tmp_path / "fleet.sqlite"
    own = server(tmp_path, "mx1", DAYS[:1])
    bring(fleet, own)
    with writing(fleet) as connection:
        Store(connection).keep_told(ONE)
        forget(connection, 1 << 20)
    bring(fleet, own)
    with reading(fleet) as connection:
        assert Store(connection).told() == ONE
