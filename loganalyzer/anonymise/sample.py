"""Lines that were not understood, made fit for a bug report: nobody who is named in them can be found.

A whole log is told anew with all that is not known masked (``line``). Here what is not known is the very
thing to tell, so words stay, and what has the form of a name goes: addresses, names of hosts and people
and Message-IDs become such as are set aside for documentation (RFC 2606, 5737, 3849), the same for the
same within a line. They are numbered, so without a key nobody can test a guess.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping

from loganalyzer.scan.coverage import Coverage

LONGEST = 300

KEPT = 400
"""Characters of a sample that coverage keeps: a longer one ends anywhere, in the middle of a name too."""

_FILES = "cf|conf|py|so|c|h|db|pl|sh|log|sock|lmdb|cidr|pcre|pem|crt|key|sieve|svbin"
"""Endings of file names, which are not names of hosts."""

_LABEL = r"\w(?:[\w-]*\w)?"
_ADDRESS = rf'(?:"(?:[^"\\]|\\.)*"|[^\s<>,;:()"\[\]=\'{{}}]+)@(?:{_LABEL}(?:\.{_LABEL})*|\[[^\]\s]*\])'

_PIECES = re.compile(
    "|".join(
        (
            r"(?P<subject>\b(?:Subject|From|To|Cc|Reply-To): .*)",
            rf"(?P<mail>{_ADDRESS})",
            r"(?P<ipv4>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d))",
            r"(?P<cut>(?<![\w.])\d{1,3}(?:\.\d{1,3}){1,2}\.?\Z)",
            r"(?P<ipv6>(?<![\w:.])(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:.]*[0-9A-Fa-f:](?![\w:]))",
            r"(?P<named>(?<=<)[^<>\s@]+(?=>)|(?<=user=)[^<>\s,;]+|(?<=username=)[^<>\s,;]+"
            r"|(?<=user )[^<>\s,;:'\"]+|(?<=user ')[^']+|(?<=user \")[^\"]+)",
            r"(?P<process>\b[a-z][a-z0-9-]*\((?P<who>[^(),\s]+)(?=[,)]))",
            r"(?P<home>/(?:home|mail|vmail|vhosts|mailboxes)/[^\s:,;'\")]+)",
            rf"(?P<host>(?<![\w.@/-])(?:{_LABEL}\.)+(?!(?:{_FILES})\b)[A-Za-z]{{2,}}\b(?![\w(@-]))",
        )
    )
)

_KEPT = frozenset({"", "unknown", "localhost", "default", "root", "nobody", "static", "request", "success"})


def samples_of(coverage: Coverage) -> Mapping[str, str]:
    """One line of each shape that was not understood, with nobody named in it."""
    names = {name for label, full in coverage.hosts.items() for name in (label, *full) if "." not in name}
    return {shape: anonymised(sample.line, names) for shape, sample in coverage.samples.items()}


def anonymised(line: str, hosts: Iterable[str] = ()) -> str:
    """The line with everybody's names replaced; ``hosts`` are names of servers without a dot."""
    known: dict[str, str] = {}
    whole = line if len(line) < KEPT else line.rpartition(" ")[0]
    line = _PIECES.sub(lambda found: _replaced(found, known), whole)[:LONGEST]
    names = "|".join(re.escape(name) for name in sorted(hosts, key=len, reverse=True) if name)
    return re.sub(rf"(?<![\w./@-])(?:{names})(?![\w./@=-])", "host", line) if names else line


def _replaced(found: re.Match[str], known: dict[str, str]) -> str:
    kind, text = found.lastgroup or "", found[0]
    if kind == "who":
        kind = "process"
    if kind == "process":
        who = found["who"]
        return text if who in _KEPT or who.isdigit() else text[: -len(who)] + _of(known, who, _USER)
    if kind == "cut":
        return "…"
    if kind == "subject":
        return text.partition(":")[0] + ": …"
    if text.lower() in _KEPT or (kind in ("ipv4", "ipv6") and not _is_address(text)):
        return text
    return _of(known, text, _NEW[kind])


def _of(known: dict[str, str], text: str, new: Callable[[int], str]) -> str:
    return known.setdefault(text.lower(), new(len(known) + 1))


def _is_address(text: str) -> bool:
    """Whether it is one and somebody's: loopback is everybody's."""
    try:
        return not ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _USER(number: int) -> str:  # noqa: N802  a constant like its sisters below
    return f"user{number}"


_NEW: dict[str, Callable[[int], str]] = {
    "mail": lambda number: f"user{number}@host{number}.example",
    "ipv4": lambda number: f"192.0.2.{number}",
    "ipv6": lambda number: f"2001:db8::{number}",
    "named": _USER,
    "home": lambda number: f"/home/user{number}",
    "host": lambda number: f"host{number}.example",
}
