"""The report as a value: all that any format shows, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from loganalyzer.advice.advice import Advice
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.encryption import Encryption
from loganalyzer.measures.rate import Rate
from loganalyzer.reports.remedies import Remedy

VERSION = 1
"""Of the report's shape, as JSON readers see it."""


class Finding(NamedTuple):
    """Something about the input that the reader should know."""

    severity: Literal["error", "warning", "info"]
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A shape of lines that was not recognised, with one of them and its place."""

    shape: str
    count: int
    sample: str
    where: str


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """The account of all lines read; the counts sum to ``lines``."""

    lines: int
    recognised: int
    ignored: int
    other_programs: int
    unrecognised: int
    damaged: int
    blank: int
    not_utf8: int
    understood: float
    first: int | None
    last: int | None
    hosts: tuple[str, ...]
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day's mail: what was encrypted, and what became of messages that were warned about.

    inbound: messages of strangers. outbound: recipients elsewhere. fates: of all restrictions.
    """

    day: date
    inbound: Rate
    outbound: Rate
    fates: Mapping[Fate, int]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is shown, in the order in which it is shown.

    destinations: domains that mail went to, those with most plaintext mail first, as many as a
    page can hold; plaintext_domains are the first of them. days: every day of the log that had mail.
    remedies: what to enter, for each piece of advice in the same order.
    places: names of the places (``terms.place``) that the advice points to, as ``file:offset``.
    lines: what stands there, raw, where it was asked for and can still be read.
    """

    advice: tuple[Advice, ...]
    findings: tuple[Finding, ...]
    coverage: CoverageSummary
    inbound_messages: Encryption
    inbound_sessions: Encryption
    submissions: Encryption
    services: Mapping[str, Encryption]
    outbound: Encryption
    plaintext_domains: tuple[tuple[str, Rate], ...]
    destinations: tuple[tuple[str, Rate], ...]
    spf: Mapping[str, int]
    actions: Mapping[tuple[str, str], int]
    fates: Mapping[str, Mapping[Fate, int]]
    logins: Rate
    login_protocols: Mapping[str, int]
    days: tuple[Day, ...]
    own_domains: tuple[str, ...]
    versions: tuple[str, ...]
    places: Mapping[int, str]
    remedies: tuple[Remedy, ...]
    lines: Mapping[int, str] = field(default_factory=dict)
