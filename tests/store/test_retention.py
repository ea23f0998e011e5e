"""A store forgets people by itself, as late as verdicts need and no later than was asked."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.store.database import writing
from loganalyzer.store.errors import StoreError
from loganalyzer.store.forget import NOBODY
from loganalyzer.store.retention import FOR_EVER, LEAST, USUAL, remember
from loganalyzer.store.store import Store
from loganalyzer.triage.knowledge import Knowledge
from tests.story import BEGIN, Story

LATE = datetime(2100, 1, 1, tzinfo=UTC)


def day(number: int) -> bytes:
    """One user who sends, and one forged mail, on a day of this number."""
    story = Story(BEGIN + timedelta(days=number))
    story.say("postfix/submission/smtpd[9]", "connect from pc.example.net[198.51.100.7]")
    signed_in = "client=pc.example.net[198.51.100.7], sasl_method=PLAIN, sasl_username=alice"
    story.say("postfix/submission/smtpd[9]", f"4B{number}0A: {signed_in}").active(f"4B{number}0A")
    story.removed(f"4B{number}0A").connect().warn().accept(f"4A{number}0A").deliver(f"4A{number}0A")
    return story.removed(f"4A{number}0A").disconnect().later(minutes=1).text()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the log is written."""
    return tmp_path / "mail.log"


def taken(log: Path, number: int, now: datetime = LATE) -> StoredLog:
    """The store after this day."""
    store = log.with_name("store.sqlite")
    with log.open("ab") as file:
        file.write(day(number))
    ingest(store, [str(log)], Options(now=now))
    return StoredLog(store)


def clients(stored: StoredLog) -> set[str]:
    return {key.client_address for key in stored.tally["mx"].affected}


def test_who_was_not_seen_for_so_long_is_forgotten(log: Path) -> None:
    """By default after 400 days, with the first ingest that is later by a week or more."""
    taken(log, 0)
    assert clients(taken(log, USUAL - 1)) == {"192.0.2.10"}
    after = taken(log, USUAL + 8)
    assert clients(after) == {"192.0.2.0/24", "192.0.2.10"}
    assert sum(after.tally["mx"].affected.values()) == 3


def test_how_long_is_kept_in_the_store(log: Path) -> None:
    """Sooner, or never, as the admin says; users lose their names likewise."""
    taken(log, 0)
    with writing(log.with_name("store.sqlite")) as connection:
        remember(Store(connection), LEAST)
    quiet = Story(BEGIN + timedelta(days=LEAST + 9)).connect().disconnect()
    with log.open("ab") as file:
        file.write(quiet.text())
    store = log.with_name("store.sqlite")
    ingest(store, [str(log)], Options(now=LATE))
    found = StoredLog(store)
    assert clients(found) == {"192.0.2.0/24"}
    assert {key.user for key in found.tally["mx"].submitters} == {NOBODY}


def test_for_ever_is_for_ever(log: Path) -> None:
    """Nothing is forgotten where that was said."""
    taken(log, 0)
    with writing(log.with_name("store.sqlite")) as connection:
        remember(Store(connection), FOR_EVER)
    assert clients(taken(log, 3000)) == {"192.0.2.10"}


def test_less_than_verdicts_need_is_refused(log: Path) -> None:
    """Verdicts look back 91 days for people by name."""
    taken(log, 0)
    with (
        writing(log.with_name("store.sqlite")) as connection,
        pytest.raises(StoreError, match="for 92 at least"),
    ):
        remember(Store(connection), LEAST - 1)


def test_a_stamp_of_the_future_makes_nobody_forgotten(log: Path) -> None:
    """A clock that was years ahead for a moment ages nothing."""
    taken(log, 0)
    assert clients(taken(log, 3000, now=BEGIN + timedelta(days=2))) == {"192.0.2.10"}


def test_an_exception_outlives_the_address_that_it_was_made_for() -> None:
    """Mail that an entry of the allowlist lets in is not lost again once only its network is known."""
    known = Knowledge(excepted=(ipaddress.ip_network("192.0.2.10/32"), ipaddress.ip_network("2001:db8::/48")))
    said = ("192.0.2.10", "192.0.2.0/24", "2001:db8:0:7::/64", "192.0.2.11", "198.51.100.0/24", "no/network")
    assert [known.is_excepted(address) for address in said] == [True, True, True, False, False, False]
