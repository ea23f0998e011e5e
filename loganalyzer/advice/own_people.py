"""Our own people: no statistics, but a list of everyone, and how each of them encrypts.

A user is on the list only after a login that succeeded; names in failed ones are anybody's to choose.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from loganalyzer.advice.advice import Evidence, Party
from loganalyzer.advice.encrypting import Meets
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.standing import REMEMBERED
from loganalyzer.linking.sessions import is_implicit
from loganalyzer.measures.used import PersonKey, Used
from loganalyzer.terms.moment import day_of
from loganalyzer.terms.tls import NONE, Tls, named, strength

LOCKED_OUT = "is locked out until the mail program or device is renewed"


def people(
    facts: Facts,
    used: Mapping[PersonKey, Used],
    meets: Meets,
    services: Callable[[str], bool] = lambda service: True,
    fate: str = LOCKED_OUT,
) -> tuple[Party, ...]:
    """Everyone by user, service and address, who does not meet the change first.

    One old connection in three months is enough to be in the way: a scanner that is used but once
    a quarter shares its user with a telephone that is always new.
    """
    logging = {key.service for key in used if key.tls.seen == "line"}
    groups: defaultdict[tuple[str, str, str], list[tuple[Tls, Used]]] = defaultdict(list)
    for key, uses in used.items():
        if services(key.service):
            groups[key.user, key.service, key.client_address].append((_settled(key, logging), uses))
    since = facts.last_day - REMEMBERED
    found = [_party(who, rows, meets, since, fate) for who, rows in groups.items()]
    return tuple(sorted(found, key=lambda one: (not one.in_the_way, one.meets is not None, *_order(one))))


def _order(one: Party) -> tuple[str, str, str]:
    return (one.name, one.service, one.client)


def _settled(key: PersonKey, logging: set[str]) -> Tls:
    """Before Postfix 3.0 there are no counters: silence is plaintext where TLS is logged."""
    bare = key.tls.seen == "bare" and key.service in logging and not is_implicit(key.service)
    return NONE if bare else key.tls


def _party(
    who: tuple[str, str, str], rows: list[tuple[Tls, Used]], meets: Meets, since: int, fate: str
) -> Party:
    user, service, address = who
    weak = [uses for tls, uses in rows if meets(service, tls) is False and day_of(uses.last) > since]
    dark = [uses for tls, uses in rows if meets(service, tls) is None]
    shown = weak or dark or [uses for _, uses in rows]
    every = shown[0]
    for uses in shown[1:]:
        every = every.merge(uses)
    by_strength = sorted((tls for tls, _ in rows), key=lambda tls: (strength(tls) or 0, tls))
    return Party(
        name=user,
        service=service,
        client=address,
        best=named(by_strength[-1]),
        worst=named(by_strength[0]),
        times=every.times,
        days=every.on_days,
        last=every.last,
        meets=False if weak else None if dark else True,
        fate=fate if weak else "",
        in_the_way=bool(weak),
        where=(every.at,),
    )


def users_of(parties: tuple[Party, ...]) -> int:
    """How many different users these are."""
    return len({one.name for one in parties})


def radius(
    used: Mapping[PersonKey, Used],
    parties: tuple[Party, ...],
    meets: Meets,
    services: Callable[[str], bool] = lambda service: True,
    thing: str = "messages that users sent",
) -> Iterator[Evidence]:
    """How far the change reaches: users, their devices, and how much of what they did came so.

    A device is a user at an address by one service, as far as a log can tell one from another.
    """
    hit = tuple(one for one in parties if one.in_the_way)
    dark = tuple(one for one in parties if one.meets is None)
    weak = total = 0
    logging = {key.service for key in used if key.tls.seen == "line"}
    for key, uses in used.items():
        if services(key.service):
            total += uses.times
            weak += uses.times if meets(key.service, _settled(key, logging)) is False else 0
    if dark:
        yield Evidence("users of whom the log does not say it", users_of(dark), users_of(parties))
    yield Evidence("users are known to be locked out by it", users_of(hit), users_of(parties))
    yield Evidence("devices are, told apart by their addresses", len(hit), len(parties))
    yield Evidence(f"{thing} are known to have come by what would be refused", weak, total)
