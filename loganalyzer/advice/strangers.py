"""Strangers on port 25: whose mail comes by what a change takes away, and what a failed handshake leads to.

A peer below the minimum mostly comes back in plaintext (RFC 7435): it loses encryption, not mail.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loganalyzer.advice.advice import Evidence, Party
from loganalyzer.advice.encrypting import Meets, is_own
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.standing import REMEMBERED
from loganalyzer.advice.tls import Question
from loganalyzer.measures.used import Used
from loganalyzer.terms.handshake import cause_of, explained
from loganalyzer.terms.moment import day_of
from loganalyzer.terms.tls import NONE, Tls, named, strength

KNOWN_BY = 2
"""Days with mail after which a network is one that writes here: bots seldom come twice."""


def on_port_25(service: str) -> bool:
    """True for SMTP servers that strangers write to."""
    return not is_own(service)


def peers(facts: Facts, meets: Meets, fate: str, *, in_the_way: bool) -> tuple[Party, ...]:
    """Networks that handed in mail which does not meet the change, most mail first."""
    since = facts.last_day - REMEMBERED
    logging = {key.service for key in facts.tally.peers if key.tls.seen == "line"}
    groups: defaultdict[tuple[str, str], list[tuple[Tls, Used]]] = defaultdict(list)
    for key, uses in facts.tally.peers.items():
        if on_port_25(key.service):
            silent = key.tls.seen == "bare" and key.service in logging
            groups[key.network, key.service].append((NONE if silent else key.tls, uses))
    found = []
    for (network, service), rows in groups.items():
        weak = [uses for tls, uses in rows if meets(service, tls) is False and day_of(uses.last) > since]
        if weak:
            found.append(_party(network, service, rows, weak, fate, in_the_way))
    return tuple(sorted(found, key=lambda one: (-one.times, one.name)))


def _party(
    network: str, service: str, rows: list[tuple[Tls, Used]], weak: list[Used], fate: str, in_the_way: bool
) -> Party:
    every = weak[0]
    for uses in weak[1:]:
        every = every.merge(uses)
    tls = sorted((tls for tls, _ in rows), key=lambda tls: (strength(tls) or 0, tls))
    return Party(
        name=network,
        service=service,
        client="",
        best=named(tls[-1]),
        worst=named(tls[0]),
        times=every.times,
        days=every.on_days,
        last=every.last,
        meets=False,
        fate=fate,
        in_the_way=in_the_way,
        where=(every.at,),
    )


def gone(facts: Facts) -> tuple[Party, ...]:
    """Networks that write here, and that went away when a handshake failed for its version or cipher."""
    days: Counter[str] = Counter()
    since = facts.last_day - REMEMBERED
    for peer, uses in facts.tally.peers.items():
        days[peer.network] = max(days[peer.network], uses.on_days)
    found = []
    for key, uses in facts.tally.handshakes.items():
        too_old = cause_of(key.error).kind == "version"
        lost = key.then == "never" and too_old and on_port_25(key.service)
        if lost and days[key.network] >= KNOWN_BY and day_of(uses.last) > since:
            found.append(
                Party(
                    name=key.network,
                    service=key.service,
                    client="",
                    best="",
                    worst=f"handshake failed: {explained(key.error)}",
                    times=uses.times,
                    days=uses.on_days,
                    last=uses.last,
                    meets=False,
                    fate="does not come back in plaintext: its mail stays away",
                    in_the_way=True,
                    where=(uses.at,),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.times, one.name, one.worst)))


def counting(question: Question, parties: Iterable[Party]) -> Question:
    """The same question, counting senders and not networks where people of ours are in the way as well."""
    ours = any(one.client for one in parties if one.in_the_way)
    return replace(question, noun="sender") if ours else question


def touched(facts: Facts, meets: Meets, what: str) -> Iterator[Evidence]:
    """How much of strangers' mail, and of their sessions with mail, does not meet the change."""
    tally = facts.tally
    for noun, counts in (("messages", tally.messages), ("sessions with mail", tally.sessions)):
        total = weak = 0
        for key, count in counts.items():
            if key.origin == "outside" and key.mail and on_port_25(key.service):
                total += count
                weak += count if meets(key.service, key.tls) is False else 0
        yield Evidence(f"{noun} from strangers {what}", weak, total)
