"""What the decision on our record needs is kept by a store, and told from there as from the logs."""

from pathlib import Path

import loganalyzer as la
from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.outside_read import read_outside
from loganalyzer.api.stored import StoredLog
from loganalyzer.reports.json import as_plain
from loganalyzer.store.database import writing
from loganalyzer.store.forget import forget

ROOT = Path(__file__).parents[2]
LOG = str(ROOT / "sample_logs" / "forgotten-forwarder")
OUTSIDE = read_outside(
    "example.org",
    zone=ROOT / "sample_reports" / "db.example.org",
    dmarc=[ROOT / "sample_reports" / "dmarc.mbox"],
)


def judged(log: la.Log) -> dict[str, object]:
    """The advice on the record as a script sees it, without places of lines."""
    report = log.report(["spf_all"], outside=OUTSIDE)
    (advice,) = as_plain(report)["advice"]
    return {name: advice[name] for name in ("verdict", "headline", "gates", "remarks", "look_again")} | {
        "because": [(one["claim"], one["count"], one["total"]) for one in advice["because"]],
        "sources": [{**row, "where": ()} for row in advice["spf"]["sources"]],
    }


def test_a_store_tells_the_same_as_its_logs(tmp_path: Path) -> None:
    """Sources, refusals and forwarded mail; and forgetting keeps their counts, not their addresses."""
    store = tmp_path / "store.sqlite"
    ingest(store, [LOG], Options())
    assert judged(StoredLog(store)) == judged(la.read(LOG))

    claims = StoredLog(store).tally["mail"].claims
    with writing(store) as connection:
        forget(connection, 1 << 20)
    after = StoredLog(store).tally["mail"].claims
    assert sum(one.times for one in claims.values()) == sum(one.times for one in after.values())
    assert judged(StoredLog(store))["verdict"] == judged(la.read(LOG))["verdict"]
    assert all("/" in key.client_address and not key.client_name for key in after)
