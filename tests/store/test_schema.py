"""The tables hold what the program counts: no column too many, none missing."""

import sqlite3
from collections import defaultdict
from dataclasses import fields
from pathlib import Path

import pytest

from loganalyzer.measures.narrowed import BY_DAY, KEYED, TIMELESS, USES
from loganalyzer.measures.tally import Tally
from loganalyzer.measures.used import Used
from loganalyzer.store import schema
from loganalyzer.store.database import reading, writing
from loganalyzer.store.errors import StoreError
from loganalyzer.store.forget import TEXTS
from loganalyzer.store.rows import Texts
from loganalyzer.store.schema import MIGRATIONS, VERSION, migrate, version_of
from loganalyzer.store.tallies import COUNTERS, UNITS, VERSIONS, load
from loganalyzer.store.used import USED
from loganalyzer.terms.tls import Tls


def migrated() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    migrate(connection)
    return connection


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def test_each_counter_has_its_table() -> None:
    """A part that is added to a key needs a migration, and is missed here first."""
    connection = migrated()
    for name, shape in COUNTERS.items():
        assert columns(connection, name) == {"host", "count", *(column.name for column in shape.columns)}
    kept = {"host", "first", "last", "samples", *(column.name for column in UNITS.columns)}
    assert columns(connection, "units") == kept
    for name, shape in USED.items():
        kept = {"host", *Used._fields, *(column.name for column in shape.columns)}
        assert columns(connection, name) == kept


def test_nothing_that_a_tally_counts_is_left_out() -> None:
    """A counter that is added to the tally is kept, or this fails."""
    assert {field.name for field in fields(Tally)} == {*COUNTERS, *USED, "units", *VERSIONS}


def test_every_part_of_a_tally_is_narrowed_by_days_or_known_to_have_none() -> None:
    """A counter that is added is not forgotten where days are picked of a store."""
    whole = {*KEYED, *BY_DAY, *USES, *TIMELESS, "notices", "units"}
    assert {field.name for field in fields(Tally)} == whole


def test_every_text_column_is_known_to_who_tidies() -> None:
    """A text that something still speaks of is never dropped."""
    connection = migrated()
    for table, names in TEXTS.items():
        assert {name.strip('"') for name in names} <= columns(connection, table)


def test_an_older_store_becomes_like_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is done once, in the transaction of the run that needs it; who only reads is told."""
    path = tmp_path / "store.sqlite"
    with writing(path) as connection:
        assert version_of(connection) == VERSION
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE more (a)",)))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    with pytest.raises(StoreError, match="older version"), reading(path):
        raise AssertionError("nothing is read of it")
    for _ in range(2):
        with writing(path) as connection:
            assert columns(connection, "more") == {"a"}
            assert version_of(connection) == VERSION + 1


def test_what_was_counted_before_signatures_were_is_kept() -> None:
    """A store of before knows of no signature, and loses no count."""
    connection = sqlite3.connect(":memory:")
    for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 2")
    texts = Texts(connection)
    tls13 = tuple(map(texts.number, ("line", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "X25519", "Anonymous")))
    words = tuple(map(texts.number, ("smtpd", "outside")))
    row = (texts.number("mx"), 20_400, *words, 1, *tls13, 7)
    connection.execute(f"INSERT INTO sessions VALUES ({', '.join('?' * len(row))})", row)
    migrate(connection)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    load(connection, Texts(connection), tallies.__getitem__)
    ((key, count),) = tallies["mx"].sessions.items()
    assert count == 7
    assert key.tls == Tls("line", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "X25519", "Anonymous", "")


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    """Whatever a sender wrote: no Unicode, NULs, quotes, nothing."""
    odd = ["", "\0", "\ud83d", "'; DROP TABLE texts; --", "ä", "ä", "x" * 9000]
    with writing(tmp_path / "store.sqlite") as connection:
        numbers = [Texts(connection).number(text) for text in odd]
        assert [Texts(connection).number(text) for text in odd] == numbers
    with reading(tmp_path / "store.sqlite") as connection:
        assert [Texts(connection).everything()[number] for number in numbers] == odd
