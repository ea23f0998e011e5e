"""Encryption rates, inbound and outbound (RFC 3207), with what the log leaves unknown."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from loganalyzer.measures.keys import InboundKey, OutboundKey
from loganalyzer.measures.rate import Rate
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.tls import Tls

Key = TypeVar("Key", InboundKey, OutboundKey)
T = TypeVar("T", bound=Hashable)
State = Literal["encrypted", "plain", "unknown"]

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


def _named(tls: Tls, plain: bool, name: str) -> str:
    return PLAINTEXT if plain else name or NOT_LOGGED if tls.seen in ENCRYPTED else NOT_LOGGED


def _states(counts: Mapping[Key, int]) -> Iterator[tuple[Key, State, int]]:
    """Each counted thing with whether it was encrypted; the whole of them tells what gets logged."""
    since = _logging_since(counts)
    for key, count in counts.items():
        bare_is_plain = key.tls.seen == "bare" and since.get(_service(key), key.day + 1) <= key.day
        plain = key.tls.seen == "none" or bare_is_plain
        yield key, "encrypted" if key.tls.seen in ENCRYPTED else "plain" if plain else "unknown", count


def measure(counts: Mapping[Key, int], wanted: Callable[[Key], bool]) -> Encryption:
    """The encryption of what is wanted among the counted; the rest still tells what gets logged."""
    encrypted = unknown = total = 0
    protocols: Counter[str] = Counter()
    ciphers: Counter[str] = Counter()
    exchanges: Counter[str] = Counter()
    for key, state, count in _states(counts):
        if not wanted(key):
            continue
        total += count
        plain = state == "plain"
        if state == "encrypted":
            encrypted += count
        elif state == "unknown":
            unknown += count
        protocols[_named(key.tls, plain, key.tls.protocol)] += count
        ciphers[_named(key.tls, plain, key.tls.cipher)] += count
        exchanges[_named(key.tls, plain, key.tls.key_exchange)] += count
    return Encryption(Rate(encrypted, total, unknown), protocols, ciphers, exchanges)


def _rates(counts: Mapping[Key, int], group: Callable[[Key], T | None]) -> dict[T, Rate]:
    """The rate of each group; what belongs to none (None) still tells what gets logged."""
    found: dict[T, Counter[State]] = {}
    for key, state, count in _states(counts):
        name = group(key)
        if name is not None:
            found.setdefault(name, Counter())[state] += count
    return {
        name: Rate(states["encrypted"], states.total(), states["unknown"]) for name, states in found.items()
    }


def inbound_by_day(tally: Tally) -> dict[int, Rate]:
    """Messages that strangers handed in, by UTC day."""
    return _rates(tally.messages, lambda key: key.day if key.origin == "outside" else None)


def outbound_by_day(tally: Tally, own_domains: Collection[str] = ()) -> dict[int, Rate]:
    """Recipients outside our own domains whose mail another server took, by UTC day."""
    return _rates(tally.deliveries, lambda key: key.day if _goes_out(key, own_domains) else None)


def _goes_out(key: OutboundKey, own_domains: Collection[str]) -> bool:
    return key.relayed and key.status == "sent" and key.domain not in own_domains


def inbound_messages(tally: Tally) -> Encryption:
    """Messages that strangers handed in and that were accepted."""
    return measure(tally.messages, lambda key: key.origin == "outside")


def inbound_sessions(tally: Tally) -> Encryption:
    """Sessions from outside, our users' included, in which mail was handed in."""
    return measure(tally.sessions, lambda key: key.origin != "plumbing" and key.mail)


def submissions(tally: Tally) -> Encryption:
    """Messages that our own authenticated users handed in."""
    return measure(tally.messages, lambda key: key.origin == "authenticated")


def outbound(tally: Tally, own_domains: Collection[str] = ()) -> Encryption:
    """Recipients outside our own domains whose mail another server took."""
    own = frozenset(own_domains)
    return measure(tally.deliveries, lambda key: _goes_out(key, own))


def by_service(tally: Tally) -> dict[str, Encryption]:
    """Accepted messages from outside and from users, a service each."""
    services = sorted({key.service for key in tally.messages if key.origin in ("outside", "authenticated")})

    def of(service: str) -> Callable[[InboundKey], bool]:
        return lambda key: key.service == service and key.origin in ("outside", "authenticated")

    return {service: measure(tally.messages, of(service)) for service in services}


def destinations(tally: Tally, own_domains: Collection[str] = ()) -> list[tuple[str, Rate]]:
    """Recipient domains, not our own, to which mail went: most plaintext mail first, then most mail."""
    own = frozenset(own_domains)
    rates = _rates(tally.deliveries, lambda key: key.domain if _goes_out(key, own) else None)
    return sorted(rates.items(), key=lambda row: (row[1].count - row[1].known, -row[1].total, row[0]))


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
