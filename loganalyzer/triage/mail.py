"""One unit's mail that a restriction would refuse: how much, when, from where, with which signs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from loganalyzer.linking.fates import HARM
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.unit import Unit

LOST: frozenset[Fate] = HARM | {"refused"}
"""Fates of mail that is lost by the refusal: it would have arrived, or was refused for nothing else."""


@dataclass(frozen=True, slots=True)
class Mail:
    """All messages of one unit that are, or would be, refused.

    fates: messages by fate. lost: those that the refusal costs (``LOST``). unmarked: the lost ones
    without a mark of our own filter for junk. days: UTC days of lost mail. wanted, authentic,
    trusted (both at once): messages with that sign, whatever became of them. clients: addresses
    with their names. client_since: the UTC day on which each address was first seen.
    wanted_clients, trusted_clients: addresses through which wanted, and trusted, mail came.
    identities, spf_results: of the lost mail.
    """

    unit: Unit
    fates: Mapping[Fate, int]
    lost: int
    unmarked: int
    days: frozenset[int]
    wanted: int
    authentic: int
    trusted: int
    clients: Mapping[str, str]
    client_since: Mapping[str, int]
    wanted_clients: frozenset[str]
    trusted_clients: frozenset[str]
    identities: frozenset[str]
    spf_results: frozenset[str]

    @property
    def first_day(self) -> int | None:
        """The UTC day on which it first lost mail; None where it never did."""
        return min(self.days, default=None)

    @property
    def last_day(self) -> int | None:
        """The UTC day on which it last lost mail; None where it never did."""
        return max(self.days, default=None)


Rows = Mapping[AffectedKey, int]


def _of_unit(unit: Unit, rows: Iterable[tuple[AffectedKey, int]]) -> Mail:
    rows = list(rows)
    fates: Counter[Fate] = Counter()
    for key, count in rows:
        fates[key.fate] += count
    lost = [(key, count) for key, count in rows if key.fate in LOST]
    wanted = [(key, count) for key, count in rows if key.wanted]
    trusted = [(key, count) for key, count in wanted if key.authentic]

    since: dict[str, int] = {}
    for key, _ in rows:
        since[key.client_address] = min(key.day, since.get(key.client_address, key.day))

    return Mail(
        unit=unit,
        fates=fates,
        lost=_total(lost),
        unmarked=_total([(key, count) for key, count in lost if not key.junk]),
        days=frozenset(key.day for key, _ in lost),
        wanted=_total(wanted),
        authentic=_total([(key, count) for key, count in rows if key.authentic]),
        trusted=_total(trusted),
        clients={key.client_address: key.client_name for key, _ in sorted(rows)},
        client_since=since,
        wanted_clients=frozenset([key.client_address for key, _ in wanted]),
        trusted_clients=frozenset([key.client_address for key, _ in trusted]),
        identities=frozenset(key.identity for key, _ in lost),
        spf_results=frozenset(key.spf_result for key, _ in lost),
    )


def _total(picked: Iterable[tuple[AffectedKey, int]]) -> int:
    return sum([count for _, count in picked])


def by_unit(rows: Rows, picked: Callable[[AffectedKey], bool]) -> dict[Unit, Mail]:
    """The picked messages unit by unit, in the units' order."""
    groups: defaultdict[Unit, list[tuple[AffectedKey, int]]] = defaultdict(list)
    for key, count in rows.items():
        if picked(key):
            groups[key.unit].append((key, count))
    return {unit: _of_unit(unit, groups[unit]) for unit in sorted(groups)}
