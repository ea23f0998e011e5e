"""The report as a value: all that any format shows, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Literal, NamedTuple, Protocol

from loganalyzer.advice.advice import Advice
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.encryption import Encryption
from loganalyzer.measures.met import Met
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


class Page(Protocol):
    """What IPython writes an object's text to."""

    def text(self, text: str, /) -> None:
        """Writes the text."""


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
    page can hold; plaintext_domains are the first of them. peers, users: who mails with us, likewise;
    met: how many there are of each. days: every day of the log that had mail.
    remedies: what to enter, for each piece of advice in the same order.
    places: names of the places (``terms.place``) that the advice points to, as ``file:offset``.
    samples: places behind figures, by the figure's table and the row's own words, and lines: what
    stands there, raw; where they were asked for and can still be read.
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
    peers: tuple[Met, ...]
    users: tuple[Met, ...]
    met: tuple[int, int]
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
    samples: Mapping[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        """The report as text, as a pipe gets it."""
        from loganalyzer.reports import text  # which renders what is declared here

        return text.render(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: the text, with nothing in it that a browser would act on."""
        return f"<pre>{escape(str(self))}</pre>"

    def _repr_pretty_(self, page: Page, cycle: bool) -> None:
        """What a terminal's IPython shows, and a notebook keeps beside it."""
        page.text(str(self))
