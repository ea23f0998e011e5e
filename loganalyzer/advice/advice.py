"""What a judgement says: a verdict, what it rests on, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.linking.finished import Fate
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Class

Verdict = Literal["SAFE", "NOT_YET", "UNSAFE", "BLIND"]

Step = Literal[
    "drop warn_if_reject",
    "restore warn_if_reject",
    "inbound minimum, port 25",
    "inbound minimum, submission",
    "require TLS, port 25",
    "require TLS, submission",
    "AUTH under TLS only",
    "require TLS, Dovecot",
    "minimum, Dovecot",
    "outbound minimum",
    "policy map",
    "policy map, verified",
    "SPF record",
    "",
]
"""A change of configuration by name; the text of it is made by ``changes``."""

WORST_FIRST: tuple[Verdict, ...] = ("UNSAFE", "BLIND", "NOT_YET", "SAFE")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim with its numbers; ``where`` are places of lines (``terms.place``) that show it."""

    claim: str
    count: int
    total: int | None = None
    where: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of SAFE: its value against its threshold, and what would flip it, by when."""

    name: str
    holds: bool
    value: str
    threshold: str
    flips: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One unit whose mail would be lost, with what is known of it and what to do about it.

    messages: those that would be lost. days: on how many days. first, last: microseconds since
    1970 UTC. signs: in words. in_the_way: whether it alone forbids SAFE. where: places of lines.
    """

    unit: Unit
    client: str
    messages: int
    fates: Mapping[Fate, int]
    days: int
    first: int
    last: int
    kind: Class
    signs: tuple[str, ...]
    fix: str
    in_the_way: bool
    where: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One of our people, a stranger's network or a destination, and how it encrypts.

    name: user, network or domain. service: where it was met. client: the address it came from, or
    the hosts that took the mail. best, worst: its TLS in words. times, days: how often, and on how
    many days; of what does not meet the change where there is any, as ``last`` is. meets: whether it
    meets the change, None where the log does not say. fate: what the change would do to it.
    in_the_way: whether it alone forbids SAFE. where: places of lines.
    """

    name: str
    service: str
    client: str
    best: str
    worst: str
    times: int
    days: int
    last: int
    meets: bool | None
    fate: str
    in_the_way: bool
    where: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """Clients that the check could be told to skip, and what that would do.

    setting, values: as in policyd-spf.conf. clients: the addresses, of those that the log shows, that it
    would then skip. proof: what lets it name a domain in their place, empty where it does not. frees:
    units whose wanted mail would be let in. lets_in: other failing messages that the same entry would
    have let in, of which ``junk`` were marked as such. after: the verdict with this exemption alone.
    """

    setting: str
    values: tuple[str, ...]
    clients: tuple[str, ...]
    name: str
    proof: str
    frees: tuple[Unit, ...]
    messages: int
    lets_in: int
    junk: int
    after: Verdict


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to one question; see ``mailstat report`` for how it reads.

    subject: what the decision is about, where it is asked more than once: a restriction.
    verdict: SAFE, NOT_YET, UNSAFE or BLIND. advisable: yes, no or conditional, with the reason;
    apart from the verdict, since a change can be safe and pointless. because: the sentences that
    carry it. obstacles: who would lose mail, most first. exceptions: what would turn the verdict;
    with_all is the verdict with all of them. step: the change that it is about. blind_to: what the
    log cannot show. look_again: when a new judgement is worth it. question: in words. parties: whom
    a change of TLS touches, those in the way first. letter: what to write to them. entries: domains
    and their levels for a policy table. withdrawn: those whose line there does harm, each with the
    level to put in its place, if any. version: of the server that the change is made for.
    switched_on: the UTC day on which what it asks about was found done. spf: what to do about a domain's
    SPF record.
    """

    decision: str
    subject: str
    host: str
    verdict: Verdict
    headline: str
    advisable: str
    because: tuple[Evidence, ...]
    gates: tuple[Gate, ...]
    step: Step
    blind_to: tuple[str, ...]
    look_again: date | None
    obstacles: tuple[Obstacle, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    with_all: Verdict | None = None
    remarks: tuple[str, ...] = field(default=())
    question: str = ""
    parties: tuple[Party, ...] = ()
    letter: str = ""
    entries: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[tuple[str, str], ...] = ()
    version: str = ""
    switched_on: date | None = None
    spf: SpfPlan | None = None
