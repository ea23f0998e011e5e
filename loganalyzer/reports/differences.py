"""What is different between two judgements of the same thing, in clauses.

None of them holds a name that a sender may choose: what he writes is not to be taken for ours.
"""

from collections.abc import Iterator, Mapping, Sequence

from loganalyzer.advice.advice import WORST_FIRST
from loganalyzer.advice.past import About, Past
from loganalyzer.reports.newcomers import listed, newcomers
from loganalyzer.reports.words import SUBJECTS, SWITCHES, said
from loganalyzer.terms.plural import in_words

NAMED = 4
"""Verdicts that are named where several went the same way."""

ByAbout = Mapping[About, Past]


def differences(before: Sequence[Past], now: Sequence[Past]) -> list[str]:
    """All of them, in the order of what is judged now; what is judged no more comes last."""
    then = {one.about: one for one in before}
    today = {one.about: one for one in now}
    found = [clause for one in now for clause in _of_one(then.get(one.about), one, today)]
    found += _of_the_rest([(then[one.about], one) for one in now if one.about in then and not _weighed(one)])
    gone = [one for one in before if one.about not in today]
    return found + [f"there is no more judgement on {_name(one)}{_host(one, then)}" for one in gone]


def _weighed(one: Past) -> bool:
    """Whether its verdict is meant where people say the verdict."""
    return one.decision in SWITCHES


def _of_one(before: Past | None, now: Past, all_now: ByAbout) -> Iterator[str]:
    if before is None:
        yield f"there is a first judgement on {_name(now)}{_host(now, all_now)}: {said(now.verdict)}"
        return
    for clause in (
        *_switch(before, now),
        *newcomers(before, now),
        *_refused(before, now),
        *_gone(before, now),
        *(_verdict(before, now) if _weighed(now) else ()),
    ):
        yield clause + _on(now, all_now)


def _of_the_rest(pairs: Sequence[tuple[Past, Past]]) -> Iterator[str]:
    """Verdicts that nobody waits for, those that went the same way together."""
    ways: dict[str, list[Past]] = {}
    for before, now in pairs:
        for way in _way(before, now):
            ways.setdefault(way, []).append(now)
    for way, found in ways.items():
        among = {one.about: one for _, one in pairs}
        names = [f"{_name(one)}{_host(one, among)}" for one in found]
        if len(names) == 1:
            yield f"the verdict on {names[0]} {way}"
        else:
            more = [f"{in_words(len(names) - NAMED)} more"] if len(names) > NAMED else []
            yield f"{in_words(len(names))} verdicts {way}: {listed([*names[:NAMED], *more])}"


def _refused(before: Past, now: Past) -> Iterator[str]:
    """Wanted mail that was lost since: that it goes on being lost is news each time."""
    if now.switched_on is None or "refused" not in now.figures:
        return
    known = before.switched_on == now.switched_on
    count = now.figures["refused"] - (before.figures.get("refused", 0) if known else 0)
    if count > 0:
        more, were = "more " if known else "", "was" if count == 1 else "were"
        yield f"{in_words(count)} {more}wanted {'message' if count == 1 else 'messages'} {were} refused"


def _switch(before: Past, now: Past) -> Iterator[str]:
    if before.switched_on == now.switched_on:
        return
    if now.switched_on is None:
        yield f"the switch was undone: {now.decision} is back before {_subject(now)}"
    else:
        yield (
            f"on {now.switched_on} {now.decision} before {_subject(now)} was dropped, and from now on it is "
            "watched who is refused"
        )


def _gone(before: Past, now: Past) -> Iterator[str]:
    """Senders that were in the way; a switch makes all of them others, and says so itself."""
    gone = len(before.standing.keys() - now.standing.keys())
    if gone and before.switched_on == now.switched_on:
        yield f"{in_words(gone)} {'sender is' if gone == 1 else 'senders are'} no longer in the way"


def _verdict(before: Past, now: Past) -> Iterator[str]:
    yield from (f"the verdict {way}" for way in _way(before, now))


def _way(before: Past, now: Past) -> Iterator[str]:
    if before.verdict != now.verdict:
        fell = WORST_FIRST.index(now.verdict) < WORST_FIRST.index(before.verdict)
        yield f"{'fell' if fell else 'rose'} from {said(before.verdict)} to {said(now.verdict)}"


def _subject(one: Past) -> str:
    return SUBJECTS.get(one.subject, one.subject)


def _name(one: Past) -> str:
    """What was judged; of a switch it is enough to say before which restriction it stands."""
    return _subject(one) if _weighed(one) else f"{one.decision} ({_subject(one)})"


def _on(one: Past, among: ByAbout) -> str:
    """The restriction, where there are several that warn, and the host, where there are several."""
    subjects = {other.subject for other in among.values() if other.decision == one.decision}
    return (f" for {_subject(one)}" if len(subjects) > 1 else "") + _host(one, among)


def _host(one: Past, among: ByAbout) -> str:
    return f" on {one.host}" if len({other.host for other in among.values()}) > 1 else ""
