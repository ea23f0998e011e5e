"""The report for Prometheus, by way of the textfile collector: few series, no peers and no addresses.

The collector reads the older text format: it knows no stateset and takes ``# UNIT`` and ``# EOF``
for comments. So verdicts are a gauge for each state, and both kinds of readers take the file.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from loganalyzer.advice.advice import WORST_FIRST
from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.measures.encryption import Encryption
from loganalyzer.reports.report import VERSION, Report
from loganalyzer.reports.visible import visible
from loganalyzer.reports.words import accounts
from loganalyzer.terms.moment import SECOND

Labels = Mapping[str, str]


class Family(NamedTuple):
    """One metric: its name without ending, what it tells, and its samples."""

    name: str
    type: Literal["counter", "gauge", "info"]
    help: str
    samples: Iterable[tuple[Labels, float]]


ENDINGS = {"counter": "_total", "gauge": "", "info": ""}


def render(report: Report) -> str:
    """The metrics, ending in ``# EOF`` and a newline."""
    lines = [line for family in _families(report) for line in _lines(family)]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _families(report: Report) -> Iterator[Family]:
    yield Family("mailstat_report_version", "gauge", "Version of the shape of the report.", [({}, VERSION)])
    yield from _judgement(report)
    yield from _encryption(report)
    yield Family(
        "mailstat_spf_checks",
        "counter",
        "Messages by the result of the SPF check.",
        [({"result": name}, count) for name, count in report.spf.items()],
    )
    yield Family(
        "mailstat_warned_messages",
        "counter",
        "Messages that a restriction warned about or refused, by what became of them.",
        [
            ({"restriction": name, "fate": fate}, counts.get(fate, 0))
            for name, counts in report.fates.items()
            for fate in BEST_FIRST
        ],
    )
    yield from _coverage(report)


def _judgement(report: Report) -> Iterator[Family]:
    whose = [({"host": o.host, "decision": o.decision, "subject": o.subject}, o) for o in report.advice]
    yield Family(
        "mailstat_verdict",
        "gauge",
        "1 for the verdict that a decision has, 0 for the others.",
        [
            ({**labels, "verdict": verdict}, int(one.verdict == verdict))
            for labels, one in whose
            for verdict in WORST_FIRST
        ],
    )
    yield Family(
        "mailstat_gates_failed",
        "gauge",
        "Conditions of SAFE that do not hold.",
        [(labels, sum(not gate.holds for gate in one.gates)) for labels, one in whose],
    )
    yield Family(
        "mailstat_senders_in_the_way",
        "gauge",
        "Senders whose mail alone forbids SAFE.",
        [(labels, sum(found.in_the_way for found in one.obstacles)) for labels, one in whose],
    )


def _encryption(report: Report) -> Iterator[Family]:
    found: dict[str, Encryption] = {
        "in": report.inbound_messages,
        "submission": report.submissions,
        "out": report.outbound,
    }
    yield Family(
        "mailstat_encrypted_ratio",
        "gauge",
        "Share of mail that was encrypted, of what the log tells; absent where it tells nothing.",
        [({"direction": name}, one.rate.share) for name, one in found.items() if one.rate.share is not None],
    )
    yield Family(
        "mailstat_messages",
        "counter",
        "Messages in, and recipients out, by protocol; plaintext and not logged among them.",
        [
            ({"direction": name, "protocol": protocol}, count)
            for name, one in found.items()
            for protocol, count in sorted(one.protocols.items())
        ],
    )
    logins = report.logins
    yield Family(
        "mailstat_logins",
        "counter",
        "Dovecot logins by encryption.",
        [
            ({"encrypted": "yes"}, logins.count),
            ({"encrypted": "no"}, logins.known - logins.count),
            ({"encrypted": "unknown"}, logins.unknown),
        ],
    )


def _coverage(report: Report) -> Iterator[Family]:
    coverage = report.coverage
    yield Family(
        "mailstat_lines",
        "counter",
        "Lines read, by how they were understood.",
        [({"lines": name.lower()}, count) for name, count in accounts(report)],
    )
    yield Family(
        "mailstat_understood_ratio",
        "gauge",
        "Share of the mail system's own lines that was recognised.",
        [({}, coverage.understood)],
    )
    for name, moment, what in (
        ("first", coverage.first, "The log's first line; what is counted is counted from then on."),
        ("last", coverage.last, "The log's last line; alert when it is long ago."),
    ):
        samples: list[tuple[Labels, float]] = [] if moment is None else [({}, moment / SECOND)]
        yield Family(f"mailstat_log_{name}_timestamp_seconds", "gauge", what, samples)


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {family.help}"
    yield f"# TYPE {family.name} {family.type}"
    for labels, value in family.samples:
        told = ",".join(f'{name}="{escaped(text)}"' for name, text in labels.items())
        yield f"{family.name}{ENDINGS[family.type]}{'{' + told + '}' if told else ''} {_number(value)}"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.17g}"


def escaped(text: str) -> str:
    """A label's value as the format asks for it, without anything that ends it early."""
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
