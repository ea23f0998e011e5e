"""Who sends in a domain's name, as DMARC reports tell: by network, all reporters together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loganalyzer.terms.client import network_of
from loganalyzer.terms.moment import day_of

from .dmarc import DmarcReport, DmarcRow


@dataclass(frozen=True, slots=True)
class DmarcSource:
    """One network (/24 or /64) and all that reports tell of it."""

    network: str
    addresses: tuple[tuple[str, int], ...]
    """Each with its messages, most first."""
    messages: int
    aligned_both: int
    """Messages with SPF and DKIM aligned; the next two with only one of them, and then with neither."""
    aligned_spf: int
    aligned_dkim: int
    aligned_none: int
    unknown: int
    """Messages of which a reporter says neither."""
    dispositions: tuple[tuple[str, int], ...]
    """none, quarantine and reject, each with its messages, most first; likewise what follows."""
    header_from: tuple[tuple[str, int], ...]
    spf_passed: tuple[tuple[str, int], ...]
    """Domains for which SPF passed, ours or others'."""
    dkim_passed: tuple[tuple[str, int], ...]
    """Domains whose signature was valid."""
    reasons: tuple[tuple[str, int], ...]
    """Why a policy was overridden: forwarded, mailing_list, …"""
    reporters: tuple[tuple[str, int], ...]
    first_day: int
    """Number of the day (``terms.moment``) on which the first report of it begins."""
    last_day: int

    @property
    def aligned(self) -> int:
        """Messages that passed DMARC."""
        return self.aligned_both + self.aligned_spf + self.aligned_dkim


@dataclass(slots=True)
class _Sum:
    first: int
    last: int
    ways: Counter[str] = field(default_factory=Counter)
    addresses: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    header_from: Counter[str] = field(default_factory=Counter)
    spf: Counter[str] = field(default_factory=Counter)
    dkim: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    reporters: Counter[str] = field(default_factory=Counter)

    def take(self, row: DmarcRow, report: DmarcReport) -> None:
        self.first, self.last = min(self.first, day_of(report.begin)), max(self.last, day_of(report.begin))
        self.ways[alignment(row)] += row.count
        self.addresses[row.source_ip] += row.count
        self.dispositions[row.disposition] += row.count
        self.header_from[row.header_from] += row.count
        self.reporters[report.reporter] += row.count
        for domain in {one.domain for one in row.spf if one.result == "pass"}:
            self.spf[domain] += row.count
        for domain in {one.domain for one in row.dkim if one.result == "pass"}:
            self.dkim[domain] += row.count
        for kind in {kind for kind, _ in row.reasons}:
            self.reasons[kind] += row.count


def alignment(row: DmarcRow) -> str:
    """both, spf, dkim, none, or unknown where the reporter does not say both and no one passed."""
    match row.spf_aligned, row.dkim_aligned:
        case True, True:
            return "both"
        case True, _:
            return "spf"
        case _, True:
            return "dkim"
        case False, False:
            return "none"
    return "unknown"


def sources(reports: Iterable[DmarcReport], domain: str, since: int = 0) -> tuple[DmarcSource, ...]:
    """The networks of all mail in the domain's name, most messages first.

    since: moment before which a report's end is too old to be counted.
    """
    sums: dict[str, _Sum] = {}
    for report in reports:
        if report.domain != domain or report.end <= since:
            continue
        day = day_of(report.begin)
        for row in report.rows:
            sums.setdefault(network_of(row.source_ip), _Sum(day, day)).take(row, report)
    found = [_source(network, one) for network, one in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.messages, one.network)))


def _source(network: str, one: _Sum) -> DmarcSource:
    return DmarcSource(
        network=network,
        addresses=ranked(one.addresses),
        messages=one.ways.total(),
        aligned_both=one.ways["both"],
        aligned_spf=one.ways["spf"],
        aligned_dkim=one.ways["dkim"],
        aligned_none=one.ways["none"],
        unknown=one.ways["unknown"],
        dispositions=ranked(one.dispositions),
        header_from=ranked(one.header_from),
        spf_passed=ranked(one.spf),
        dkim_passed=ranked(one.dkim),
        reasons=ranked(one.reasons),
        reporters=ranked(one.reporters),
        first_day=one.first,
        last_day=one.last,
    )


def ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Most first, and equal ones by name, so that the order hangs on nothing else."""
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
