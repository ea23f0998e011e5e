"""One DMARC aggregate report from its XML (RFC 7489 appendix C, RFC 9990 appendix A, and older drafts).

What must be there (who, for which domain, when, which addresses, how much) must be right, or the report is
refused as a whole: half a report would hide the other half. All else may be missing.
"""

import ipaddress
import re

from loganalyzer.sources.finding import printable
from loganalyzer.terms.moment import SECOND

from .dmarc import AuthResult, DmarcReport, DmarcRow, PublishedPolicy
from .xml_report import BrokenError, Element, read_xml

COUNT = 10**12
"""More messages of one address in one report are nobody's mail."""

DAYS = 32 * 86_400
"""Seconds that one report may tell of; they are to be daily (RFC 9990 section 3)."""

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_TIME = re.compile(r"(\d{1,11})(?:\.\d*)?", re.ASCII)
_ALIGNED = {"pass": True, "fail": False}
_LONG = 300


def read_report(data: bytes, where: str = "") -> DmarcReport:
    """The report; raises BrokenError, with the reason, for what is none."""
    rows: list[DmarcRow] = []
    root = read_xml(data, "record", lambda record: _take(record, rows))
    if root.tag != "feedback":
        raise BrokenError(f"is XML ({_text(root.tag)}), but no DMARC report")
    about, published = root.first("report_metadata"), root.first("policy_published")
    begin, end = (_time(about.first("date_range"), which) for which in ("begin", "end"))
    if not begin <= end <= begin + DAYS:
        raise BrokenError(f"tells of a time that cannot be: {end - begin:,} seconds")
    reporter = _text(about.value("org_name")) or _text(about.value("email").rpartition("@")[2])
    domain = _domain(published.value("domain"))
    for value, name in ((reporter, "who made it"), (domain, "which domain it is about")):
        if not value:
            raise BrokenError(f"does not say {name}")
    return DmarcReport(
        reporter,
        _text(about.value("email")),
        _text(about.value("report_id")),
        domain,
        _policy(published),
        begin * SECOND,
        end * SECOND,
        tuple(rows),
        where,
    )


def _take(record: Element, rows: list[DmarcRow]) -> None:
    if row := _row(record):
        rows.append(row)


def _row(record: Element) -> DmarcRow | None:
    """One row; None for one of no messages."""
    row = record.first("row")
    evaluated, results = row.first("policy_evaluated"), record.first("auth_results")
    names = record.first("identifiers" if record.has("identifiers") else "identities")  # the latter in drafts
    count = row.value("count")
    if not _NUMBER.fullmatch(count) or int(count) > COUNT:
        raise BrokenError(f"counts {_text(count) or 'no'} messages in one row")
    if not int(count):
        return None
    return DmarcRow(
        _address(row.value("source_ip")),
        int(count),
        _disposition(evaluated.value("disposition")),
        _ALIGNED.get(_word(evaluated.value("dkim"))),
        _ALIGNED.get(_word(evaluated.value("spf"))),
        _domain(names.value("header_from")),
        _domain(names.value("envelope_from").rpartition("@")[2]),
        _domain(names.value("envelope_to")),
        tuple(_dkim(one) for one in results.every("dkim")),
        tuple(_spf(one) for one in results.every("spf")),
        tuple((_word(one.value("type")), _text(one.value("comment"))) for one in evaluated.every("reason")),
    )


def _policy(published: Element) -> PublishedPolicy:
    said = {tag: _word(published.value(tag)) for tag in ("p", "sp", "np", "adkim", "aspf")}
    pct = published.value("pct")
    number = int(pct) if _NUMBER.fullmatch(pct) and int(pct) <= 100 else None
    return PublishedPolicy(**said, pct=number, testing=_word(published.value("testing")))


def _dkim(result: Element) -> AuthResult:
    domain, selector = _domain(result.value("domain")), _text(result.value("selector"))
    return AuthResult(domain, _word(result.value("result")), selector)


def _spf(result: Element) -> AuthResult:
    domain, scope = _domain(result.value("domain")), _word(result.value("scope"))
    return AuthResult(domain, _word(result.value("result")), scope=scope)


def _disposition(text: str) -> str:
    """What was done; RFC 9990 says ``pass`` for what no policy had to look at."""
    word = _word(text)
    return "none" if word in ("", "pass") else word


def _time(span: Element, which: str) -> int:
    found = _TIME.fullmatch(span.value(which))
    if found is None:
        raise BrokenError(f"does not say when it {which}s")
    return int(found[1])


def _address(text: str) -> str:
    """The address as ``ipaddress`` prints it, an IPv4 one in IPv6 as IPv4."""
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError as error:
        raise BrokenError(f"has a row without an address: {_text(text) or 'nothing'}") from error
    return str(getattr(address, "ipv4_mapped", None) or address)


def _domain(text: str) -> str:
    return _text(text).rstrip(".").lower().removeprefix("<").removesuffix(">")


def _word(text: str) -> str:
    return _text(text).lower()


def _text(text: str) -> str:
    """Text on one line that a terminal shows and does not act on, of a length that fits a table."""
    return printable(" ".join(text.split())[:_LONG])
