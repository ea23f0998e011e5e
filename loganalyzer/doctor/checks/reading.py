"""Whether the lines could be read and understood at all."""

from collections.abc import Iterator

from loganalyzer.doctor.examined import Examined
from loganalyzer.doctor.finding import Finding
from loganalyzer.measures.encryption import ordered
from loganalyzer.terms.plural import counted

UNDERSTOOD = 0.99
"""The share of our lines below which figures may be wrong by as much."""

INFERRED = "carry no year"


def remarks(examined: Examined) -> Iterator[Finding]:
    """What happened while the logs were read, inferred years among it."""
    for remark in examined.remarks:
        if INFERRED in remark.text:
            yield Finding(
                "year-inferred",
                "info",
                remark.where,
                "its lines carry no year; it was inferred from their order and the time of the file",
                "a copy that lost its date, or a gap of months, may be taken for another year",
                ("mailstat doctor --year YEAR LOG",),
            )
        elif remark.severity != "info":
            yield Finding(
                "input",
                remark.severity,
                remark.where,
                remark.text,
                "what is not read is missing from every figure",
            )


def understood(examined: Examined) -> Iterator[Finding]:
    """Lines of mail programs that no declaration fits."""
    coverage = examined.coverage
    strange = coverage.unrecognised.total()
    if strange:
        yield Finding(
            "not-understood",
            "warning" if coverage.understood < UNDERSTOOD else "info",
            "log",
            f"{counted(strange, 'line')} of mail programs in {counted(len(coverage.unrecognised), 'shape')} "
            f"not recognised; {coverage.understood:.1%} are understood".replace("%", " %"),
            "such a line may be the very one that a figure lacks; the samples below name nobody "
            "and may be sent with a bug report",
        )


def damaged(examined: Examined) -> Iterator[Finding]:
    """Lines that no envelope fits, or whose text journalctl did not print."""
    for why, count in ordered(examined.coverage.damaged):
        journal = "journalctl" in why
        yield Finding(
            "text-not-printed" if journal else "damaged",
            "warning" if journal else "info",
            "log",
            f"{counted(count, 'line')} damaged: {why}",
            "what they said is missing from every figure",
            ("journalctl --all -o export --facility=mail",) if journal else (),
        )


CHECKS = (remarks, understood, damaged)
