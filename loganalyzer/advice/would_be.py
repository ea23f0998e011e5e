"""Mail that is, or would be, refused: day by day, by what became of it and what it is."""

from collections import Counter
from typing import Literal

from loganalyzer.advice.decisions.warn_if_reject import picked, restrictions
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.finished import Fate
from loganalyzer.triage.classes import WANTED, Class, judge
from loganalyzer.triage.mail import LOST, by_unit

Share = Literal["wanted", "undecided", "let it break", "junk", "not lost"]
"""What the refusal of a message means: ``not lost`` is mail that never reached its recipient anyway."""

SHARES: tuple[Share, ...] = ("wanted", "undecided", "let it break", "junk", "not lost")

_OF_CLASS: dict[Class, Share] = {
    **dict.fromkeys(WANTED, "wanted"),
    "unclear": "undecided",
    "let it break": "let it break",
    "junk": "junk",
    "nothing to lose": "not lost",
}


def would_be(facts: Facts) -> Counter[tuple[int, Share, Fate]]:
    """Messages by UTC day, share and fate, of all restrictions that warn or refuse since a switch."""
    out: Counter[tuple[int, Share, Fate]] = Counter()
    for restriction in restrictions(facts):
        rows_of = picked(restriction, refused=True)
        judged = judge(by_unit(facts.tally.affected, rows_of), facts.known)
        for key, count in facts.tally.affected.items():
            if rows_of(key):
                share = _OF_CLASS[judged[key.unit].kind] if key.fate in LOST else "not lost"
                out[key.day, share, key.fate] += count
    return out
