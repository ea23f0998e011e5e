"""What is worth saying about an input, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

ALIKE = 5
"""How many findings that say the same are kept apart before they are told as one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Says one thing about one input, on one line.

    An error means that something was not read; a warning that what was read may mislead; an info
    is what the reader would like to know.
    """

    severity: Severity
    where: str
    """The input's name, as the user knows it."""
    text: str

    def __str__(self) -> str:
        """The finding as one line."""
        return f"{self.where}: {self.text}" if self.where else self.text


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Tells many findings that say the same as one, in the order in which they came up."""
    alike: dict[tuple[Severity, str], list[str]] = {}
    for finding in findings:
        names = alike.setdefault((finding.severity, finding.text), [])
        if finding.where not in names[-1:]:
            names.append(finding.where)
    told: list[Finding] = []
    for (severity, text), names in alike.items():
        if len(names) > ALIKE:
            names = [f"{names[0]}, {names[1]} and {len(names) - 2:,} more"]
        told.extend(Finding(severity, name, text) for name in names)
    return tuple(told)
