"""Carries in a store: where the fold of each host's log stopped, to be taken up there."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from loganalyzer.linking.carry import Carry
from loganalyzer.store.graph import decoded, encoded
from loganalyzer.store.rows import Texts

_SIGN = 1 << 63
"""SQLite's integers have a sign, digests have none."""


def load(connection: sqlite3.Connection, texts: Texts) -> dict[str, Carry]:
    """The carry of each host whose logs were read into this store."""
    words = texts.everything()
    carries: dict[str, Carry] = {}
    for host, state in connection.execute("SELECT host, state FROM carries ORDER BY host"):
        carry: Carry = decoded(state)
        known = connection.execute("SELECT digest FROM written WHERE host = ?", (host,))
        carry.written = {digest + _SIGN for (digest,) in known}
        carries[words[host]] = carry
    return carries


def save(connection: sqlite3.Connection, texts: Texts, carries: Mapping[str, Carry]) -> None:
    """Keeps the carries; whom our people wrote to is only ever added to."""
    for host, carry in carries.items():
        number = texts.number(host)
        state = encoded(replace(carry, written=set()))
        connection.execute("INSERT OR REPLACE INTO carries VALUES (?, ?)", (number, state))
        known = connection.execute("SELECT count(*) FROM written WHERE host = ?", (number,)).fetchone()[0]
        if known != len(carry.written):
            connection.executemany(
                "INSERT OR IGNORE INTO written VALUES (?, ?)",
                [(number, digest - _SIGN) for digest in sorted(carry.written)],
            )
