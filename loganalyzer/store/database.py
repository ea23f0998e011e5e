"""Opening the file: who may, how long to wait, and whether it can be trusted."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from loganalyzer.store import schema
from loganalyzer.store.errors import DAMAGED, DamagedStoreError, MissingStoreError, StoreError, said_plainly
from loganalyzer.store.schema import APPLICATION, migrate, version_of

PATIENCE = 30.0
"""Seconds to wait for another run."""

_MAGIC = b"SQLite format 3\x00"


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One unchanging view of the store, whoever writes meanwhile; raises StoreError."""
    if not path.exists():
        raise MissingStoreError(f"{path}: there is no store yet; mailstat ingest LOG… makes one")
    _looks_like_ours(path)
    with said_plainly(str(path)), closing(_for_reading(path)) as connection:
        _checked(connection, path)
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(path: Path, patience: float = PATIENCE, thorough: bool = False) -> Iterator[sqlite3.Connection]:
    """The store for this run alone: all that is done to it is kept together at the end, or none of it.

    The store is made where there is none, for its owner's eyes only. ``thorough`` looks for damage
    everywhere first.
    """
    if path.exists():
        _looks_like_ours(path)
    with said_plainly(str(path)):
        _made(path)
        with closing(_connect(f"{path.absolute().as_uri()}?mode=rw", patience)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            _checked(connection, path)
            if thorough:
                _sound(connection, path)
            migrate(connection)
            _identified(connection)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def _connect(address: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(address, timeout=patience, isolation_level=None, uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogatepass")
    return connection


def _for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; where the folder is another's, one that needs no lock there.

    WAL wants to make a file beside the store. Without one there is nothing in flight to be missed.
    """
    address = path.absolute().as_uri()
    beside = path.with_name(path.name + "-wal")
    if not os.access(path.parent, os.W_OK) and not beside.exists():
        return _connect(f"{address}?mode=ro&immutable=1", PATIENCE)
    return _connect(f"{address}?mode=ro", PATIENCE)


def _made(path: Path) -> None:
    """Makes folder and file where they are missing, closed to others: addresses of people stand in it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be written: {error.strerror or error}") from error


def _looks_like_ours(path: Path) -> None:
    """Raises for a file that is no database: most likely a log, given where the store is named."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be read: {error.strerror or error}") from error
    if not head or head == _MAGIC:
        return
    if head.isascii() and not head.translate(None, bytes(range(32, 127)) + b"\t\r\n"):
        raise StoreError(f"{path}: is no store; name logs before --store, or the store as --store=FILE")
    raise DamagedStoreError(DAMAGED.format(path=path, why="it does not begin as a database"))


def _checked(connection: sqlite3.Connection, path: Path) -> None:
    """Raises for another program's database, and for a store that a newer version of ours has written."""
    version = version_of(connection)
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not marked and (version or tables):
        raise StoreError(f"{path}: is a database of another program, no store of mailstat")
    newest = schema.VERSION
    if version > newest:
        raise StoreError(
            f"{path}: the store is of version {version}, this mailstat knows up to {newest}; "
            "use the newer mailstat"
        )
    if connection.in_transaction:
        return  # who writes makes or renews the tables
    if not marked:
        raise MissingStoreError(f"{path}: the store is empty; mailstat ingest LOG… fills it")
    if version < newest:
        raise StoreError(f"{path}: the store is of an older version; the next mailstat ingest renews it")


def _sound(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedStoreError(DAMAGED.format(path=path, why=found))


def _identified(connection: sqlite3.Connection) -> None:
    """Gives a new store a name of its own, by which others know what they merged from it."""
    connection.execute("INSERT OR IGNORE INTO facts VALUES ('identity', ?)", (secrets.token_hex(8),))


def compact(path: Path, patience: float = PATIENCE) -> None:
    """Gives the room of what was dropped back to the disk, so that nothing of it can be read there."""
    with (
        said_plainly(str(path)),
        closing(_connect(f"{path.absolute().as_uri()}?mode=rw", patience)) as connection,
    ):
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def set_aside(path: Path, stamp: str) -> Path:
    """Renames a store that cannot be trusted, with what belongs to it; gives its new name."""
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    try:
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise StoreError(f"{path}: cannot be renamed: {error.strerror or error}") from error
    return aside
