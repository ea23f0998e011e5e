"""The tables of a store, and how older stores become like the newest: one step a version."""

import sqlite3

APPLICATION = 0x6D737461
"""Marks the file as a store of ours (``PRAGMA application_id``, "msta")."""

_TLS = "tls_seen INT, tls_protocol INT, tls_cipher INT, tls_key_exchange INT, tls_trust INT"
_TLS_KEY = "tls_seen, tls_protocol, tls_cipher, tls_key_exchange, tls_trust"


def _counter(name: str, columns: str, key: str) -> str:
    """A table of counts; host and day first in its key, so that a day's rows lie together."""
    whole = f"host INT, {columns}, count INT NOT NULL, PRIMARY KEY (host, {key})"
    return f"CREATE TABLE {name} ({whole}) WITHOUT ROWID"


_KEPT = "times INT NOT NULL, first INT NOT NULL, last INT NOT NULL, days TEXT NOT NULL, at INT NOT NULL"
"""The set of days is as long as a log, so it is a text."""


def _used(name: str, key: str) -> str:
    """A table of who uses which encryption."""
    parts = ", ".join(f"{part} INT" for part in key.split(", "))
    whole = f"host INT, {parts}, {_TLS}, {_KEPT}, PRIMARY KEY (host, {key}, {_TLS_KEY})"
    return f"CREATE TABLE {name} ({whole}) WITHOUT ROWID"


def _seen(name: str, key: str) -> str:
    """A table of who was seen when, whatever the encryption."""
    parts = ", ".join(f"{part} INT" for part in key.split(", "))
    return f"CREATE TABLE {name} (host INT, {parts}, {_KEPT}, PRIMARY KEY (host, {key})) WITHOUT ROWID"


FIRST = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
    *(
        _counter(
            name,
            f"day INT, service INT, origin INT, mail INT, {_TLS}",
            f"day, service, origin, mail, {_TLS_KEY}",
        )
        for name in ("sessions", "messages")
    ),
    _counter(
        "deliveries",
        f"day INT, program INT, relayed INT, status INT, domain INT, {_TLS}, relay_host INT, "
        "tls_trouble INT, ours INT",
        f"day, domain, program, relayed, status, {_TLS_KEY}, relay_host, tls_trouble, ours",
    ),
    _counter("spf", "day INT, spf_result INT, identity INT", "day, spf_result, identity"),
    _counter(
        "rejections",
        "day INT, service INT, action INT, restriction INT, code_class INT",
        "day, service, action, restriction, code_class",
    ),
    _counter(
        "logins", f"day INT, service INT, {_TLS}, local_port INT", f"day, service, {_TLS_KEY}, local_port"
    ),
    *(_counter(name, "day INT", "day") for name in ("handshakes_failed", "lost", "set_back")),
    _counter("losses", "day INT, restriction INT, fate INT", "day, restriction, fate"),
    _counter(
        "affected",
        "restriction INT, unit_sender_domain INT, unit_network INT, spf_result INT, identity INT, "
        "client_name INT, client_address INT, day INT, fate INT, wanted INT, authentic INT, junk INT",
        "day, unit_sender_domain, unit_network, restriction, spf_result, identity, client_name, "
        "client_address, fate, wanted, authentic, junk",
    ),
    _counter("own_domains", "domain INT", "domain"),
    _counter("offered", "relay_host INT", "relay_host"),
    _used("submitters", "service, user, client_address"),
    _used("readers", "service, user, client_address"),
    _used("peers", "service, network"),
    _used("handshakes", 'service, network, error, "then"'),
    _counter("notices", "day INT, what INT", "day, what"),
    *(
        f"CREATE TABLE {name} (host INT, version INT, seen INT NOT NULL, "
        "PRIMARY KEY (host, version)) WITHOUT ROWID"
        for name in ("versions", "dovecot_versions")
    ),
    "CREATE TABLE units (host INT, restriction INT, unit_sender_domain INT, unit_network INT, "
    "first INT NOT NULL, last INT NOT NULL, samples TEXT NOT NULL, "
    "PRIMARY KEY (host, restriction, unit_sender_domain, unit_network)) WITHOUT ROWID",
    "CREATE TABLE sample_lines (at INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    "CREATE TABLE covered (origin TEXT, part TEXT, name BLOB, count INT NOT NULL, "
    "PRIMARY KEY (origin, part, name)) WITHOUT ROWID",
    "CREATE TABLE covered_hours (origin TEXT, host INT, hour INT, count INT NOT NULL, "
    "PRIMARY KEY (origin, host, hour)) WITHOUT ROWID",
    "CREATE TABLE covered_hosts (origin TEXT, label INT, name INT, "
    "PRIMARY KEY (origin, label, name)) WITHOUT ROWID",
    "CREATE TABLE covered_samples (origin TEXT, shape BLOB, at INT NOT NULL, line BLOB NOT NULL, "
    "PRIMARY KEY (origin, shape)) WITHOUT ROWID",
    "CREATE TABLE hosts (host INTEGER PRIMARY KEY, origin TEXT NOT NULL)",
    "CREATE TABLE carries (host INTEGER PRIMARY KEY, state BLOB NOT NULL)",
    "CREATE TABLE written (host INT, digest INT, PRIMARY KEY (host, digest)) WITHOUT ROWID",
    "CREATE TABLE judged (host INTEGER PRIMARY KEY, clock_began INT, switched_on INT)",
    "CREATE TABLE logs (number INTEGER PRIMARY KEY, origin TEXT NOT NULL, name TEXT NOT NULL, "
    "position INT NOT NULL, head_length INT NOT NULL, head BLOB NOT NULL, "
    "tail_length INT NOT NULL, tail BLOB NOT NULL, last INT)",
    "CREATE TABLE packs (digest BLOB PRIMARY KEY, number INT NOT NULL) WITHOUT ROWID",
)
"""Of ``origin``: empty for what was read here, else the identity of the store it was merged from."""

DIGESTS = (
    "CREATE TABLE judgements (digest INT, day INT NOT NULL, decision INT, subject INT, server INT, "
    "verdict INT NOT NULL, switched_on INT, standing TEXT NOT NULL, figures TEXT NOT NULL, "
    "PRIMARY KEY (digest, decision, subject, server)) WITHOUT ROWID",
)
"""What each digest told. Of ``server``, a host: not called so, since what was told of a merged host is
this store's own, and stays when the host is brought up to date."""

IN_OUR_NAME = (
    _seen("claims", "sender_domain, client_name, client_address, spf_result, signed, junk"),
    _seen("sent", "whose, sender_domain"),
    _seen("refusals", "whose, sender_domain, to_domain, relay_host, about, status"),
)

ENCRYPTED = ("sessions", "messages", "deliveries", "logins", "submitters", "readers", "peers", "handshakes")
"""The tables of ``FIRST`` whose rows say how something was encrypted."""


def _signed(table: str) -> tuple[str, ...]:
    """What gives a table of ``FIRST`` the server's signature beside the key exchange, in its key too.

    A key is not changed in place (https://sqlite.org/lang_altertable.html), so the rows move; of what
    was counted before, nobody knows the signature.
    """
    (first,) = (statement for statement in FIRST if statement.startswith(f"CREATE TABLE {table} "))
    new = first.replace(_TLS, f"{_TLS}, tls_server_signature INT")
    new = new.replace(f"{_TLS_KEY}", f"{_TLS_KEY}, tls_server_signature")
    begin, rest = first.split("(", 1)[1].split(_TLS)
    columns = [part.split()[0] for part in f"{begin}{_TLS}{rest}".split(", PRIMARY")[0].split(", ")]
    names = ", ".join(columns)
    return (
        f"ALTER TABLE {table} RENAME TO old",
        new,
        f"INSERT INTO {table} ({names}, tls_server_signature) "
        f"SELECT {names}, (SELECT id FROM texts WHERE text = '') FROM old",
        "DROP TABLE old",
    )


SIGNATURES = (
    "INSERT OR IGNORE INTO texts (text) VALUES ('')",
    *(statement for table in ENCRYPTED for statement in _signed(table)),
)
"""How the server signed: its kind of key, under TLS 1.3."""

OWN_PASSES = (
    _counter("own_passes", "day INT, client_address INT, domain INT", "day, client_address, domain"),
)
"""Passes of failing clients for their own domains; a store that is older begins to count them now."""

KIN = (
    *(
        _counter(
            name,
            f"day INT, service INT, mail INT, {_TLS}, tls_server_signature INT, client_name INT, "
            "client_address INT",
            f"day, client_name, client_address, service, mail, {_TLS_KEY}, tls_server_signature",
        )
        for name in ("kin_sessions", "kin_messages")
    ),
)
"""Clients that may be machines of our own, once more by name."""

RETURNED = (
    _counter(
        "returned",
        "day INT, restriction INT, unit_sender_domain INT, unit_network INT, way INT",
        "day, unit_sender_domain, unit_network, restriction, way",
    ),
)
"""Refused recipients whose sender came back by another way, counted from now on."""

_AFFECTED = (
    "affected_restriction, unit_sender_domain, unit_network, affected_spf_result, affected_identity, "
    "affected_client_name, affected_client_address, affected_day, affected_fate, affected_wanted, "
    "affected_authentic, affected_junk"
)

HANDED = (
    _counter(
        "handed",
        f"token INT, whole INT, relay_host INT, {_AFFECTED.replace(',', ' INT,')} INT",
        f"token, whole, relay_host, {_AFFECTED}",
    ),
    _counter("ended", "token INT, day INT, fate INT, junk INT", "token, day, fate, junk"),
)
"""Mail that would have been refused and went on to another host, and what became of such mail there."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    FIRST,
    DIGESTS,
    SIGNATURES,
    OWN_PASSES,
    KIN,
    RETURNED,
    HANDED,
    IN_OUR_NAME,
)
"""What turns a store of version n into one of n + 1; never changed once it was released."""

VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version that the store is of; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the store to the newest version, within the transaction that is open."""
    for version in range(version_of(connection), VERSION):
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
