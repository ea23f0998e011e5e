"""What notebooks and the command line call."""

from typing import TYPE_CHECKING

from loganalyzer.api.log import Log, UnreadableError, read
from loganalyzer.api.options import Options

if TYPE_CHECKING:
    from loganalyzer.api.outside_read import read_outside
    from loganalyzer.api.reports_of_others import Reports, read_reports
    from loganalyzer.api.stored import StoredLog, open_store

__all__ = [
    "Log",
    "Options",
    "Reports",
    "StoredLog",
    "UnreadableError",
    "open_store",
    "read",
    "read_outside",
    "read_reports",
]


def __getattr__(name: str) -> object:
    """Loads what a report of a log does not need when it is first used: stores, and reports of others."""
    if name == "read_outside":
        from loganalyzer.api import outside_read

        return outside_read.read_outside
    if name in ("Reports", "read_reports"):
        from loganalyzer.api import reports_of_others

        return getattr(reports_of_others, name)
    if name in __all__:
        from loganalyzer.api import stored

        return getattr(stored, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
