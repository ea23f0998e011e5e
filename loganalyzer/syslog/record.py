"""What every dialect makes of a line."""

from collections.abc import Callable

Record = tuple[int, str, str, str]
"""Time in microseconds since 1970 (UTC); host, or ""; tag with pid as written, without its colon,
or ""; message."""

Read = Callable[[str], Record | None]
"""Reads one line without its line end; None where no envelope is understood."""


def nothing(line: str) -> Record | None:
    """Reads no line: what is asked where there is nobody else to ask."""
    return None
