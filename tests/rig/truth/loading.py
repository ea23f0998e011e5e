"""The truth of a run, read from its file."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from .. import records
from ..records import Stored, Truth


def load(path: Path) -> Truth:
    """Read a truth file, gzipped or not."""
    if not path.exists():
        path = path.with_name(path.name + ".gz")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        raws = [json.loads(line) for line in file]
    by_kind: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for raw in raws:
        by_kind[raw["kind"]].append(raw)
    clients = [raw for raw in raws if "connections" in raw and raw["kind"] != "admin"]
    return Truth(
        meta=by_kind["meta"][0],
        sessions=tuple(records.session(raw) for raw in clients),
        outbound=tuple(records.outbound(raw) for raw in by_kind["outbound"]),
        stored=tuple(
            Stored(raw["mailbox"], raw["folder"], raw["message_id"], raw["bounce_of"])
            for raw in by_kind["stored"]
        ),
        verdicts=tuple((raw["message_id"], raw["verdict"]) for raw in by_kind["filter"]),
        held=frozenset(raw["message_id"] for raw in by_kind["held"]),
        queued=frozenset(raw["message_id"] for raw in by_kind["queued"]),
        admin=tuple((raw["time"], raw["what"]) for raw in by_kind["admin"]),
        restarts=tuple((raw["time"], raw["end"]) for raw in by_kind["admin"] if raw["what"] == "restart"),
    )
