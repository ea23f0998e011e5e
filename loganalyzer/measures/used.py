"""Who uses which encryption, and when: a few numbers for each, however many sessions they are."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from loganalyzer.linking.finished import Next, Whose
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import Tls

Key = TypeVar("Key")


class PersonKey(NamedTuple):
    """One of our people, who has logged in there from that address with that encryption."""

    service: str
    user: str
    client_address: str
    tls: Tls


class PeerKey(NamedTuple):
    """A stranger's network (``terms.organisation.client_network``) that handed in accepted mail."""

    service: str
    network: str
    tls: Tls


class HandshakeKey(NamedTuple):
    """Failed handshakes by network, reason and what came next; ``tls``: how the client came back.

    network is empty for clients that have never handed in a mail.
    """

    service: str
    network: str
    error: str
    then: Next
    tls: Tls


class ClaimKey(NamedTuple):
    """Who handed in mail under a domain of ours; the rest is as in ``linking.finished.Claim``."""

    sender_domain: str
    client_name: str
    client_address: str
    spf_result: str
    signed: bool
    junk: bool


class SentKey(NamedTuple):
    """In whose name mail leaves (``linking.finished.Whose``); the domain only of our own people's."""

    whose: Whose
    sender_domain: str


class RefusalKey(NamedTuple):
    """A server elsewhere that refuses or puts off mail, and says what for (``linking.remote_replies``)."""

    whose: Whose
    sender_domain: str
    to_domain: str
    relay_host: str
    about: str
    status: str


class Used(NamedTuple):
    """How often, when first and last, on which days, and the place of the latest line.

    days: a bit for each UTC day, the lowest for the day of ``first``.
    """

    times: int
    first: int
    last: int
    days: int
    at: int

    def merge(self, other: "Used") -> "Used":
        """Both together."""
        first = min(self.first, other.first)
        days = 0
        for one in (self, other):
            days |= one.days << (one.first // DAY - first // DAY)
        last, at = max((self.last, self.at), (other.last, other.at))
        return Used(self.times + other.times, first, last, days, at)

    @property
    def on_days(self) -> int:
        """On how many days."""
        return self.days.bit_count()


def saw(
    found: dict[Key, Used], make: Callable[[tuple[object, ...]], Key], values: Any, time: int, at: int
) -> None:
    """Counts one more use; a key is made of the values only where there is none yet."""
    before = found.get(values)
    if before is None:
        found[make(values)] = Used(1, time, time, 1, at)
    elif time > before.last:
        days = before.days | 1 << time // DAY - before.first // DAY
        found[values] = Used(before.times + 1, before.first, time, days, at)
    else:
        found[values] = before.merge(Used(1, time, time, 1, at))


def merge(mine: dict[Key, Used], theirs: Mapping[Key, Used]) -> None:
    """Adds another host's uses to these."""
    for key, used in theirs.items():
        before = mine.get(key)
        mine[key] = used if before is None else before.merge(used)
