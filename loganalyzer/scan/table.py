"""The grammar arranged for dispatch: from a tag and the first word to the few kinds that fit."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from loganalyzer.grammar.kind import Kind

QUEUED_KEY = 4
"""Characters after the queue id that choose a queued kind; every queued lead is that long."""

ANY_POSTFIX = "/*"
"""The tag of kinds that every Postfix program may write."""

_WORD = re.compile(r"[A-Za-z0-9_-]+")


class Candidate(NamedTuple):
    """A kind that may fit; ``match`` is None where the lead alone decides."""

    name: str
    lead: str | tuple[str, ...]
    match: Callable[[str], re.Match[str] | None] | None


class Program(NamedTuple):
    """The kinds of one program: by the message's first word, or by what follows its queue id."""

    words: dict[str, tuple[Candidate, ...]]
    queued: dict[str, tuple[Candidate, ...]]

    def candidates(self, message: str) -> tuple[Candidate, ...]:
        """The kinds that may fit a message; empty where none does."""
        word, _, rest = message.partition(" ")
        found = self.words.get(word) or self.queued.get(rest[:QUEUED_KEY])
        if found:
            return found
        run = _WORD.match(word)
        return self.words.get(run[0], ()) if run else ()


def _word_keys(kind: Kind) -> set[str]:
    """First words of a kind's leads, or, where the word goes on after the lead, its leading run."""
    keys = set()
    for lead in kind.leads:
        word, blank, _ = lead.partition(" ")
        run = _WORD.match(word)
        ends_word = blank or (not kind.tail and kind.event)
        keys.add(word if ends_word or run is None else run[0])
        if run is not None and not blank:
            keys.add(run[0])
    return keys


def _candidate(kind: Kind) -> Candidate:
    leads: str | tuple[str, ...] = kind.lead if isinstance(kind.lead, str) else tuple(kind.lead)
    return Candidate(kind.name, leads, kind.pattern.fullmatch if kind.event else None)


def programs(kinds: Iterable[Kind]) -> dict[str, Program]:
    """One dispatch table a tag, each with the kinds of any Postfix program behind its own."""
    drafts: dict[str, tuple[dict[str, list[Candidate]], dict[str, list[Candidate]]]] = {}
    declared = list(kinds)
    tags = {tag for kind in declared for tag in kind.tags}
    for tag in sorted(tags):
        words: dict[str, list[Candidate]] = {}
        queued: dict[str, list[Candidate]] = {}
        own = [kind for kind in declared if tag in kind.tags]
        shared = (
            [k for k in declared if ANY_POSTFIX in k.tags] if tag[0] == "/" and tag != ANY_POSTFIX else []
        )
        for kind in own + shared:
            keys = {lead[:QUEUED_KEY] for lead in kind.leads} if kind.queued else _word_keys(kind)
            table = queued if kind.queued else words
            for key in keys:
                table.setdefault(key, []).append(_candidate(kind))
        drafts[tag] = (words, queued)
    return {
        tag: Program({k: tuple(v) for k, v in w.items()}, {k: tuple(v) for k, v in q.items()})
        for tag, (w, q) in drafts.items()
    }
