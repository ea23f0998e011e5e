"""What earlier judgements have fixed: the start of the clock of gate 4, and switches that were seen."""

import sqlite3
from collections.abc import Mapping

from loganalyzer.advice.clock import Judged
from loganalyzer.store.rows import Texts


def load(connection: sqlite3.Connection, texts: Texts) -> dict[str, Judged]:
    """What is fixed for each host."""
    words = texts.everything()
    rows = connection.execute("SELECT host, clock_began, switched_on FROM judged")
    return {words[host]: Judged(began, switched) for host, began, switched in rows}


def save(connection: sqlite3.Connection, texts: Texts, judged: Mapping[str, Judged]) -> None:
    """Keeps what is fixed from now on."""
    connection.executemany(
        "INSERT OR REPLACE INTO judged VALUES (?, ?, ?)",
        [(texts.number(host), *one) for host, one in judged.items()],
    )
