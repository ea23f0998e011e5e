"""The gates of ``spf_all``: who sees, what is published, this server, and what is left undecided."""

from datetime import timedelta

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.sighted import LONG_ENOUGH
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_sight import ASKED, OF_LAST, days_seen, weighed
from loganalyzer.measures.used import RefusalKey, Used
from loganalyzer.terms.moment import DAY, as_date
from loganalyzer.terms.plural import counted

NAMES_SPF = frozenset({"SPF", "SPF and DKIM", "DMARC"})
"""What a refusal elsewhere names, where our record may be at fault."""


def sighted(facts: Facts, domain: OwnDomain, *, asserted: bool) -> Gate:
    """Gate 1: reports of others, or the admin's word that there is nothing to see."""
    seen = days_seen(facts, domain)
    threshold = f"{ASKED} of {OF_LAST} days"
    if asserted and seen < ASKED:
        return Gate("sighted", True, word(domain), "reports, or your word")
    names = [one.reporter.name for one in weighed(facts, domain) if not one.why_not]
    said = f"DMARC reports tell of {seen} of the last {OF_LAST} days"
    by = f" (by {', '.join(names[:3])}{' and others' if len(names) > 3 else ''})" if seen else ""
    flips = "reports: rua= in the DMARC record, then --dmarc; or your word: --only-this-server-sends"
    return Gate("sighted", seen >= ASKED, said + by, threshold, "" if seen >= ASKED else flips)


def word(domain: OwnDomain) -> str:
    """What the admin said of the domain, with name, day and reason."""
    said = domain.sends_no_mail or domain.only_this_server
    what = "it sends no mail" if domain.sends_no_mail else "only this server sends in its name"
    return f"you said that {what} ({said.who}, {said.when}: {said.why})" if said else f"if {what}"


def published(domain: OwnDomain, rows: tuple[Source, ...]) -> Gate:
    """Gate 2: the record is there, without fault, and says something of every source."""
    record = domain.record
    if record.state == "unknown":
        how = "the record: --dns, --spf-record, --zone or --answers"
        return Gate("record known", False, f"the record is not known: {record.why}", "looked up", how)
    unknown = [row for row in rows if row.passes is None and row.addresses]
    if unknown and not record.errors and record.state == "found":
        said = f"what the record says of {counted(len(unknown), 'source')} is not known: {record.why}"
        return Gate(
            "record known", False, said, "looked up in whole", "answers of the DNS: --dns or --answers"
        )
    if record.state == "none":
        return Gate(
            "record valid", False, "there is no SPF record", "one, without fault", "a record, with ~all first"
        )
    if record.state == "several":
        return Gate(
            "record valid", False, "there is more than one", "one, without fault", "all but one taken out"
        )
    fault = record.errors[0] if record.errors else ""
    if record.default == "+" and not fault:
        fault = "it ends in +all, which passes everybody"
    value = fault or f"it ends in {record.default}all"
    return Gate("record valid", not fault, value, "one, without fault", "the record mended" if fault else "")


def long_enough(facts: Facts) -> Gate:
    """Gate of the admin's word: logs of four weeks that do not contradict it."""
    days = max(0, facts.last_day - facts.first_day + 1 - len(facts.silent)) if facts.last else 0
    on = as_date(facts.last_day) + timedelta(days=LONG_ENOUGH - days) if days < LONG_ENOUGH else None
    return Gate(
        "long enough",
        days >= LONG_ENOUGH,
        f"{counted(days, 'day')} of logs",
        f"{LONG_ENOUGH} days",
        "" if days >= LONG_ENOUGH else "time",
        on,
    )


def refusals(facts: Facts, domain: str) -> list[tuple[RefusalKey, Used]]:
    """What other servers refused of our own mail in this name in the last four weeks, naming SPF or DMARC."""
    since = (facts.last_day - LONG_ENOUGH) * DAY
    return [
        (key, used)
        for key, used in facts.tally.refusals.items()
        if key.whose == "ours"
        and key.sender_domain == domain
        and key.about in NAMES_SPF
        and used.last >= since
    ]


def this_server(facts: Facts, domain: OwnDomain, *, asserted: bool) -> Gate:
    """Gate 3: the record passes what this server sends from, and nobody says otherwise."""
    results = [domain.record.passes(address) for address in domain.addresses]
    failing = [a for a, passes in zip(domain.addresses, results, strict=True) if not passes]
    threshold = "passes, refused by nobody for SPF"
    if failing:
        said = f"{', '.join(failing)} does not pass"
        return Gate("this server passes", False, said, threshold, "its addresses in the record")
    refused = sum(used.times for _, used in refusals(facts, domain.name))
    if refused:
        said = f"{counted(refused, 'refusal')} of its mail named SPF or DMARC in the last {LONG_ENOUGH} days"
        return Gate("this server passes", False, said, threshold, "the reason found: see the sample lines")
    if not results and (asserted or days_seen(facts, domain) < ASKED):
        how = "--our-address ADDRESS, each that mail leaves from, IPv6 too"
        return Gate("this server passes", False, "its address is not known", threshold, how)
    said = (
        "its address is not known, and reports show what it sends"
        if not results
        else ", ".join(domain.addresses)
    )
    return Gate("this server passes", True, said, threshold)


def decided(facts: Facts, rows: tuple[Source, ...]) -> Gate:
    """Gate 4: nobody in the way, and no more sources seen once than may remain."""
    standing = [row for row in rows if row.in_the_way]
    seldom = [row for row in rows if left_alone(row)]
    months = max(1.0, (facts.last_day - facts.first_day + 1) / 30.44)
    allowed = facts.budget * months
    holds = not standing and len(seldom) <= allowed
    said = f"{counted(len(standing), 'source')} in the way, {len(seldom):,} seen once or twice and undecided"
    flips = "" if holds else "a label or a mechanism for each; or your word that only this server sends"
    return Gate("decided", holds, said, f"none, and at most {allowed:.0f}", flips)


def left_alone(row: Source) -> bool:
    """True for a source that the record does not pass, seen too seldom to be in the way, and not decided."""
    return (
        row.passes is False and row.kind in ("unclear", "forwarder") and not row.in_the_way and not row.label
    )
