"""The time that the log shows: ours, or the one a run over days pretends.

Such a run moves rsyslogd's clock through a file with an offset (libfaketime reads it); everything
that notes the truth reads the same file, so log and truth agree.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

_FILE = Path(os.environ["RIG_OFFSET_FILE"]) if "RIG_OFFSET_FILE" in os.environ else None


def offset() -> float:
    """Return how many seconds the log's clock is ahead of ours."""
    return float(_FILE.read_text()) if _FILE else 0.0


def now() -> float:
    """Return the log's time as seconds since the epoch."""
    return time.time() + offset()


def stamp() -> str:
    """Return the log's time as RFC 3339, UTC, with microseconds."""
    moment = now()
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))
    return f"{whole}.{int(moment % 1 * 1e6):06d}+00:00"


def advance_to(moment: float) -> None:
    """Move the log's clock forward to a moment; never back."""
    if _FILE is None:
        return
    fresh = _FILE.with_suffix(".new")
    fresh.write_text(f"{max(offset(), moment - time.time()):+.3f}\n")
    fresh.replace(_FILE)  # at once: rsyslogd may read it at any time
