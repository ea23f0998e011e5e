"""What notebooks and the command line call."""

from typing import TYPE_CHECKING

from loganalyzer.api.log import Log, UnreadableError, read
from loganalyzer.api.options import Options

if TYPE_CHECKING:
    from loganalyzer.api.stored import StoredLog, open_store

__all__ = ["Log", "Options", "StoredLog", "UnreadableError", "open_store", "read"]


def __getattr__(name: str) -> object:
    """Loads what has to do with stores when it is first used: a report of a log needs no database."""
    if name in __all__:
        from loganalyzer.api import stored

        return getattr(stored, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
