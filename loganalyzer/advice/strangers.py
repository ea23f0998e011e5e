"""Strangers on port 25: whose mail comes by what a change takes away, and what a failed handshake leads to.

A peer below the minimum mostly comes back in plaintext (RFC 7435): it loses encryption, not mail.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from loganalyzer.advice.advice import Evidence, Party
from loganalyzer.advice.encrypting import Meets, is_own
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.standing import REMEMBERED
from loganalyzer.measures.used import HandshakeKey, Used
from loganalyzer.terms.moment import day_of
from loganalyzer.terms.tls import NONE, Tls, named, strength

TOO_OLD = frozenset(
    {
        "unsupported protocol",
        "unknown protocol",
        "no shared cipher",
        "version too low",
        "no suitable key share",
        "no suitable signature algorithm",
        "tlsv1 alert protocol version",
        "tlsv1 alert insufficient security",
        "sslv3 alert handshake failure",
        "ssl/tls alert handshake failure",
    }
)
"""OpenSSL's reasons that mean: no version or cipher in common (``ssl/ssl_err.c``)."""

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
        lost = key.then == "never" and key.error in TOO_OLD and on_port_25(key.service)
        if lost and days[key.network] >= KNOWN_BY and day_of(uses.last) > since:
            found.append(
                Party(
                    name=key.network,
                    service=key.service,
                    client="",
                    best="",
                    worst=f"handshake failed: {key.error}",
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


def touched(facts: Facts, meets: Meets, what: str) -> Iterator[Evidence]:
    """How much of strangers' mail, and of their sessions with mail, does not meet the change."""
    tally = facts.tally
    for noun, counts in (("messages", tally.messages), ("sessions with mail", tally.sessions)):
        total = weak = hidden = 0
        for key, count in counts.items():
            if key.origin == "outside" and key.mail and on_port_25(key.service):
                total += count
                met = meets(key.service, key.tls)
                weak += count if met is False else 0
                hidden += count if met is None else 0
        yield Evidence(f"{noun} from strangers {what}", weak, total)
        if hidden:
            yield Evidence(f"{noun} from strangers do not show whether they did", hidden, total)


def networks(facts: Facts, parties: Iterable[Party], what: str) -> Evidence:
    """How many of the networks that handed mail in on port 25 these are."""
    everybody = {key.network for key in facts.tally.peers if on_port_25(key.service)}
    return Evidence(f"networks that write here {what}", len({one.name for one in parties}), len(everybody))


SHOWN = 6
"""Kinds of failed handshakes told apart, the commonest first."""


def failures(facts: Facts, services: str) -> Iterator[Evidence]:
    """Failed handshakes on port 25 or on submission: why, and what the same client did next."""
    found: Counter[str] = Counter()
    for key, uses in facts.tally.handshakes.items():
        if is_own(key.service) == (services != "port 25"):
            why = f" ({key.error})" if key.error else ""
            found[f"handshakes failed{why}, and the client {_next(key)}"] += uses.times
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    for claim, count in rows[:SHOWN]:
        yield Evidence(claim, count, found.total())
    if len(rows) > SHOWN:
        yield Evidence("handshakes failed otherwise", sum(n for _, n in rows[SHOWN:]), found.total())


def _next(key: HandshakeKey) -> str:
    if key.then == "plaintext":
        return "came back in plaintext"
    if key.then == "encrypted":
        return f"came back by {key.tls.protocol}" if key.tls.protocol else "came back and succeeded"
    return "did not come back within an hour"
