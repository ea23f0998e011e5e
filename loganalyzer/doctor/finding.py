"""A finding: what is wrong or cannot be seen, why that matters, and the line to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}
"""Worst first. error: mail is harmed, or a protection is off. warning: a question cannot be answered,
or a setting does not do what it looks like. info: worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; ``id`` stays the same from version to version, for scripts.

    where: the host whose log shows it, or the file that says it. write: the lines to enter, each
    complete as it stands; ``into`` says into which file, empty for shell commands.
    """

    id: str
    severity: Severity
    where: str
    what: str
    why: str
    write: tuple[str, ...] = ()
    into: str = ""
