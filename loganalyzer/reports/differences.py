"""What is different between two judgements of the same thing, in clauses.

None of them holds a name that a sender may choose: what he writes is not to be taken for ours.
"""

from collections.abc import Iterator, Mapping, Sequence

from loganalyzer.advice.advice import WORST_FIRST
from loganalyzer.advice.past import About, Past
from loganalyzer.reports.newcomers import newcomers
from loganalyzer.reports.words import SUBJECTS, said
from loganalyzer.terms.plural import in_words

ByAbout = Mapping[About, Past]


def differences(before: Sequence[Past], now: Sequence[Past]) -> list[str]:
    """All of them, in the order of what is judged now; what is judged no more comes last."""
    then = {one.about: one for one in before}
    today = {one.about: one for one in now}
    found = [clause for one in now for clause in _of_one(then.get(one.about), one, today)]
    gone = [one for one in before if one.about not in today]
    return found + [f"there is no more judgement on {_subject(one)}{_on(one, then)}" for one in gone]


def _of_one(before: Past | None, now: Past, all_now: ByAbout) -> Iterator[str]:
    on = _on(now, all_now)
    if before is None:
        yield f"there is a first judgement on {_subject(now)}{on}: {said(now.verdict)}"
        return
    for clause in (
        *_switch(before, now),
        *newcomers(before, now),
        *_gone(before, now),
        *_verdict(before, now),
    ):
        yield clause + on


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
    if before.verdict != now.verdict:
        fell = WORST_FIRST.index(now.verdict) < WORST_FIRST.index(before.verdict)
        how = "fell" if fell else "rose"
        yield f"the verdict {how} from {said(before.verdict)} to {said(now.verdict)}"


def _subject(one: Past) -> str:
    return SUBJECTS.get(one.subject, one.subject)


def _on(one: Past, among: ByAbout) -> str:
    """The restriction and the host, each where there is more than one."""
    of = f" for {_subject(one)}" if len({other.subject for other in among.values()}) > 1 else ""
    return of + (f" on {one.host}" if len({other.host for other in among.values()}) > 1 else "")
