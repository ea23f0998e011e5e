"""What the user names beside the logs, brought into the values that a decision is made from."""

import ipaddress
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from loganalyzer.advice.facts import Given
from loganalyzer.advice.own_domain import OwnDomain, Profile, Published, Said
from loganalyzer.advice.tls_reported import TlsReported
from loganalyzer.api.dmarc_seen import policy_of, reported, reporters
from loganalyzer.api.spf_published import dmarc_policy, published
from loganalyzer.measures.tally import Tally
from loganalyzer.outside.dmarc import DmarcReport
from loganalyzer.outside.spf_record import SpfRecord
from loganalyzer.outside.tls_rpt import TlsReport
from loganalyzer.reports.build import own_domains_of
from loganalyzer.reports.report import Finding
from loganalyzer.settings.labels import Assertion, Labels
from loganalyzer.settings.settings import Settings
from loganalyzer.sources.finding import Finding as InputFinding
from loganalyzer.terms.client import is_plumbing
from loganalyzer.terms.moment import DAY

UNASKED = SpfRecord("", "unknown", unknown=("it was not looked up",))


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that was named, read.

    domains: to be judged; empty for all of ours. record_of: gives the SPF record of a domain. addresses:
    that this server sends from. known_reporters: organisations that the admin vouches for. strict: a
    server that checks the mails of reports was named. findings: of what could not be read.
    """

    domains: tuple[str, ...] = ()
    dmarc: tuple[DmarcReport, ...] = ()
    tls_rpt: tuple[TlsReport, ...] = ()
    record_of: Callable[[str], SpfRecord] = lambda domain: UNASKED
    addresses: tuple[str, ...] = ()
    known_reporters: tuple[str, ...] = ()
    strict: bool = False
    profile: Profile = "conditional"
    findings: tuple[InputFinding, ...] = ()


NOTHING = Outside()


def own_domain(
    name: str,
    outside: Outside,
    tallies: Mapping[str, Tally],
    labels: Labels | None = None,
    settings: Settings | None = None,
) -> OwnDomain:
    """All that is known of one domain beside the logs; the record is evaluated for every address in both."""
    record = outside.record_of(name)
    rows = reported(name, outside.dmarc)
    ours = outside.addresses or addresses_of(settings)
    seen = {row.address for row in rows} | set(ours) | _in_logs(name, tallies.values())
    return OwnDomain(
        name=name,
        record=_published(name, record, seen, outside, tallies, settings),
        policy=dmarc_policy(name, record.lookup) or policy_of(name, outside.dmarc),
        reporters=reporters(name, outside.dmarc),
        reported=rows,
        addresses=tuple(ours),
        trusted=frozenset(outside.known_reporters),
        strict=outside.strict,
        only_this_server=_said(labels.asserted(name, "only-this-server-sends") if labels else None),
        sends_no_mail=_said(labels.asserted(name, "sends-no-mail") if labels else None),
        profile=outside.profile,
    )


def with_outside(
    given: Given,
    outside: Outside,
    tallies: Mapping[str, Tally],
    labels: Labels | None = None,
    settings: Settings | None = None,
) -> Given:
    """The same, and what is known of the domains that were named, or of all of ours."""
    whole = Tally()
    for tally in tallies.values():
        whole.merge(tally)
    names = outside.domains or given.own_domains or tuple(sorted(own_domains_of(whole)))
    return replace(
        given,
        domains=tuple(own_domain(name, outside, tallies, labels, settings) for name in names),
        tls_reported=tls_reported(outside.tls_rpt),
    )


def told(outside: Outside | None) -> Iterator[Finding]:
    """What there is to say of the files that were named, as the report tells it."""
    for one in outside.findings if outside else ():
        yield Finding(one.severity, one.where, one.text)


def tls_reported(reports: Iterable[TlsReport]) -> tuple[TlsReported, ...]:
    """What TLS reports tell of sessions with us, each report once."""
    once = {(one.reporter, one.report_id, one.begin): one for one in reports}
    return tuple(_tls(one) for _, one in sorted(once.items()))


def _tls(report: TlsReport) -> TlsReported:
    failures: Counter[str] = Counter()
    for policy in report.policies:
        for detail in policy.details:
            failures[detail.result_type] += detail.sessions
    return TlsReported(
        reporter=report.reporter,
        first_day=report.begin // DAY,
        last_day=report.end // DAY,
        successes=sum(policy.successes for policy in report.policies),
        failed=sum(policy.failures for policy in report.policies),
        failures=tuple(sorted(failures.items())),
    )


def _published(
    name: str,
    record: SpfRecord,
    seen: Collection[str],
    outside: Outside,
    tallies: Mapping[str, Tally],
    settings: Settings | None,
) -> Published:
    days = {row.day for tally in tallies.values() for row in tally.messages}
    since = f"in {len(days)} days" if days else "in these reports"
    named = settings.value("myhostname") if settings and settings.knows_main else ""
    helo = {named, *tallies} if named else set(tallies)
    senders = {key.sender_domain for tally in tallies.values() for key in tally.claims}
    senders |= {key.sender_domain for tally in tallies.values() for key in tally.sent}
    below = {sender for sender in senders if sender.endswith(f".{name}")}
    delivered = {domain for tally in tallies.values() for domain in own_domains_of(tally)}
    quiet = delivered - senders - {name} if len(outside.domains) == 1 else ()
    return published(record, seen, since, {one for one in helo if "." in one}, below, quiet)


def _in_logs(name: str, tallies: Iterable[Tally]) -> set[str]:
    """Addresses of strangers who used the domain, or one of its organisation, as sender."""
    found = set()
    for tally in tallies:
        found |= {key.client_address for key in tally.claims if key.sender_domain == name}
        found |= {key.client_address for key in tally.affected if key.unit.sender_domain == name}
    return {address for address in found if not is_plumbing(address)}


def _said(assertion: Assertion | None) -> Said | None:
    return Said(assertion.who, assertion.when, assertion.why) if assertion else None


SENDING = ("smtp_bind_address", "smtp_bind_address6", "inet_interfaces", "proxy_interfaces")
"""Parameters of main.cf that name addresses from which mail leaves; addresses in them, no other words."""


def addresses_of(settings: Settings | None) -> tuple[str, ...]:
    """The public addresses that the settings name."""
    if settings is None or not settings.knows_main:
        return ()
    found: dict[str, None] = {}
    for name in SENDING:
        for word in settings.value(name).replace(",", " ").split():
            address = _address(word.strip("[]"))
            if address and not is_plumbing(address):
                found[address] = None
    return tuple(found)


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
