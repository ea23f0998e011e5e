"""What can be wrong with a store, in words for who runs it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StoreError(Exception):
    """Raised with one line that says what is wrong with the store and what to do about it."""


class MissingStoreError(StoreError):
    """Raised where there is no store of that name."""


class BusyStoreError(StoreError):
    """Raised where another run had the store for longer than one waits."""


class DamagedStoreError(StoreError):
    """Raised where the file cannot be trusted any more; nothing was changed."""


DAMAGED = (
    "{path}: the store is damaged ({why}); nothing was changed. "
    "mailstat ingest --rebuild LOG… keeps it aside and begins a new one from the logs there are"
)

_SAID: tuple[tuple[int, type[StoreError], str], ...] = (
    (
        sqlite3.SQLITE_BUSY,
        BusyStoreError,
        "{path}: another run is using the store; try again when it is done",
    ),
    (sqlite3.SQLITE_LOCKED, BusyStoreError, "{path}: another run is using the store; try again"),
    (sqlite3.SQLITE_FULL, StoreError, "{path}: the disk is full; the store is as it was before this run"),
    (sqlite3.SQLITE_READONLY, StoreError, "{path}: the store may not be written: permission denied"),
    (
        sqlite3.SQLITE_CANTOPEN,
        StoreError,
        "{path}: the store cannot be opened: permission denied, or no folder",
    ),
    (
        sqlite3.SQLITE_IOERR,
        StoreError,
        "{path}: the disk does not do its work ({why}); the store is as it was",
    ),
    (sqlite3.SQLITE_CORRUPT, DamagedStoreError, DAMAGED),
    (sqlite3.SQLITE_NOTADB, DamagedStoreError, DAMAGED),
)
"""SQLite's primary result codes (sqlite.org/rescode.html), and what each means here."""


@contextmanager
def said_plainly(path: str) -> Iterator[None]:
    """Raises a StoreError for what SQLite raises; what is our own mistake stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        for known, kind, text in _SAID:
            if code is not None and code & 0xFF == known:
                raise kind(text.format(path=path, why=error)) from error
        raise
