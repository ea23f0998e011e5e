"""DKIM keys and DMARC policies; they matter only where the milters run."""

from __future__ import annotations

import os
from pathlib import Path

from .bots import SIGNING_SPAMMER
from .organisations import ORGS
from .services import BIG, SERVICES
from .zones import add

SIGNERS = frozenset(
    {
        "acme-tools.example",
        "city-library.example",
        "lumen-lights.example",
        "north-bank.example",
        "oak-insurance.example",
        "parcel-post.example",
        "union-uni.example",
        "metro-museum.example",
        "bigmail.example",
        "officecloud.example",
        "freemail.example",
        "willow-clinic.example",
    }
)
"""Domains that sign their mail."""
REJECTING = frozenset({"north-bank.example", "parcel-post.example", "officecloud.example"})
"""Signers whose DMARC policy says reject."""

for _domain in SIGNERS:
    _policy = "reject" if _domain in REJECTING else "none"
    add("_dmarc." + _domain, "TXT", f"v=DMARC1; p={_policy}")
add("_dmarc.example.org", "TXT", "v=DMARC1; p=none")
add("_dmarc." + SIGNING_SPAMMER, "TXT", "v=DMARC1; p=reject")


def publish(honest: str, spammer: str) -> None:
    """Publish the DKIM keys: one for all honest domains, and the spammer's own."""
    domains = [*ORGS, *BIG, *(s.domain for s in SERVICES.values())]
    for domain in domains:
        add("s1._domainkey." + domain, "TXT", honest)
    for domain in ("example.org", "example.net"):
        add("mail._domainkey." + domain, "TXT", honest)
        add("s1._domainkey." + domain, "TXT", honest)  # what a service may sign with in our name
    add("s1._domainkey." + SIGNING_SPAMMER, "TXT", spammer)


if "RIG_KEYS" in os.environ:
    _keys = Path(os.environ["RIG_KEYS"])
    publish((_keys / "honest.txt").read_text().strip(), (_keys / "spammer.txt").read_text().strip())
