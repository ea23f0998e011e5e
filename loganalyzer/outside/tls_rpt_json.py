"""One TLS report from its JSON (RFC 8460 section 4.4).

As with DMARC, what must be there must be right, or the report is refused as a whole.
"""

import json
from datetime import UTC, datetime
from typing import Any

from loganalyzer.sources.finding import printable
from loganalyzer.terms.moment import from_datetime

from .tls_rpt import TlsFailure, TlsPolicy, TlsReport
from .xml_report import BrokenError

OCTETS = 16 << 20
"""More than that is no report: one tells of one domain's day."""

COUNT = 10**12
POLICIES = 10_000
_LONG = 300


def read_report(data: bytes, where: str = "") -> TlsReport:
    """The report; raises BrokenError, with the reason, for what is none."""
    if len(data) > OCTETS:
        raise BrokenError(f"holds more than {OCTETS >> 20} MiB of JSON; it was not read")
    try:
        report = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenError(f"is no JSON: {str(error) or 'too deep'}") from error
    if not isinstance(report, dict) or not isinstance(report.get("policies"), list):
        raise BrokenError("is JSON, but no report on TLS")
    span = _dict(report, "date-range")
    begin, end = (_moment(span, f"{which}-datetime") for which in ("start", "end"))
    if begin > end:
        raise BrokenError("ends before it begins")
    policies = report["policies"]
    if len(policies) > POLICIES:
        raise BrokenError(f"tells of {len(policies):,} policies; it was not read")
    reporter = _text(report.get("organization-name")) or _text(report.get("contact-info"))
    if not reporter:
        raise BrokenError("does not say who made it")
    contact, number = _text(report.get("contact-info")), _text(report.get("report-id"))
    return TlsReport(reporter, contact, number, begin, end, tuple(map(_policy, policies)), where)


def _policy(entry: Any) -> TlsPolicy:
    if not isinstance(entry, dict):
        raise BrokenError("has a policy that is none")
    policy, summary = _dict(entry, "policy"), _dict(entry, "summary")
    details = entry.get("failure-details")
    return TlsPolicy(
        _text(policy.get("policy-type")).lower(),
        _text(policy.get("policy-domain")).rstrip(".").lower(),
        _count(summary, "total-successful-session-count"),
        _count(summary, "total-failure-session-count"),
        tuple(_failure(one) for one in details) if isinstance(details, list) else (),
        _texts(policy.get("policy-string")),
        _texts(policy.get("mx-host")),
    )


def _failure(entry: Any) -> TlsFailure:
    if not isinstance(entry, dict):
        raise BrokenError("has a failure that is none")
    said = {key: _text(entry.get(key)) for key in _FAILURE}
    return TlsFailure(
        said["result-type"].lower(),
        _count(entry, "failed-session-count"),
        said["sending-mta-ip"],
        said["receiving-mx-hostname"].rstrip(".").lower(),
        said["receiving-mx-helo"],
        said["receiving-ip"],
        said["failure-reason-code"],
        said["additional-information"],
    )


_FAILURE = (
    *("result-type", "sending-mta-ip", "receiving-mx-hostname", "receiving-mx-helo", "receiving-ip"),
    *("failure-reason-code", "additional-information"),
)


def _dict(entry: dict[str, Any], key: str) -> dict[str, Any]:
    value = entry.get(key)
    if not isinstance(value, dict):
        raise BrokenError(f"lacks its {key}")
    return value


def _count(entry: dict[str, Any], key: str) -> int:
    """A number of sessions; some reporters leave out a zero, some write numbers as text."""
    value = entry.get(key, 0)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    if type(value) is not int or not 0 <= value <= COUNT:
        raise BrokenError(f"has a {key} that is no number of sessions")
    return value


def _moment(span: dict[str, Any], key: str) -> int:
    try:
        when = datetime.fromisoformat(str(span.get(key)))
        return from_datetime(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise BrokenError(f"has no {key}") from error


def _texts(value: Any) -> tuple[str, ...]:
    """A list of texts; some reporters write one text instead."""
    return tuple(map(_text, value[:100])) if isinstance(value, list) else tuple(filter(None, [_text(value)]))


def _text(value: Any) -> str:
    """Text on one line that a terminal shows and does not act on; empty for anything else."""
    return printable(" ".join(value.split())[:_LONG]) if isinstance(value, str) else ""
