"""What is worth saying about an input, as a value."""

import re
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


_NUMBER = re.compile(r"\d+(?:,\d+)*")


def printable(name: str) -> str:
    """The name on one line, as any terminal and any encoding can show it.

    A file's name may hold line ends, a terminal's commands, and bytes that are no text.
    """
    if name.isprintable():
        return name
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in name)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Tells many findings that say the same, numbers aside, as one; in the order they came up in."""
    alike: dict[tuple[Severity, str], dict[Finding, None]] = {}
    for finding in findings:
        shape = _NUMBER.sub("…", finding.text)
        alike.setdefault((finding.severity, shape), {})[finding] = None
    told: list[Finding] = []
    for (severity, shape), group in alike.items():
        ones = list(group)
        if len(ones) > ALIKE:
            same = len({one.text for one in ones}) == 1
            names = f"{ones[0].where}, {ones[1].where} and {len(ones) - 2:,} more"
            told.append(Finding(severity, names, ones[0].text if same else shape))
        else:
            told.extend(ones)
    return tuple(told)
