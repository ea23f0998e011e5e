"""What TLS reports say, summed up: by day and policy, and by what failed (RFC 8460 section 4)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loganalyzer.terms.moment import day_of

from .tls_rpt import TlsReport


@dataclass(frozen=True, slots=True)
class TlsDay:
    """Sessions of all reporters on one day under one kind of policy."""

    day: int
    """Number of the day (``terms.moment``) in whose course the report begins."""
    kind: str
    """tlsa, sts or no-policy-found."""
    successes: int
    failures: int
    reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TlsTrouble:
    """Sessions that failed alike, of one sending server."""

    result_type: str
    """Of RFC 8460 section 4.3; ``not told`` for failures without details."""
    reporter: str
    sending_mta: str
    receiving_mx: str
    sessions: int
    first_day: int
    last_day: int


def by_day(reports: Iterable[TlsReport], domains: Sequence[str] = ()) -> tuple[TlsDay, ...]:
    """Each day and kind of policy once, in the order of time; only of these domains, if any is named."""
    sums: dict[tuple[int, str], list[int]] = {}
    told: dict[tuple[int, str], set[str]] = {}
    for report in reports:
        for policy in report.policies:
            if domains and not _ours(policy.domain, domains):
                continue
            key = (day_of(report.begin), policy.kind)
            counts = sums.setdefault(key, [0, 0])
            counts[0] += policy.successes
            counts[1] += policy.failures
            told.setdefault(key, set()).add(report.reporter)
    return tuple(
        TlsDay(day, kind, counts[0], counts[1], tuple(sorted(told[day, kind])))
        for (day, kind), counts in sorted(sums.items())
    )


def troubles(reports: Iterable[TlsReport], domains: Sequence[str] = ()) -> tuple[TlsTrouble, ...]:
    """What failed, by result, reporter, sending server and our host; most sessions first."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    days: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for report in reports:
        day = day_of(report.begin)
        for policy in report.policies:
            if domains and not _ours(policy.domain, domains):
                continue
            said = sum(one.sessions for one in policy.details)
            ways = [
                ((one.result_type, report.reporter, one.sending_mta, one.receiving_mx), one.sessions)
                for one in policy.details
            ]
            ways.append((("not told", report.reporter, "", ""), policy.failures - said))
            for key, sessions in ways:
                if sessions > 0:
                    counts[key] += sessions
                    first, last = days.get(key, (day, day))
                    days[key] = min(first, day), max(last, day)
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(TlsTrouble(*key, sessions, *days[key]) for key, sessions in order)


def _ours(domain: str, domains: Sequence[str]) -> bool:
    """Whether a policy's domain is one of these or below one: ``mx.example.org`` for tlsa."""
    return any(domain == own or domain.endswith(f".{own}") for own in domains)
