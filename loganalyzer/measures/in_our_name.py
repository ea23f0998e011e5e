"""Counts mail in our name: who hands it in here, in whose name it leaves, and what is refused elsewhere."""

from collections.abc import Iterable

from loganalyzer.linking.finished import Claim, Delivery
from loganalyzer.measures.used import ClaimKey, RefusalKey, SentKey, Used, saw
from loganalyzer.terms.client import domain_of


def count_claims(claims: dict[ClaimKey, Used], found: Iterable[Claim]) -> None:
    """Counts strangers' messages under our domains."""
    for c in found:
        key = (c.sender_domain, c.client_name, c.client_address, c.spf_result, c.signed, c.junk)
        saw(claims, ClaimKey._make, key, c.time, c.at)


def count_sent(
    sent: dict[SentKey, Used], refusals: dict[RefusalKey, Used], found: Iterable[Delivery]
) -> None:
    """Counts mail that left for servers elsewhere, and what these refused, naming SPF and the like."""
    for d in found:
        if d.whose and d.status == "sent":
            domain = d.sender_domain if d.whose == "ours" else ""
            saw(sent, SentKey._make, (d.whose, domain), d.time, d.at)
        elif d.about:
            host = d.relay.partition("[")[0].lower()
            key = (d.whose, d.sender_domain, domain_of(d.recipient), host, d.about, d.status)
            saw(refusals, RefusalKey._make, key, d.time, d.at)
