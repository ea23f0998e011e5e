"""Which files hold records that span lines, told by how they begin."""

import re

from loganalyzer.sources.source import Framing

from . import cri, docker, journal_export, journal_pretty

FRAMINGS: tuple[tuple[re.Pattern[bytes], Framing], ...] = (
    (re.compile(rb"(?:[A-Z_][A-Z0-9_]*=.*\n){0,5}?__(?:CURSOR|REALTIME_TIMESTAMP)="), journal_export.framing),
    (re.compile(rb"\{\s*\n\s*\"[A-Z_]"), journal_pretty.framing),
    (re.compile(rb'\{\s*"(?:log|stream|time|attrs)"\s*:'), docker.framing),
    (re.compile(rb"\d{4}-\d\d-\d\dT\S+ std(?:out|err) [PF]"), cri.framing),
)


def framing_of(head: bytes) -> Framing | None:
    """How to make one line of each record of a file that begins so; None where each is one already."""
    return next((framing for pattern, framing in FRAMINGS if pattern.match(head)), None)
