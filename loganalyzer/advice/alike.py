"""Which undecided units may be looked at together, so that a month of mail is judged in minutes.

Only units that nobody of ours can be waiting for: no sign of being wanted, no signature of their
domain, seen on one day. All others are asked about one by one (``Candidate.by_itself``).
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Literal

from loganalyzer.advice.candidates import Candidate
from loganalyzer.terms.unit import Unit

Likeness = Literal["own name", "one sender", "one network", "alone"]


@dataclass(frozen=True, slots=True)
class Group:
    """Units that one answer may be about, most mail first.

    own name: mail in the name of a domain of our own, from unconfirmed clients. one sender: mail of
    one domain through unconfirmed clients of several networks, as forgers send it. one network:
    several senders through one network. alone: a single unit.
    """

    likeness: Likeness
    members: tuple[Candidate, ...]

    @property
    def may_be_wanted(self) -> bool:
        """Whether all may be called wanted at once.

        That vouches for the clients, and so for one network at most.
        """
        return len({one.unit.network for one in self.members}) == 1

    @property
    def messages(self) -> int:
        """All their mail that would be lost."""
        return sum(one.messages for one in self.members)

    @property
    def units(self) -> frozenset[Unit]:
        """Whose mail it is."""
        return frozenset(one.unit for one in self.members)


Key = Callable[[Candidate], str]


def _sender(one: Candidate) -> str:
    """The domain that stands in the envelope of mail from clients that may be anybody."""
    return "" if one.confirmed else one.unit.sender_domain


def _own_name(one: Candidate) -> str:
    return _sender(one) if one.ours else ""


def _network(one: Candidate) -> str:
    return one.unit.network


def _confirmed_network(one: Candidate) -> str:
    return one.unit.network if one.confirmed else ""


LIKENESSES: tuple[tuple[Likeness, Key], ...] = (
    ("own name", _own_name),
    ("one network", _confirmed_network),
    ("one sender", _sender),
    ("one network", _network),
)
"""The first likeness that a unit shares with another decides; an empty key is shared with nobody."""


def groups(undecided: Iterable[Candidate], apart: Container[Unit] = ()) -> tuple[Group, ...]:
    """All of them, each once: groups first, then those to be judged alone in the order given.

    apart: units that are to be asked about one by one for another reason.
    """
    rest = list(undecided)
    found: list[Group] = []
    for likeness, key in LIKENESSES:
        shared: dict[str, list[Candidate]] = {}
        for one in rest:
            if not one.by_itself and one.unit not in apart and key(one):
                shared.setdefault(key(one), []).append(one)
        together = [Group(likeness, _most_first(members)) for members in shared.values() if len(members) > 1]
        taken = {unit for group in together for unit in group.units}
        rest = [one for one in rest if one.unit not in taken]
        found += together
    found.sort(key=lambda group: (all(one.asked == "sample" for one in group.members), -group.messages))
    return (*found, *(Group("alone", (one,)) for one in rest))


def alike(one: Candidate, others: Iterable[Candidate]) -> Group:
    """The unit and all others that may be judged with it: its network's, or its sender's where that
    is forged from several."""
    same = {
        "one network": [other for other in others if _network(other) == _network(one)],
        "one sender": [other for other in others if _sender(one) and _sender(other) == _sender(one)],
    }
    likeness: Likeness = "one network" if len(same["one network"]) > 1 else "one sender"
    members = [other for other in same[likeness] if other.unit != one.unit and not other.by_itself]
    return Group(likeness if members else "alone", (one, *_most_first(members)))


def _most_first(members: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(members, key=lambda one: (-one.messages, one.unit)))
