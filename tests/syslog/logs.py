"""Logs for the tests: written from moments, read back through a survey and its calendar."""

import io
import os
from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

from loganalyzer.sources import Source, discover
from loganalyzer.syslog import Record, Survey, reader


def rfc3164(local: datetime, text: str = "x") -> str:
    """A traditional line with this local time."""
    return f"{local:%b} {local.day:2} {local:%H:%M:%S} mx postfix/qmgr[7]: {text}"


def rfc3339(moment: datetime, text: str = "x") -> str:
    """A line that says its year and zone."""
    return f"{moment.isoformat()} mx postfix/qmgr[7]: {text}"


def file(folder: Path, lines: Iterable[str], written: datetime, name: str = "mail.log") -> Source:
    """A log of these lines, last written to at this moment."""
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines))
    os.utime(path, (written.timestamp(), written.timestamp()))
    return opened(path)


def opened(path: Path) -> Source:
    """The source of a file that is in order."""
    sources, findings = discover([str(path)])
    assert not findings
    return sources[0]


def piped(text: str) -> Source:
    """A source that comes through a pipe."""
    sources, findings = discover(["-"], stdin=io.BytesIO(text.encode()))
    assert not findings
    return sources[0]


def records(source: Source, survey: Survey, size: int = 4 << 20) -> list[Record | None]:
    """What the lines of the source give, each block read in its own segment."""
    found: list[Record | None] = []
    for block in source.blocks(size, cuts=survey.calendar.cuts):
        read = reader(survey.calendar, block.offset)
        found.extend(read(line.decode()) for line in block.data.splitlines())
    return found


def moments(source: Source, survey: Survey, zone: tzinfo) -> list[datetime | None]:
    """The moment of each line."""
    return [
        None if record is None else datetime.fromtimestamp(record[0] / 1e6, zone)
        for record in records(source, survey)
    ]
