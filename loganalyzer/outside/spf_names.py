"""Names that should have an SPF record of their own: a domain's does not hold for those below it."""

from collections.abc import Collection, Iterable

from loganalyzer.changes.quoting import visible
from loganalyzer.doctor.finding import Finding

from .answers import Lookup
from .spf_expand import expand

INTO = "the zone file"


def helo_names(names: Iterable[str], lookup: Lookup) -> tuple[Finding, ...]:
    """HELO names that certainly have no record; mail with the null sender is judged by them (section 2.4)."""
    return _lacking(names, lookup, "is said in HELO, by which bounces are judged,", "v=spf1 a -all")


def subdomains(names: Iterable[str], lookup: Lookup) -> tuple[Finding, ...]:
    """Subdomains that certainly have no record, so that mail in their name is never refused by SPF."""
    return _lacking(names, lookup, "is used as a sender's domain", "v=spf1 -all")


def _lacking(names: Iterable[str], lookup: Lookup, use: str, text: str) -> tuple[Finding, ...]:
    records = (expand(name, lookup) for name in sorted(set(names)))
    return tuple(
        Finding(
            "spf-name-without-record",
            "warning",
            visible(record.domain),
            visible(f"{record.domain} {use} and has no SPF record"),
            "the record of a domain does not hold for names below it (RFC 7208 section 4.4)",
            (line(record.domain, text),),
            INTO,
        )
        for record in records
        if record.state == "none"
    )


def not_sending(domains: Collection[str], lookup: Lookup) -> tuple[Finding, ...]:
    """Domains that are not seen to send and whose record certainly does not say so: ``v=spf1 -all`` does."""
    found = []
    for record in (expand(domain, lookup) for domain in sorted(set(domains))):
        if record.state == "unknown" or (record.default == "-" and len(record.mechanisms) == 1):
            continue
        says = {"none": "it has none", "several": "it has several"}.get(record.state, record.text)
        found.append(
            Finding(
                "spf-not-sending",
                "warning",
                visible(record.domain),
                visible(
                    f"{record.domain} is not seen to send mail, and its SPF record does not say so: {says}"
                ),
                "if it never does, anybody can in its name (RFC 7208 section 10.1.2)",
                (line(record.domain, "v=spf1 -all"),),
                INTO,
            )
        )
    return tuple(found)


def line(name: str, text: str) -> str:
    """A line for the zone file."""
    return f'{visible(name)}. IN TXT "{text}"'
