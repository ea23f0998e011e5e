"""What a case tells of a domain beside its log: record, DMARC reports, the admin's word."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from loganalyzer.api.outside import Outside
from loganalyzer.api.outside_read import Records
from loganalyzer.outside.dmarc import (
    NO_CARRIER,
    AuthResult,
    Carrier,
    DmarcReport,
    DmarcRow,
    PublishedPolicy,
)
from loganalyzer.settings.labels import Assertion, Labels
from loganalyzer.terms.moment import DAY, from_datetime


def row_of(told: Mapping[str, Any], domain: str) -> DmarcRow:
    """A row of a report; ``signed`` by the domain itself, ``envelope``: another domain in MAIL FROM."""
    signed = told.get("signed", False)
    return DmarcRow(
        source_ip=told["ip"],
        count=told.get("count", 1),
        disposition=told.get("disposition", "none"),
        dkim_aligned=signed,
        spf_aligned=None,
        header_from=domain,
        envelope_from=told.get("envelope", domain),
        dkim=(AuthResult(domain, "pass", "s1"),) if signed else (),
        reasons=((told["reason"], ""),) if "reason" in told else (),
    )


def reports_of(told: Mapping[str, Any], domain: str, first: datetime) -> list[DmarcReport]:
    """One report a day, from the first of ``days`` to the last."""
    begin, end = told["days"]
    rows = tuple(row_of(row, domain) for row in told["rows"])
    carrier = Carrier(told["reporter"], told["verified"]) if "verified" in told else NO_CARRIER
    moments = [from_datetime(first + timedelta(days=day)) for day in range(begin, end + 1)]
    return [
        DmarcReport(
            reporter=told["reporter"],
            email=f"noreply@{told['reporter']}",
            report_id=f"{moment}",
            domain=domain,
            policy=PublishedPolicy(p=told.get("policy", "none")),
            begin=moment,
            end=moment + DAY,
            rows=rows,
            carrier=carrier,
        )
        for moment in moments
    ]


def outside_of(case: Mapping[str, Any], first: datetime) -> Outside | None:
    """All that the case tells of a domain; None where it tells nothing."""
    told = case.get("outside")
    if told is None:
        return None
    domain = told["domain"]
    reports = [one for each in told.get("reports", ()) for one in reports_of(each, domain, first)]
    made = Outside(
        domains=(domain,),
        dmarc=tuple(reports),
        addresses=tuple(told.get("addresses", ())),
        known_reporters=tuple(told.get("known_reporters", ())),
        strict=told.get("strict", False),
        profile=told.get("profile", "conditional"),
    )
    if "record" not in told:
        return made
    from dataclasses import replace

    return replace(made, record_of=Records(text=told["record"]).reader())


def labels_of(case: Mapping[str, Any]) -> Labels:
    """What the admin says of the domain."""
    told = case.get("outside", {})
    return Labels(
        assertions=tuple(
            Assertion(told["domain"], one["claim"], one["who"], one["when"], one["why"])
            for one in told.get("assertions", ())
        )
    )
