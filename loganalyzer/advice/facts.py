"""What a decision is judged from: values only, of one host or of a fleet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.tls_reported import TlsReported
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.client import Network
from loganalyzer.terms.label import Label
from loganalyzer.terms.moment import as_date, day_of
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge

BUDGET = 4.0
"""New failing senders a month that may still turn up after a switch: a refusal is a visible bounce
to its sender, and the undo is one line."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a judgement is told beside the logs; see ``Facts`` and ``triage.knowledge``.

    own_names: of machines of ours, as the admin names them. excepted_domains: who passes the SPF check
    for one of them is excepted, too (``Domain_Whitelist``).
    clocks: for each host the UTC day from which on new senders are counted, where it has been fixed.
    where_a_must: see ``Facts``.
    switched_on: the UTC day on which somebody says that warn_if_reject was dropped.
    """

    labels: Mapping[Unit, Label] = field(default_factory=dict)
    own_domains: tuple[str, ...] = ()
    mynetworks: tuple[Network, ...] = ()
    own_names: frozenset[str] = frozenset()
    excepted: tuple[Network, ...] = ()
    excepted_domains: frozenset[str] = frozenset()
    budget: float = BUDGET
    audit_key: bytes = b""
    check_is_on: bool | None = None
    clocks: Mapping[str, int] = field(default_factory=dict)
    where_a_must: Mapping[str, str] = field(default_factory=dict)
    domains: tuple[OwnDomain, ...] = ()
    tls_reported: tuple[TlsReported, ...] = ()
    switched_on: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A tally, and what else the judgement needs to know about the log it was made from.

    first, last: the host's smallest and largest time, microseconds since 1970 UTC; where others go
    on without it, the largest is theirs. silent: UTC days between them without any line.
    understood: share of our lines that was recognised.
    known: labels, our own domains and networks. budget: see ``BUDGET``. audit_key: with which
    samples are drawn (``advice.audit``); empty where there is none. check_is_on: whether the
    settings say that the policy service really answers; None where nobody has read them.
    clock_began: the UTC day from which on new senders are counted, where it has been fixed.
    where_a_must: the oldest TLS version that the settings allow where TLS is a must, by ``port 25``,
    ``submission`` and ``outbound``; a place of which nobody knows is missing.
    domains: ours, with what is known of each beside the logs. tls_reported: what others met.
    switched_on: the UTC day on which somebody says that warn_if_reject was dropped before the SPF check.
    """

    host: str
    tally: Tally
    first: int
    last: int
    silent: frozenset[int]
    understood: float
    known: Knowledge = field(default_factory=Knowledge)
    budget: float = BUDGET
    audit_key: bytes = b""
    check_is_on: bool | None = None
    clock_began: int | None = None
    where_a_must: Mapping[str, str] = field(default_factory=dict)
    domains: tuple[OwnDomain, ...] = ()
    tls_reported: tuple[TlsReported, ...] = ()
    switched_on: int | None = None

    @property
    def first_day(self) -> int:
        """The UTC day of the first line."""
        return day_of(self.first)

    def silence(self, day: int) -> str:
        """What is to be said of a UTC day without any line of the host."""
        before = day
        while before in self.silent:
            before -= 1
        ended = all(later in self.silent for later in range(day, self.last_day + 1))
        return f"no line of {self.host} since {as_date(before)}" if ended else "no line at all"

    @property
    def last_day(self) -> int:
        """The UTC day of the last line."""
        return day_of(self.last)
