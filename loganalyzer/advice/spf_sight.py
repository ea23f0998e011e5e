"""Do DMARC reports show what others see of a domain's mail? Which of them count, and for how many days.

Whoever can mail to the address that reports go to, or write into their folder, can forge one. A report can
only add sources, never take one away, so a forged one can hold a switch up but not let it through; with one
exception: the days that it claims to tell of. So a day counts as seen only by a reporter who is known: our
own people have mail delivered at his organisation, or the admin names him. Who takes a known name is found
out where a server that checks the mails of reports is named; a report without its word then counts for
nothing.
"""

from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_domain import OwnDomain, Reporter, Weighed
from loganalyzer.terms.organisation import organisation_of

ASKED = 28
OF_LAST = 35
"""Days: reports of a day come a day or two later, and a reporter fails now and then."""


def weighed(facts: Facts, domain: OwnDomain) -> tuple[Weighed, ...]:
    """Each reporter with the answer, those that count first, then by days."""
    met = _delivered_at(facts)
    found = [Weighed(one, _why_not(one, domain, met)) for one in domain.reporters]
    return tuple(sorted(found, key=lambda c: (bool(c.why_not), -len(c.reporter.days), c.reporter.name)))


def _why_not(one: Reporter, domain: OwnDomain, met: frozenset[str]) -> str:
    if one.verified is False:
        return "the mails that they came in are not his"
    if domain.strict and one.verified is None:
        return "nobody has verified the mails that they came in"
    if one.name in domain.trusted or one.name in met:
        return ""
    return f"no mail of ours was delivered there (--reporter {one.name}, if you know it)"


def _delivered_at(facts: Facts) -> frozenset[str]:
    """Organisations that take mail of our own people: of servers and of recipients."""
    return frozenset(
        organisation_of(name)
        for key in facts.tally.deliveries
        if key.ours and key.relayed and key.status == "sent"
        for name in (key.relay_host, key.domain)
        if name
    )


def days_seen(facts: Facts, domain: OwnDomain) -> int:
    """How many of the last days reporters that count tell of; the last is the log's, or theirs if later."""
    days = set[int]().union(*(one.reporter.days for one in weighed(facts, domain) if not one.why_not))
    end = max([facts.last_day, *days])
    return len([day for day in days if end - OF_LAST < day <= end])
