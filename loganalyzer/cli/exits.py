"""Exit codes, and which one a report ends with."""

from collections.abc import Collection

from loganalyzer.advice.advice import Advice
from loganalyzer.reports.report import CoverageSummary
from loganalyzer.reports.words import weighed

DONE = 0
ATTENTION = 1
UNREADABLE = 2
NOT_UNDERSTOOD = 3

UNDERSTOOD = 0.5
"""The least share of a mail log's own lines that must be recognised for figures to mean anything."""


def understood(coverage: CoverageSummary) -> bool:
    """False for a log of which too little was recognised: its zeros would mean nothing."""
    if not coverage.lines:
        return True
    strange = coverage.unrecognised + coverage.damaged
    known = coverage.recognised + coverage.ignored
    return coverage.recognised > 0 and known / (known + strange) >= UNDERSTOOD


def exit_code(
    coverage: CoverageSummary, unread: bool, advice: Collection[Advice], check: bool, named: Collection[str]
) -> int:
    """The code that a report ends with."""
    if not understood(coverage):
        return NOT_UNDERSTOOD
    if unread:
        return UNREADABLE
    if check and any(one.verdict == "BLIND" and one.decision in named for one in advice):
        return NOT_UNDERSTOOD
    if check and any(one.verdict != "SAFE" for one in weighed(advice, named)):
        return ATTENTION
    return DONE
