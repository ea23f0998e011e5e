"""Builds the report from tallies, coverage and what happened while reading."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions import DECISIONS
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.fates import HARM
from loganalyzer.linking.finished import Fate
from loganalyzer.measures import encryption
from loganalyzer.measures.tally import LossSource, SourceKey, Tally
from loganalyzer.reports.report import CoverageSummary, Finding, Report, Source, Unknown
from loganalyzer.scan.coverage import Coverage
from loganalyzer.terms.moment import DAY, HOUR

PLAINTEXT_DOMAINS = 10
SHAPES_SHOWN = 10

Where = Callable[[int], str]
"""Names the file and offset of a place."""


def facts_of(host: str, tally: Tally, coverage: Coverage) -> Facts:
    """What a decision about one host is judged from; raises ValueError for a host without lines."""
    hours = coverage.hours.get(host)
    if not hours:
        raise ValueError(f"no line of host {host!r} was read")
    first, last = min(hours) * HOUR, (max(hours) + 1) * HOUR
    if coverage.first is not None and coverage.last is not None:
        first, last = max(first, coverage.first), min(last, coverage.last)
    seen = {hour * HOUR // DAY for hour in hours}
    days = range(first // DAY, last // DAY + 1)
    silent = frozenset(day for day in days if day not in seen)
    return Facts(host, tally, first, max(first, last), silent, coverage.understood)


def judge(tallies: Mapping[str, Tally], coverage: Coverage, decisions: Sequence[str]) -> tuple[Advice, ...]:
    """One advice a decision and host, for hosts that take mail from strangers or check SPF.

    A log without any such host is judged as a whole: the verdict then says what is missing.
    """
    servers = [
        host
        for host, tally in sorted(tallies.items())
        if tally.spf or tally.rejections or any(key.origin == "outside" for key in tally.messages)
    ]
    chosen = servers or [host for host in sorted(tallies) if coverage.hours.get(host)][:1]
    return tuple(
        DECISIONS[name](facts_of(host, tallies[host], coverage)) for name in decisions for host in chosen
    )


def build(
    tallies: Mapping[str, Tally],
    coverage: Coverage,
    findings: Sequence[Finding],
    where: Where,
    decisions: Sequence[str] = tuple(DECISIONS),
    own_domains: Sequence[str] = (),
) -> Report:
    """The report of all hosts together, each host judged by itself."""
    whole = Tally()
    for _, tally in sorted(tallies.items()):
        whole.merge(tally)
    domains = tuple(sorted(name.lower() for name in own_domains)) or _own_domains(whole)
    logins, login_protocols = encryption.logins(whole)
    spf: Counter[str] = Counter()
    for spf_key, count in whole.spf.items():
        spf[spf_key.spf_result] += count
    actions: Counter[tuple[str, str]] = Counter()
    for key, count in whole.rejections.items():
        actions[key.action, key.restriction] += count
    fates: dict[str, Counter[Fate]] = {}
    for source_key, source in whole.sources.items():
        fates.setdefault(source_key.restriction, Counter()).update(source.fates)
    return Report(
        advice=judge(tallies, coverage, decisions),
        findings=tuple(findings),
        coverage=summary(coverage, where),
        inbound_messages=encryption.inbound_messages(whole),
        inbound_sessions=encryption.inbound_sessions(whole),
        submissions=encryption.submissions(whole),
        services=encryption.by_service(whole),
        outbound=encryption.outbound(whole, domains),
        plaintext_domains=tuple(encryption.plaintext_domains(whole, PLAINTEXT_DOMAINS, domains)),
        spf=dict(encryption.ordered(spf)),
        actions=dict(sorted(actions.items(), key=lambda item: (-item[1], item[0]))),
        fates={name: dict(counts) for name, counts in sorted(fates.items())},
        sources=_sources(whole.sources, where),
        logins=logins,
        login_protocols=login_protocols,
        own_domains=domains,
        versions=tuple(sorted(whole.versions, key=lambda version: (whole.versions[version], version))),
    )


def _own_domains(tally: Tally) -> tuple[str, ...]:
    return tuple(name for name, _ in encryption.ordered(tally.own_domains) if name)


def _harm(source: LossSource) -> int:
    return sum(source.fates[fate] for fate in HARM)


def _sources(sources: Mapping[SourceKey, LossSource], where: Where) -> tuple[Source, ...]:
    """All sources, those with most mail to lose first."""
    ranked = sorted(sources.items(), key=lambda item: (-_harm(item[1]), -item[1].fates.total(), item[0]))
    return tuple(
        Source(
            restriction=key.restriction,
            sender_domain=key.sender_domain,
            network=key.network,
            client=source.client,
            fates=dict(source.fates),
            days=len(source.days),
            first=source.first,
            last=source.last,
            where=tuple(where(at) for at in source.samples),
        )
        for key, source in ranked
    )


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
