"""Files for the tests."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import zstandard

from loganalyzer.sources import Finding, Plan, Source, Span, arrange, discover

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}

HOUR = 3600 * 1_000_000


def lines(first: int, last: int, host: str = "mx") -> bytes:
    """One line for each hour from the first to before the last."""
    return b"".join(b"%06d %s postfix/qmgr[7]: text\n" % (hour, host.encode()) for hour in range(first, last))


def span(source: Source) -> Span | None:
    """The span of a log made of ``lines``."""
    stamps = [int(line[:6]) * HOUR for line in content(source).splitlines() if line[:6].isdigit()]
    return Span(min(stamps), max(stamps)) if stamps else None


def content(source: Source) -> bytes:
    """All that is read of a source."""
    return b"".join(block.data for block in source.blocks())


def put(folder: Path, name: str, data: bytes) -> str:
    """Writes a file and gives its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def found(*paths: str) -> tuple[Source, ...]:
    """Sources of files that are in order."""
    sources, findings = discover(paths)
    assert not findings
    return sources


def arranged(*paths: str) -> Plan:
    """The plan for files that are in order."""
    sources = found(*paths)
    return arrange(sources, [span(source) for source in sources])


def read(plan: Plan) -> list[bytes]:
    """What is read of each strand."""
    return [b"".join(map(content, strand)) for strand in plan.strands]


def texts(findings: tuple[Finding, ...], folder: Path) -> list[str]:
    """Findings as printed, the test's folder left out."""
    return [f"{finding.severity}: {finding}".replace(f"{folder}/", "") for finding in findings]
