"""Forgetting clients that were kept apart because they might have been our own, and are not."""

import json
import sqlite3
from collections.abc import Callable, Iterable

from loganalyzer.store.rows import Texts
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.own_hosts import own_hosts

Is = Callable[[str, str], bool]
"""Of a client's name and address."""


def forget_kin(connection: sqlite3.Connection, texts: Texts, before: int) -> int:
    """Forgets which strangers they were before this UTC day; says how many rows there were of them.

    Machines in our own domains keep their names: they are no people.
    """
    ours = _ours(connection, texts)
    return sum(_drop(connection, texts, table, before, ours) for table in ("kin_sessions", "kin_messages"))


def _ours(connection: sqlite3.Connection, texts: Texts) -> Is:
    words = texts.everything()
    domains = connection.execute("SELECT domain FROM own_domains UNION SELECT name FROM covered_hosts")
    organisations = {organisation_of(words[number]) for (number,) in domains} - {""}
    row = connection.execute("SELECT value FROM facts WHERE name = 'own_hosts'").fetchone()
    given = own_hosts(tuple(json.loads(row[0]))) if row else own_hosts(())
    return lambda name, address: organisation_of(name) in organisations or given.has(name, address)


def _drop(connection: sqlite3.Connection, texts: Texts, table: str, before: int, ours: Is) -> int:
    words = texts.everything()
    clients = connection.execute(
        f"SELECT DISTINCT client_name, client_address FROM {table} WHERE day < ?", (before,)
    )
    strangers = _strangers(clients.fetchall(), words.__getitem__, ours)
    where = "day < ? AND client_name = ? AND client_address = ?"
    rows = [(before, *client) for client in strangers]
    return connection.executemany(f"DELETE FROM {table} WHERE {where}", rows).rowcount if rows else 0


def _strangers(
    clients: Iterable[tuple[int, int]], word: Callable[[int], str], ours: Is
) -> list[tuple[int, int]]:
    return [client for client in clients if not ours(word(client[0]), word(client[1]))]
