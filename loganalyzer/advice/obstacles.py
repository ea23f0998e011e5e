"""Units that would lose mail as the reader sees them: who, how much, which signs, what to do."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce

from loganalyzer.advice.advice import Obstacle
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import UnitKey
from loganalyzer.measures.tally import Seen
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Class, Judged
from loganalyzer.triage.knowledge import Knowledge

FIXES: Mapping[Class, str] = {
    "own plumbing": "skip_addresses in policyd-spf.conf (below): our own machines need no SPF check",
    "own domain, third party": "is it a service of ours? Then put it into our own SPF record",
    "forwarder or list": "it forwards mail without rewriting the sender: let it in (below)",
    "HELO identity only": "only its HELO name fails: HELO_reject = Null, or False",
    "sender's record is wrong": "write to its postmaster; until then Whitelist its address (below)",
    "unclear": "is it wanted? Say so with mailstat label",
    "junk": "none: this is what the check is for",
    "let it break": "none: you said that it may be refused",
    "nothing to lose": "none",
}
"""What to do about each class."""

_BEFORE_IT = "check_client_access right before this restriction, with an OK for its client"
_FIXES_ELSEWHERE: Mapping[Class, str] = {
    "own plumbing": f"{_BEFORE_IT}, or permit_mynetworks there",
    "forwarder or list": _BEFORE_IT,
    "HELO identity only": _BEFORE_IT,
    "sender's record is wrong": f"write to its postmaster; until then {_BEFORE_IT}",
}
"""The same for restrictions other than the SPF check, which do not ask its lists."""


def fix_of(kind: Class, restrictions: Collection[str]) -> str:
    """What to do about a class of senders whom these restrictions would refuse."""
    return FIXES[kind] if SPF in restrictions else _FIXES_ELSEWHERE.get(kind, FIXES[kind])


def signs_of(judged: Judged, known: Knowledge) -> tuple[str, ...]:
    """The signs of a unit's mail in words, the admin's label first."""
    mail = judged.mail
    label = known.labels.get(mail.unit)
    said = []
    if label is not None:
        said.append(
            f"labelled {label.word} by {label.who}, {label.when}" + (f": {label.why}" if label.why else "")
        )
    if mail.wanted:
        said.append(f"{mail.wanted:,} from addresses that our people write to")
    if mail.authentic:
        said.append(f"{mail.authentic:,} signed by its domain")
    if mail.lost > mail.unmarked:
        said.append(f"{mail.lost - mail.unmarked:,} junk to our filter")
    if mail.unit.sender_domain in known.own_organisations:
        said.append("our own domain")
    return tuple(said)


def _client(judged: Judged) -> str:
    address, name = min(judged.mail.clients.items(), key=lambda item: (item[1] in ("", "unknown"), item))
    more = len(judged.mail.clients) - 1
    return f"{name}[{address}]" + (f" and {more:,} more" if more else "")


def _seen(seen: Mapping[UnitKey, Seen], restrictions: Iterable[str], unit: Unit) -> Seen:
    """When the unit was seen by any of the restrictions."""
    found = [seen[key] for name in restrictions if (key := UnitKey(name, unit)) in seen]
    return reduce(Seen.merge, found)


def obstacles(
    restrictions: Collection[str],
    judged: Mapping[Unit, Judged],
    known: Knowledge,
    seen: Mapping[UnitKey, Seen],
) -> tuple[Obstacle, ...]:
    """All units that would lose mail, those in the way first, then by the amount of mail."""
    rows = []
    for unit, one in judged.items():
        if not one.mail.lost:
            continue
        when = _seen(seen, restrictions, unit)
        rows.append(
            Obstacle(
                unit=unit,
                client=_client(one),
                messages=one.mail.lost,
                fates=dict(one.mail.fates),
                days=len(one.mail.days),
                first=when.first,
                last=when.last,
                kind=one.kind,
                signs=signs_of(one, known),
                fix=fix_of(one.kind, restrictions),
                in_the_way=one.in_the_way,
                where=when.samples,
            )
        )
    rows.sort(key=lambda row: (not row.in_the_way, row.kind == "unclear", -row.messages, row.unit))
    return tuple(rows)
