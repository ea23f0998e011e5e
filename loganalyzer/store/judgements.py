"""What digests have told, so that the next one can say what has changed since."""

import json
import sqlite3
from typing import Any

from loganalyzer.advice.past import Past, Told
from loganalyzer.store.rows import Texts
from loganalyzer.terms.moment import as_date, day_number
from loganalyzer.terms.unit import Unit


def load(connection: sqlite3.Connection, texts: Texts) -> Told | None:
    """The last that was told; None where nothing was yet."""
    columns = "day, decision, subject, server, verdict, switched_on, standing, figures"
    newest = "SELECT max(digest) FROM judgements"
    rows = connection.execute(f"SELECT {columns} FROM judgements WHERE digest = ({newest})").fetchall()
    if not rows:
        return None
    return Told(as_date(rows[0][0]), tuple(_past(row, texts.everything()) for row in rows))


def _past(row: tuple[Any, ...], words: Any) -> Past:
    _, decision, subject, server, verdict, switched_on, standing, figures = row
    return Past(
        words[decision],
        words[subject],
        words[server],
        words[verdict],
        None if switched_on is None else as_date(switched_on),
        {Unit(sender, network): kind for sender, network, kind in json.loads(standing)},
        json.loads(figures),
    )


def save(connection: sqlite3.Connection, texts: Texts, told: Told) -> None:
    """Adds what was told just now; it is the last from now on, whatever the clock says."""
    number = connection.execute("SELECT coalesce(max(digest), 0) + 1 FROM judgements").fetchone()[0]
    day = day_number(told.day)
    rows = [
        (
            number,
            day,
            *(texts.number(word) for word in (*one.about, one.verdict)),
            None if one.switched_on is None else day_number(one.switched_on),
            json.dumps(sorted([*unit, kind] for unit, kind in one.standing.items())),
            json.dumps(dict(one.figures)),
        )
        for one in told.judgements
    ]
    connection.executemany("INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
