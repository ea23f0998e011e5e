"""Forgetting clients that were kept apart because they might have been our own, and are not."""

import json
import sqlite3
from collections.abc import Callable, Iterable

from loganalyzer.measures.used import PeerKey
from loganalyzer.store.rows import Texts
from loganalyzer.store.used import KEPT, USED, columns, put
from loganalyzer.store.used import read as used
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import client_network, organisation_of
from loganalyzer.terms.own_hosts import own_hosts

Is = Callable[[str, str], bool]
"""Of a client's name and address."""


def forget_kin(connection: sqlite3.Connection, texts: Texts, before: int) -> int:
    """Forgets which strangers they were before this UTC day; says how many rows there were of them.

    Machines in our own domains keep their names: they are no people.
    """
    ours = _ours(connection, texts)
    return sum(
        [
            _drop(connection, texts, "kin_sessions", before, ours),
            _drop(connection, texts, "kin_messages", before, ours),
            _give_back(connection, texts, before, ours),
        ]
    )


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


def _give_back(connection: sqlite3.Connection, texts: Texts, before: int, ours: Is) -> int:
    """Counts those not seen since among the peers, where they are told by their network."""
    read = USED["kin_peers"].reader(texts.everything())
    old = "FROM kin_peers WHERE last < ?"
    moment = (before * DAY,)
    rows = connection.execute(f"SELECT {columns('kin_peers')}, {KEPT}, host {old}", moment).fetchall()
    found = [(read(row), row) for row in rows]
    connection.execute(f"DELETE {old}", moment)
    strangers = 0
    for key, row in found:
        table, kept = "kin_peers", key
        if not ours(key.client_name, key.client_address):
            strangers += 1
            network = client_network(key.client_name, key.client_address)
            table, kept = "peers", PeerKey(key.service, network, key.tls)
        put(connection, table, (row[-1], *USED[table].row(kept, texts.number)), used(row[-6:-1]))
    return strangers
