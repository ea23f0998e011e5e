"""DMARC aggregate reports as a decision on one domain needs them: who reports, and on which mail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from loganalyzer.advice.own_domain import Policy, Reported, Reporter
from loganalyzer.outside.coverage import LONGEST, NEARLY, told_of
from loganalyzer.outside.dmarc import DmarcReport, DmarcRow
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.organisation import organisation_of

FORWARDED = frozenset({"forwarded", "trusted_forwarder", "mailing_list"})
"""Reasons for which a receiver does not do as the policy says (RFC 7489 appendix C)."""


def name_of(report: DmarcReport) -> str:
    """The reporter's organisation: of the mail that it came in where that is known, else as he says."""
    domain = report.carrier.sender or domain_of(report.email)
    return organisation_of(domain) if domain else report.reporter.lower()


def about(name: str, reports: Iterable[DmarcReport]) -> Iterator[DmarcReport]:
    """The reports that can tell of mail in this domain's name."""
    return (one for one in reports if one.domain == name or name.endswith(f".{one.domain}"))


def days(reports: Iterable[DmarcReport]) -> frozenset[int]:
    """The UTC days that reports tell of, as good as whole; one that claims too many at once tells none."""
    spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in reports:
        if one.end - one.begin <= LONGEST:
            for day in range(one.begin // DAY, one.end // DAY + 1):
                spans[day].append((one.begin, one.end))
    return frozenset(day for day, of in spans.items() if told_of(of, day * DAY, (day + 1) * DAY) >= NEARLY)


def reporters(name: str, reports: Iterable[DmarcReport]) -> tuple[Reporter, ...]:
    """Everybody who reports on the domain, apart by whether his mails were verified."""
    groups: defaultdict[tuple[str, bool | None], list[DmarcReport]] = defaultdict(list)
    for report in about(name, reports):
        groups[name_of(report), report.carrier.verified].append(report)
    return tuple(
        Reporter(
            name=who,
            days=days(found),
            reports=len(found),
            messages=sum(report.messages for report in found),
            verified=verified,
        )
        for (who, verified), found in sorted(groups.items(), key=str)
    )


def reported(name: str, reports: Iterable[DmarcReport]) -> tuple[Reported, ...]:
    """The mail that reports tell of with this domain as envelope sender, or else in From."""
    return tuple(
        found
        for report in about(name, reports)
        for row in report.rows
        if (found := _row(name, report, row)) is not None
    )


def _row(name: str, report: DmarcReport, row: DmarcRow) -> Reported | None:
    envelope = _envelope(row)
    if name not in (envelope, row.header_from):
        return None
    return Reported(
        reporter=name_of(report),
        first_day=report.begin // DAY,
        last_day=max(report.begin, min(report.end, report.begin + LONGEST) - 1) // DAY,
        address=row.source_ip,
        messages=row.count,
        signed=_signed(name, row),
        ours=envelope in ("", name),
        refused=row.disposition in ("quarantine", "reject"),
        forwarded=any(kind in FORWARDED for kind, _ in row.reasons),
    )


def _envelope(row: DmarcRow) -> str:
    """The domain of MAIL FROM; empty where nobody says. For a bounce the HELO name stands in its place."""
    checked = [one.domain for one in row.spf if one.domain]
    return row.envelope_from or (checked[0] if checked else "")


def _signed(name: str, row: DmarcRow) -> bool | None:
    """Whether a valid signature is of the domain's organisation; aligned is told of the From only."""
    ours = organisation_of(name)
    if any(one.result == "pass" and organisation_of(one.domain) == ours for one in row.dkim):
        return True
    return row.dkim_aligned if organisation_of(row.header_from) == ours else False


def policy_of(name: str, reports: Iterable[DmarcReport]) -> Policy:
    """The policy that the newest report found."""
    found = max(about(name, reports), key=lambda one: (one.end, one.report_id), default=None)
    if found is None:
        return ""
    said = found.policy.p if found.domain == name else found.policy.sp or found.policy.p
    policies: dict[str, Policy] = {"none": "none", "quarantine": "quarantine", "reject": "reject"}
    return policies.get(said.lower(), "")
