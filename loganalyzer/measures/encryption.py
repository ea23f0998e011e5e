"""Encryption rates, inbound and outbound (RFC 3207), with what the log leaves unknown."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from loganalyzer.measures.rate import Rate
from loganalyzer.measures.tally import InboundKey, OutboundKey, Tally
from loganalyzer.terms.tls import Tls

Key = TypeVar("Key", InboundKey, OutboundKey)

ENCRYPTED = frozenset({"line", "counter", "field"})
PLAINTEXT = "plaintext"
NOT_LOGGED = "not logged"


@dataclass(frozen=True, slots=True)
class Encryption:
    """How much of something was encrypted, and how.

    protocols, ciphers, key_exchanges: counts by name, ``plaintext`` and ``not logged`` among
    them, so that each sums to ``rate.total``.
    """

    rate: Rate
    protocols: Mapping[str, int]
    ciphers: Mapping[str, int]
    key_exchanges: Mapping[str, int]


def _service(key: InboundKey | OutboundKey) -> str:
    return key.service if isinstance(key, InboundKey) else key.program


def _logging_since(counts: Mapping[Key, int]) -> dict[str, int]:
    """The first day on which each service logged a TLS line: from then on silence means plaintext."""
    since: dict[str, int] = {}
    for key in counts:
        if key.tls.seen == "line":
            service = _service(key)
            since[service] = min(key.day, since.get(service, key.day))
    return since


def _is_plain(key: InboundKey | OutboundKey, since: Mapping[str, int]) -> bool:
    """Whether the log tells that there was no encryption; silence tells it where TLS lines are logged."""
    if key.tls.seen == "bare":
        return since.get(_service(key), key.day + 1) <= key.day
    return key.tls.seen == "none"


def _named(tls: Tls, plain: bool, name: str) -> str:
    return PLAINTEXT if plain else name or NOT_LOGGED if tls.seen in ENCRYPTED else NOT_LOGGED


def measure(counts: Mapping[Key, int], wanted: Callable[[Key], bool]) -> Encryption:
    """The encryption of what is wanted among the counted; the rest still tells what gets logged."""
    since = _logging_since(counts)
    encrypted = unknown = total = 0
    protocols: Counter[str] = Counter()
    ciphers: Counter[str] = Counter()
    exchanges: Counter[str] = Counter()
    for key, count in counts.items():
        if not wanted(key):
            continue
        total += count
        plain = _is_plain(key, since)
        if key.tls.seen in ENCRYPTED:
            encrypted += count
        elif not plain:
            unknown += count
        protocols[_named(key.tls, plain, key.tls.protocol)] += count
        ciphers[_named(key.tls, plain, key.tls.cipher)] += count
        exchanges[_named(key.tls, plain, key.tls.key_exchange)] += count
    return Encryption(Rate(encrypted, total, unknown), protocols, ciphers, exchanges)


def by_day(counts: Mapping[Key, int], wanted: Callable[[Key], bool]) -> dict[int, Rate]:
    """The rates of what is wanted among the counted, UTC day by day; days without any are left out."""
    since = _logging_since(counts)
    encrypted, total, unknown = Counter[int](), Counter[int](), Counter[int]()
    for key, count in counts.items():
        if wanted(key):
            total[key.day] += count
            if key.tls.seen in ENCRYPTED:
                encrypted[key.day] += count
            elif not _is_plain(key, since):
                unknown[key.day] += count
    return {day: Rate(encrypted[day], total[day], unknown[day]) for day in sorted(total)}


def from_strangers(key: InboundKey) -> bool:
    """Picks what strangers handed in."""
    return key.origin == "outside"


def to_others(own_domains: Collection[str]) -> Callable[[OutboundKey], bool]:
    """Picks what another server took, for recipients outside our own domains."""
    own = frozenset(own_domains)
    return lambda key: key.relayed and key.status == "sent" and key.domain not in own


def inbound_messages(tally: Tally) -> Encryption:
    """Messages that strangers handed in and that were accepted."""
    return measure(tally.messages, from_strangers)


def inbound_sessions(tally: Tally) -> Encryption:
    """Sessions from outside, our users' included, in which mail was handed in."""
    return measure(tally.sessions, lambda key: key.origin != "plumbing" and key.mail)


def submissions(tally: Tally) -> Encryption:
    """Messages that our own authenticated users handed in."""
    return measure(tally.messages, lambda key: key.origin == "authenticated")


def outbound(tally: Tally, own_domains: Collection[str] = ()) -> Encryption:
    """Recipients outside our own domains whose mail another server took."""
    return measure(tally.deliveries, to_others(own_domains))


def by_service(tally: Tally) -> dict[str, Encryption]:
    """Accepted messages from outside and from users, a service each."""
    services = sorted({key.service for key in tally.messages if key.origin in ("outside", "authenticated")})

    def of(service: str) -> Callable[[InboundKey], bool]:
        return lambda key: key.service == service and key.origin in ("outside", "authenticated")

    return {service: measure(tally.messages, of(service)) for service in services}


def plaintext_domains(tally: Tally, most: int, own_domains: Collection[str] = ()) -> list[tuple[str, Rate]]:
    """Recipient domains, not our own, to which mail went in plaintext, most plaintext mail first."""
    sent: dict[str, Counter[str]] = {}
    since, wanted = _logging_since(tally.deliveries), to_others(own_domains)
    for key, count in tally.deliveries.items():
        if not wanted(key):
            continue
        state = "encrypted" if key.tls.seen in ENCRYPTED else "plain" if _is_plain(key, since) else "unknown"
        sent.setdefault(key.domain, Counter())[state] += count
    rates = [
        (domain, Rate(states["encrypted"], states.total(), states["unknown"]))
        for domain, states in sent.items()
        if states["plain"]
    ]
    rates.sort(key=lambda row: (row[1].count - row[1].known, row[0]))
    return rates[:most]


def logins(tally: Tally) -> tuple[Rate, dict[str, int]]:
    """Dovecot logins under TLS, and the protocols where the login line shows them."""
    total = sum(tally.logins.values())
    encrypted = sum(n for key, n in tally.logins.items() if key.tls.seen == "line")
    protocols: Counter[str] = Counter()
    for key, count in tally.logins.items():
        protocols[_named(key.tls, key.tls.seen == "none", key.tls.protocol)] += count
    return Rate(encrypted, total), protocols


def ordered(counts: Mapping[str, int] | Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Largest first, then by name."""
    items = counts.items() if isinstance(counts, Mapping) else counts
    return sorted(items, key=lambda item: (-item[1], item[0]))
