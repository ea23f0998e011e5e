"""Handshakes that failed: what their clients did next, and why they failed, in plain words."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from loganalyzer.advice.advice import Evidence
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.finished import Next
from loganalyzer.terms.handshake import explained

THEN: Mapping[Next, str] = {
    "plaintext": "came back in plaintext",
    "encrypted": "came back and succeeded",
    "never": "did not come back within an hour",
}

REASONS = 6
"""The most frequent reasons that are told."""


def failures(facts: Facts, wanted: Callable[[str], bool]) -> Iterator[Evidence]:
    """Failed handshakes of those services: what came next, and the reasons, most frequent first."""
    then: Counter[Next] = Counter()
    why: Counter[str] = Counter()
    for key, uses in facts.tally.handshakes.items():
        if wanted(key.service):
            then[key.then] += uses.times
            why[explained(key.error)] += uses.times
    for what, words in THEN.items():
        if then[what]:
            yield Evidence(f"clients whose handshake failed {words}", then[what], then.total())
    for words, count in sorted(why.items(), key=lambda item: (-item[1], item[0]))[:REASONS]:
        yield Evidence(f"clients whose handshake failed: {words}", count, why.total())
