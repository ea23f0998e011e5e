"""Who is newly in the way, in one clause: ``two new forwarders fail SPF``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from loganalyzer.advice.past import Past
from loganalyzer.linking.restriction import SPF
from loganalyzer.reports.words import SUBJECTS
from loganalyzer.terms.plural import in_words

FORWARDER = "forwarder or list"
THROUGH_KNOWN = "through a known forwarder"

NOUNS: Mapping[str, tuple[str, str]] = {
    "own plumbing": ("new machine of our own", "new machines of our own"),
    "own domain, third party": ("new service in our own name", "new services in our own name"),
    FORWARDER: ("new forwarder", "new forwarders"),
    THROUGH_KNOWN: ("more sender through a known forwarder", "more senders through known forwarders"),
    "HELO identity only": ("new sender by its HELO name", "new senders by their HELO names"),
    "sender's record is wrong": ("new sender with a wrong record", "new senders with wrong records"),
    "unclear": ("new undecided sender", "new undecided senders"),
}
"""Classes of senders that stand in the way, as they are counted."""

OTHERS = ("new sender", "new senders")
"""Of a class that has no noun of its own."""


def newcomers(before: Past, now: Past) -> Iterator[str]:
    """One clause where somebody is in the way who was not, and one where somebody's class is another."""
    counts = _counts(before, now)
    if counts:
        one = counts.total() == 1
        parts = [f"{in_words(n)} {NOUNS.get(kind, OTHERS)[n > 1]}" for kind, n in counts.items()]
        yield f"{listed(parts)} {_verb(now, one)}"
    other = sum(1 for unit, kind in now.standing.items() if before.standing.get(unit, kind) != kind)
    if other:
        yield f"{in_words(other)} {'sender is' if other == 1 else 'senders are'} judged otherwise than before"


def _counts(before: Past, now: Past) -> Counter[str]:
    """New senders by class, in the order of the nouns; forwarders count themselves, not who is behind."""
    known = {unit.network for unit, kind in before.standing.items() if kind == FORWARDER}
    forwarders: set[str] = set()
    found: Counter[str] = Counter()
    for unit, kind in now.standing.items():
        if unit in before.standing:
            continue
        if kind != FORWARDER:
            found[kind] += 1
        elif unit.network in known:
            found[THROUGH_KNOWN] += 1
        else:
            forwarders.add(unit.network)
    if forwarders:
        found[FORWARDER] = len(forwarders)
    order = [*NOUNS, *sorted(found.keys() - NOUNS.keys())]
    return Counter({kind: found[kind] for kind in order if found[kind]})


def _verb(now: Past, one: bool) -> str:
    if now.switched_on is not None:
        return "is refused" if one else "are refused"
    if now.subject == SPF:
        return "fails SPF" if one else "fail SPF"
    return f"would be refused by {SUBJECTS.get(now.subject, now.subject)}"


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
