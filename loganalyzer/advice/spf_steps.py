"""The steps to another SPF record, with waiting times, and the canary afterwards."""

from collections.abc import Iterator

from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_sight import ASKED, OF_LAST

REPORTS_TO = "dmarc-reports"
"""Local part of the mailbox that reports should go to."""


def rua(domain: OwnDomain) -> str:
    """The DMARC record that asks for reports, which changes nothing else (RFC 7489 section 6.3)."""
    policy = domain.policy if domain.policy in ("quarantine", "reject") else "none"
    record = f"v=DMARC1; p={policy}; rua=mailto:{REPORTS_TO}@{domain.name}"
    return f'_dmarc.{domain.name}. IN TXT "{record}"'


def additions(sources: tuple[Source, ...]) -> tuple[str, ...]:
    """All mechanisms that the sources propose, each once."""
    return tuple(dict.fromkeys(term for row in sources for term in row.mechanism.split()))


def steps(domain: OwnDomain, sources: tuple[Source, ...], sees: bool, ready: bool) -> Iterator[str]:
    """What to do, in this order, each with how long to wait. sees: reports cover the time asked for."""
    if not sees:
        yield (
            f"publish this, or add its rua= to the DMARC record that you have: {rua(domain)}; save the mails "
            f"that come in there, and give their folder as --dmarc: it takes {ASKED} of {OF_LAST} days"
        )
    if additions(sources):
        yield "first enter the mechanisms, with the end of the record as it is, and wait a week for reports"
    if any(row.in_the_way and not row.mechanism for row in sources):
        yield (
            "say of each source in the way what it is: mailstat label --unit DOMAIN@NETWORK --as wanted, "
            "junk or let-it-break; yours needs a mechanism in the record, a forwarder needs SRS at its side"
        )
    if domain.record.default == "-":
        return
    if not ready:
        yield "then read this report again"
        return
    yield "lower the time to live of the TXT record to 300 s, and wait until the old one is over, often a day"
    yield "publish the new record; the way back is to publish the old one, and takes those 300 s"
    yield "watch for two weeks as said below, then put the time to live up again"


def watch(domain: OwnDomain) -> tuple[str, ...]:
    """The canary: what shows first that own mail is refused, and where it would not show."""
    return (
        f"daily: mailstat spf {domain.name} LOG... --last 2d: one more refusal that names SPF than before is "
        "a reason to go back",
        "daily: by each of your ways to send, a mail to a mailbox at two large receivers; look there at the "
        "SPF result in its header",
        "weekly: DMARC reports, for signed sources that are new; refusals before DATA do not show in them",
    )
