"""The diagnosis: what was seen, what can be answered, and what was found, worst first."""

from collections.abc import Iterator
from dataclasses import dataclass

from loganalyzer.doctor.checks import CHECKS
from loganalyzer.doctor.checks.spf_log import policyd_spf
from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import RANK, Finding
from loganalyzer.doctor.questions import Question, questions
from loganalyzer.grammar import BY_NAME
from loganalyzer.measures.encryption import ordered
from loganalyzer.scan.coverage import OTHER_SHAPES

SHAPES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines that were not recognised, with one of them in which nobody is named."""

    count: int
    sample: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the logs are of; times in microseconds since 1970 UTC.

    ours: lines of mail programs that are known here; understood: their share that was recognised.
    services: SMTP services by ``syslog_name``. programs: whose lines were recognised.
    """

    first: int | None
    last: int | None
    lines: int
    ours: int
    understood: float
    hosts: tuple[str, ...]
    services: tuple[str, ...]
    programs: tuple[str, ...]
    postfix: tuple[str, ...]
    dovecot: tuple[str, ...]
    policyd_spf: tuple[str, ...]
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that ``mailstat doctor`` shows, in its order."""

    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    seen: Seen
    shapes: tuple[Shape, ...]


def diagnose(examined: Examined) -> Diagnosis:
    """Runs every check; findings of one id, place and text come once, the worst first."""
    found = dict.fromkeys(finding for check in CHECKS for finding in check(examined))
    return Diagnosis(
        findings=tuple(sorted(found, key=lambda finding: RANK[finding.severity])),
        questions=questions(examined),
        seen=_seen(examined),
        shapes=tuple(_shapes(examined)),
    )


def _seen(examined: Examined) -> Seen:
    coverage, whole = examined.coverage, examined.whole
    return Seen(
        first=coverage.first,
        last=coverage.last,
        lines=coverage.lines,
        ours=coverage.ours,
        understood=coverage.understood,
        hosts=tuple(sorted(host for host in coverage.hours if host)),
        services=tuple(sorted({key.service for key in whole.sessions if key.service})),
        programs=tuple(_programs(examined)),
        postfix=tuple(sorted(whole.versions, key=lambda one: (whole.versions[one], one))),
        dovecot=tuple(sorted(whole.dovecot_versions, key=lambda one: (whole.dovecot_versions[one], one))),
        policyd_spf=policyd_spf(examined),
        settings=tuple(file.path for file in examined.settings.files) if examined.settings else (),
    )


def _programs(examined: Examined) -> Iterator[str]:
    """Programs that delivered, or of which some line was recognised that no other program writes."""
    coverage = examined.coverage
    kinds = {*coverage.recognised, *coverage.ignored} & set(BY_NAME)
    tags = {kind.tags[0] for name in kinds if len((kind := BY_NAME[name]).tags) == 1}
    programs = {tag.lstrip("/") for tag in tags if not tag.endswith("*")}
    yield from sorted(programs | {key.program for key in examined.whole.deliveries})


def _shapes(examined: Examined) -> Iterator[Shape]:
    coverage = examined.coverage
    for shape, count in ordered([*coverage.unrecognised.items(), *coverage.damaged.items()])[:SHAPES_SHOWN]:
        yield Shape(count, examined.samples.get(shape, shape if shape in coverage.damaged else OTHER_SHAPES))
