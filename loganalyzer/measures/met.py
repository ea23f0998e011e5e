"""Everyone who mails with us: strangers' networks and our own people, and how each of them encrypts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from loganalyzer.linking.sessions import is_implicit
from loganalyzer.measures.encryption import ENCRYPTED
from loganalyzer.measures.rate import Rate
from loganalyzer.measures.tally import Tally
from loganalyzer.measures.used import PeerKey, PersonKey, Used
from loganalyzer.terms.tls import NONE, Tls, named, strength

Key = TypeVar("Key", PeerKey, PersonKey)
By = TypeVar("By", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Met:
    """A network, or a user, at one service.

    name: network or user. addresses: from how many it came, 0 for a network. encrypted: of its
    messages or logins. worst, best: its TLS in words. days: on how many UTC days. first, last:
    microseconds since 1970 UTC. where: places of the latest lines, of the worst TLS first.
    """

    name: str
    service: str
    addresses: int
    encrypted: Rate
    worst: str
    best: str
    days: int
    first: int
    last: int
    where: tuple[int, ...]


def peers(tally: Tally) -> list[Met]:
    """Strangers' networks that handed in mail: most plaintext mail first, then most mail."""
    groups = _grouped(tally.peers, lambda key: (key.network, key.service))
    found = [_met(network, service, 0, rows) for (network, service), rows in groups.items()]
    return sorted(found, key=_order)


def users(tally: Tally) -> list[Met]:
    """Our own people, at each service that let them in: most plaintext first, then by name."""
    used = {**tally.submitters, **tally.readers}
    groups = _grouped(used, lambda key: (key.user, key.service))
    addresses: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for key in used:
        addresses[key.user, key.service].add(key.client_address)
    found = [
        _met(user, service, len(addresses[user, service]), rows) for (user, service), rows in groups.items()
    ]
    return sorted(found, key=lambda one: (one.encrypted.count - one.encrypted.known, one.name, one.service))


def _order(one: Met) -> tuple[int, int, str, str]:
    return one.encrypted.count - one.encrypted.known, -one.encrypted.total, one.name, one.service


def _grouped(used: Mapping[Key, Used], by: Callable[[Key], By]) -> dict[By, list[tuple[Tls, Used]]]:
    """The uses of each; where a service logs TLS, silence is plaintext (Postfix before 3.0)."""
    logging: dict[str, int] = {}
    for key, one in used.items():
        if key.tls.seen == "line":
            logging[key.service] = min(one.first, logging.get(key.service, one.first))
    groups: defaultdict[By, list[tuple[Tls, Used]]] = defaultdict(list)
    for key, one in used.items():
        silent = key.tls.seen == "bare" and not is_implicit(key.service)
        plain = silent and logging.get(key.service, one.first + 1) <= one.first
        groups[by(key)].append((NONE if plain else key.tls, one))
    return groups


def _met(name: str, service: str, addresses: int, rows: Iterable[tuple[Tls, Used]]) -> Met:
    ranked = sorted(rows, key=lambda row: (strength(row[0]) or 0, row[0], row[1]))
    every = ranked[0][1]
    for _, one in ranked[1:]:
        every = every.merge(one)
    count = sum(one.times for tls, one in ranked if tls.seen in ENCRYPTED)
    unknown = sum(one.times for tls, one in ranked if tls.seen == "bare")
    return Met(
        name=name,
        service=service,
        addresses=addresses,
        encrypted=Rate(count, every.times, unknown),
        worst=named(ranked[0][0]),
        best=named(ranked[-1][0]),
        days=every.on_days,
        first=every.first,
        last=every.last,
        where=tuple(dict.fromkeys(one.at for _, one in ranked))[:3],
    )
