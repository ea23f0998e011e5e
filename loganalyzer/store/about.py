"""What there is to say of a store, and its counts for other programs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from loganalyzer.advice.clock import Judged
from loganalyzer.store.schema import VERSION
from loganalyzer.store.store import Store
from loganalyzer.store.tallies import COUNTERS


class About(NamedTuple):
    """A store in a few figures; origins: for each host the store it was merged from, or nothing.

    first, last: moments. rows: by table. judged: what earlier judgements fixed, by host.
    own_hosts: further machines that were called our own.
    """

    identity: str
    version: int
    lines: int
    first: int | None
    last: int | None
    logs: int
    origins: Mapping[str, str]
    rows: Mapping[str, int]
    judged: Mapping[str, Judged]
    own_hosts: tuple[str, ...]


def about(store: Store) -> About:
    """The figures of a store."""
    whole = store.coverage()
    for merged in store.merged_coverages():
        whole.merge(merged)
    tables = (*COUNTERS, "units", "sample_lines")
    rows = {
        name: int(store.connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables
    }
    return About(
        store.identity,
        VERSION,
        whole.lines,
        whole.first,
        whole.last,
        len(store.names()),
        store.owners(),
        rows,
        store.judged(),
        store.own_hosts,
    )


def exported(store: Store) -> Iterator[str]:
    """Every row of every counter as one JSON object a line: table, host, the parts of the key, count."""
    words = store.texts.everything()
    for name, shape in COUNTERS.items():
        names = ", ".join(column.name for column in shape.columns)
        for host, *parts, number in store.connection.execute(f"SELECT host, {names}, count FROM {name}"):
            row: dict[str, Any] = {"table": name, "host": words[host]}
            for column, part in zip(shape.columns, parts, strict=True):
                row[column.name] = words[part] if column.is_text else part
            yield json.dumps({**row, "count": number})
