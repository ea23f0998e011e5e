"""What others report of TLS towards us (RFC 8460), beside what our own log shows of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loganalyzer.advice.advice import Evidence


@dataclass(frozen=True, slots=True)
class TlsReported:
    """Sessions with us, of one reporter's report; failures: by result type (section 4.3)."""

    reporter: str
    first_day: int
    last_day: int
    successes: int
    failed: int
    failures: tuple[tuple[str, int], ...] = ()


SHOWN = 5
"""Reasons that are named."""


def evidence(reported: Iterable[TlsReported]) -> Iterator[Evidence]:
    """Sessions that others say failed, all together and by reason; a report may say anything."""
    found = list(reported)
    total = sum(one.successes + one.failed for one in found)
    if not total:
        return
    names = len({one.reporter for one in found})
    who = "1 organisation reports" if names == 1 else f"{names:,} organisations report"
    failed = sum(one.failed for one in found)
    yield Evidence(f"sessions with us failed for want of TLS, as {who} (TLS-RPT)", failed, total)
    reasons: Counter[str] = Counter()
    for one in found:
        reasons.update(dict(one.failures))
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]:
        yield Evidence(f"of these as {reason}", count, total)
