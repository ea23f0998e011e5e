"""Taking a server out of the store that is gone for good: its silence would be told for ever."""

from loganalyzer.store.errors import StoreError
from loganalyzer.store.forget import TEXTS, tidy
from loganalyzer.store.store import Store
from loganalyzer.store.used import USED

BY_NAME = {"covered_hosts": "label", "judgements": "server"}
"""Tables that call a host by another column than ``host``."""


def drop(store: Store, host: str) -> None:
    """Drops all that is known of a host; of its lines only their number stays. Raises StoreError for no host.

    The logs stay known: what was read of them is not read again.
    """
    if host not in store.owners():
        known = ", ".join(sorted(store.owners())) or "none"
        raise StoreError(f"there is no host {host!r} in the store; there is {known}")
    number = store.texts.number(host)
    connection = store.connection
    units = connection.execute("SELECT samples FROM units WHERE host = ?", (number,)).fetchall()
    places = [(int(at),) for (samples,) in units for at in samples.split()]
    for table in USED:
        places += connection.execute(f"SELECT at FROM {table} WHERE host = ?", (number,)).fetchall()
    connection.executemany("DELETE FROM sample_lines WHERE at = ?", places)
    for table, columns in TEXTS.items():
        column = BY_NAME.get(table, "host" if "host" in columns else "")
        if column:
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))
    tidy(connection)
