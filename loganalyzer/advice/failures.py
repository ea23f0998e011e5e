"""Handshakes that failed: why, in plain words, and what the same client did next."""

from collections import Counter
from collections.abc import Callable, Iterator

from loganalyzer.advice.advice import Evidence
from loganalyzer.advice.facts import Facts
from loganalyzer.measures.used import HandshakeKey
from loganalyzer.terms.handshake import explained

SHOWN = 6
"""The most frequent kinds that are told apart."""


def failures(facts: Facts, wanted: Callable[[str], bool]) -> Iterator[Evidence]:
    """Failed handshakes of those services by reason and what came next, most frequent first."""
    found: Counter[str] = Counter()
    for key, uses in facts.tally.handshakes.items():
        if wanted(key.service):
            found[f"failed handshakes: {explained(key.error)}; the client {_next(key)}"] += uses.times
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    for claim, count in rows[:SHOWN]:
        yield Evidence(claim, count, found.total())
    if len(rows) > SHOWN:
        yield Evidence("failed handshakes of other kinds", sum(n for _, n in rows[SHOWN:]), found.total())


def _next(key: HandshakeKey) -> str:
    if key.then == "plaintext":
        return "came back in plaintext"
    if key.then == "encrypted":
        return f"came back by {key.tls.protocol}" if key.tls.protocol else "came back and succeeded"
    return "did not come back within an hour"
