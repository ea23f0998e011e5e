"""Reads mail server logs and says, with proof, what may be enforced.

``import loganalyzer as la; log = la.read("mail.log")``, then ``log.report()``, ``log.advice`` and
the tables ``log.connections``, ``log.rejections`` and so on. ``la.open_store("store.sqlite")`` is
what ``mailstat ingest`` has kept, and ``la.read_reports("reports")`` what others report of our mail.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loganalyzer.api import (
        Log,
        Options,
        Reports,
        StoredLog,
        UnreadableError,
        open_store,
        read,
        read_outside,
        read_reports,
    )

__version__ = "0.1.0"
__all__ = [
    "Log",
    "Options",
    "Reports",
    "StoredLog",
    "UnreadableError",
    "__version__",
    "open_store",
    "read",
    "read_outside",
    "read_reports",
]


def __getattr__(name: str) -> object:
    """Loads the public names when first used, so that ``--help`` need not wait for the grammar."""
    if name in __all__:
        from loganalyzer import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
