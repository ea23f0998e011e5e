"""Builds the report from tallies, coverage and what happened while reading."""

import ipaddress
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions import DECISIONS, OF_DOMAINS, USUAL
from loganalyzer.advice.facts import Facts, Given
from loganalyzer.advice.whatif_tls import Wish
from loganalyzer.advice.whatif_tls import what_if as tls_what_if
from loganalyzer.linking.finished import Fate
from loganalyzer.measures import encryption
from loganalyzer.measures.met import Met, peers, users
from loganalyzer.measures.rate import Rate
from loganalyzer.measures.tally import Tally
from loganalyzer.reports.remedies import remedy
from loganalyzer.reports.report import CoverageSummary, Day, Finding, Report, Unknown
from loganalyzer.scan.coverage import Coverage
from loganalyzer.settings.settings import Settings
from loganalyzer.terms.client import Network
from loganalyzer.terms.moment import DAY, HOUR, as_date
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.triage.knowledge import Knowledge

PLAINTEXT_DOMAINS = 10
DESTINATIONS = 200
MET = 500
"""Networks, and users, in a report; in `explain` there are all."""
SHAPES_SHOWN = 10

FELL_SILENT = 2
"""A host is silent of which no line is there on a whole UTC day, while others go on: nothing is
known of it for these days, and a verdict of before would hide that."""

NOTHING = Given()

Where = Callable[[int], str]
"""Names the file and offset of a place."""


def facts_of(host: str, tally: Tally, coverage: Coverage, given: Given = NOTHING) -> Facts:
    """What a decision about one host is judged from; raises ValueError for a host without lines."""
    hours = coverage.hours.get(host)
    if not hours:
        raise ValueError(f"no line of host {host!r} was read")
    return _facts(host, hours, tally, coverage, given)


def facts_of_all(tallies: Mapping[str, Tally], coverage: Coverage, given: Given = NOTHING) -> Facts:
    """What a decision about all hosts together is judged from; without any line the time is 0."""
    whole = Tally()
    for _, tally in sorted(tallies.items()):
        whole.merge(tally)
    hours = {hour for of_host in coverage.hours.values() for hour in of_host}
    return _facts(", ".join(servers(tallies, coverage)), hours or {0}, whole, coverage, given)


def _facts(host: str, hours: Collection[int], tally: Tally, coverage: Coverage, given: Given) -> Facts:
    first, last = min(hours) * HOUR, (max(hours) + 1) * HOUR
    if coverage.first is not None and coverage.last is not None:
        first, last = max(first, coverage.first), min(last, coverage.last)
        if coverage.last // DAY - last // DAY >= FELL_SILENT:
            last = coverage.last
    # A day of which nothing was to be counted shows nothing: it is no quiet day.
    first = first if coverage.since is None else max(first, coverage.since)
    last = last if coverage.until is None else min(last, coverage.until)
    seen = {hour * HOUR // DAY for hour in hours}
    days = range(first // DAY, last // DAY + 1)
    silent = frozenset(day for day in days if day not in seen)
    own = frozenset(given.own_domains or own_domains_of(tally))
    return Facts(
        host=host,
        tally=tally,
        first=first,
        last=max(first, last),
        silent=silent,
        understood=coverage.understood,
        known=Knowledge(
            labels=given.labels,
            own_domains=own,
            mynetworks=given.mynetworks,
            own_names=given.own_names | _relays(tally, own),
            excepted=(*given.excepted, *_passing(tally, given.excepted_domains)),
        ),
        budget=given.budget,
        audit_key=given.audit_key,
        check_is_on=given.check_is_on,
        clock_began=given.clocks.get(host),
        where_a_must=given.where_a_must,
        domains=given.domains,
        tls_reported=given.tls_reported,
        switched_on=given.switched_on,
    )


def _relays(tally: Tally, own: frozenset[str]) -> frozenset[str]:
    """Our own other servers: this one hands mail for our domains to them, and they lie within these.

    Where that goes our own name server says, or main.cf. A provider's relay is left to the admin to name
    (--own-host): other customers' mail comes from there as well.
    """
    ours = {organisation_of(domain) for domain in own}
    relays = {key.relay_host for key in tally.deliveries if key.relayed and key.domain in own}
    return frozenset(name for name in relays if organisation_of(name) in ours)


def _passing(tally: Tally, domains: frozenset[str]) -> tuple[Network, ...]:
    """The failing clients that were seen to pass the SPF check for one of these domains."""
    clients = {key.client_address for key in tally.own_passes if key.domain in domains}
    return tuple(ipaddress.ip_network(client.partition("%")[0]) for client in sorted(clients))


def servers(tallies: Mapping[str, Tally], coverage: Coverage) -> list[str]:
    """Hosts that take mail from strangers or check SPF.

    A log without any such host is judged as a whole: the verdict then says what is missing.
    """
    found = [
        host
        for host, tally in sorted(tallies.items())
        if tally.spf or tally.rejections or any(key.origin == "outside" for key in tally.messages)
    ]
    return found or [host for host in sorted(tallies) if coverage.hours.get(host)][:1]


def judge(
    tallies: Mapping[str, Tally], coverage: Coverage, decisions: Sequence[str], given: Given = NOTHING
) -> tuple[Advice, ...]:
    """One advice or more a decision and host, or a decision and domain of ours."""
    return tuple(
        advice
        for name in decisions
        for facts in _judged_from(name, tallies, coverage, given)
        for advice in DECISIONS[name](facts)
    )


def _judged_from(
    decision: str, tallies: Mapping[str, Tally], coverage: Coverage, given: Given
) -> Iterator[Facts]:
    """The facts of each host, or of all together where it is domains that are judged."""
    if decision in OF_DOMAINS:
        yield facts_of_all(tallies, coverage, given)
        return
    for host in servers(tallies, coverage):
        yield facts_of(host, tallies[host], coverage, given)


def what_if_tls(
    tallies: Mapping[str, Tally], coverage: Coverage, wish: Wish, given: Given = NOTHING
) -> tuple[Advice, ...]:
    """The advice on what is asked of TLS, host by host."""
    hosts = servers(tallies, coverage)
    return tuple(
        advice
        for host in hosts
        for advice in tls_what_if(facts_of(host, tallies[host], coverage, given), wish)
    )


def build(
    tallies: Mapping[str, Tally],
    coverage: Coverage,
    findings: Sequence[Finding],
    where: Where,
    decisions: Sequence[str] = USUAL,
    given: Given = NOTHING,
    settings: Settings | None = None,
    wish: Wish | None = None,
) -> Report:
    """The report of all hosts together, each host judged by itself; a wish takes the decisions' place."""
    whole = Tally()
    for _, tally in sorted(tallies.items()):
        whole.merge(tally)
    domains = given.own_domains or own_domains_of(whole)
    advice = (
        judge(tallies, coverage, decisions, given)
        if wish is None
        else what_if_tls(tallies, coverage, wish, given)
    )
    networks, people = peers(whole), users(whole)
    goals = encryption.destinations(whole, domains)
    logins, login_protocols = encryption.logins(whole)
    spf: Counter[str] = Counter()
    for spf_key, count in whole.spf.items():
        spf[spf_key.spf_result] += count
    actions: Counter[tuple[str, str]] = Counter()
    for key, count in whole.rejections.items():
        actions[key.action, key.restriction] += count
    fates: dict[str, Counter[Fate]] = {}
    for loss_key, count in whole.losses.items():
        fates.setdefault(loss_key.restriction, Counter())[loss_key.fate] += count
    return Report(
        advice=advice,
        findings=tuple(findings),
        coverage=summary(coverage, where),
        inbound_messages=encryption.inbound_messages(whole),
        inbound_sessions=encryption.inbound_sessions(whole),
        submissions=encryption.submissions(whole),
        services=encryption.by_service(whole),
        outbound=encryption.outbound(whole, domains),
        plaintext_domains=tuple(row for row in goals if row[1].known > row[1].count)[:PLAINTEXT_DOMAINS],
        destinations=tuple(goals[:DESTINATIONS]),
        peers=tuple(networks[:MET]),
        users=tuple(people[:MET]),
        met=(len(networks), len(people)),
        spf=dict(encryption.ordered(spf)),
        actions=dict(sorted(actions.items(), key=lambda item: (-item[1], item[0]))),
        fates={name: dict(counts) for name, counts in sorted(fates.items())},
        logins=logins,
        login_protocols=login_protocols,
        days=_days(whole, domains),
        own_domains=domains,
        versions=tuple(sorted(whole.versions, key=lambda version: (whole.versions[version], version))),
        places=_places(advice, (*networks[:MET], *people[:MET]), where),
        remedies=tuple(remedy(one, settings) for one in advice),
    )


def _days(tally: Tally, own_domains: Sequence[str]) -> tuple[Day, ...]:
    inbound = encryption.inbound_by_day(tally)
    outbound = encryption.outbound_by_day(tally, frozenset(own_domains))
    fates: dict[int, Counter[Fate]] = {}
    for key, count in tally.losses.items():
        fates.setdefault(key.day, Counter())[key.fate] += count
    none = Rate(0, 0)
    return tuple(
        Day(as_date(day), inbound.get(day, none), outbound.get(day, none), dict(fates.get(day, {})))
        for day in sorted({*inbound, *outbound, *fates})
    )


def own_domains_of(tally: Tally) -> tuple[str, ...]:
    """The domains of the recipients that this server delivers into mailboxes, most mail first."""
    return tuple(name for name, _ in encryption.ordered(tally.own_domains) if name)


def _places(advice: Iterable[Advice], met: Iterable[Met], where: Where) -> dict[int, str]:
    told = [row.where for one in advice for row in one.because]
    told += [row.where for one in advice for row in one.obstacles]
    told += [row.where for one in advice for row in one.parties]
    told += [row.where for one in advice if one.spf for row in one.spf.sources]
    told += [one.where for one in met]
    places = {at for where_it_is in told for at in where_it_is}
    return {at: where(at) for at in sorted(places)}


def summary(coverage: Coverage, where: Where) -> CoverageSummary:
    """The account of the lines, and the shapes of what was not recognised, commonest first."""
    strange = [*coverage.unrecognised.items(), *coverage.damaged.items()]
    unknown = []
    for shape, count in encryption.ordered(strange)[:SHAPES_SHOWN]:
        sample = coverage.samples.get(shape)
        unknown.append(
            Unknown(shape, count, sample.line if sample else "", where(sample.at) if sample else "")
        )
    return CoverageSummary(
        lines=coverage.lines,
        recognised=coverage.recognised.total(),
        ignored=coverage.ignored.total(),
        other_programs=coverage.other.total(),
        unrecognised=coverage.unrecognised.total(),
        damaged=coverage.damaged.total(),
        blank=coverage.blank,
        not_utf8=coverage.not_utf8,
        understood=coverage.understood,
        first=coverage.first,
        last=coverage.last,
        hosts=tuple(sorted(label for label in coverage.hosts if label)),
        unknown=tuple(unknown),
    )
