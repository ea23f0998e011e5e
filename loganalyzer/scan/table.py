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
    """A kind that may fit.

    lead: where not None, it alone decides, and the line is known to be irrelevant. event: whether
    what ``match`` finds is an event; otherwise that line is irrelevant too.
    """

    name: str
    lead: str | tuple[str, ...] | None
    match: Callable[[str], re.Match[str] | None]
    event: bool


class Program(NamedTuple):
    """The kinds of one program: by the message's first word, or by what follows its queue id.

    rest: kinds whose beginning varies; tried where the tables name none, or none that fits.
    """

    words: dict[str, tuple[Candidate, ...]]
    queued: dict[str, tuple[Candidate, ...]]
    rest: tuple[Candidate, ...]

    def candidates(self, message: str) -> tuple[Candidate, ...]:
        """All kinds that may fit a message; empty where none does."""
        word, _, after = message.partition(" ")
        run = _WORD.match(word)
        by_run = self.words.get(run[0], ()) if run else ()
        return (*self.words.get(word, ()), *self.queued.get(after[:QUEUED_KEY], ()), *by_run, *self.rest)


def _keys(kind: Kind) -> set[str]:
    """What chooses the kind: the key in its program's table, empty for one whose beginning varies.

    A lead that ends within the message's first word (``imap(``) is found by its leading run of
    letters, digits, hyphens and underscores.
    """
    if kind.queued:
        return {lead[:QUEUED_KEY] if len(lead) >= QUEUED_KEY else "" for lead in kind.leads}
    keys = set()
    for lead in kind.leads:
        word, blank, _ = lead.partition(" ")
        run = _WORD.match(word)
        if blank:
            keys.add(word)
        else:
            keys.add(run[0] if run else "")
            if not kind.event or not kind.tail:
                keys.add(word)
    return keys


def _candidate(kind: Kind) -> Candidate:
    if kind.event:
        return Candidate(kind.name, None, kind.pattern.fullmatch, True)
    return Candidate(kind.name, None if kind.queued else kind.leads, kind.pattern.match, False)


def _program(kinds: Iterable[Kind]) -> Program:
    words: dict[str, list[Candidate]] = {}
    queued: dict[str, list[Candidate]] = {}
    rest: list[Candidate] = []
    for kind in kinds:
        table = queued if kind.queued else words
        for key in sorted(_keys(kind)):
            (table.setdefault(key, []) if key else rest).append(_candidate(kind))
    return Program(
        {key: tuple(found) for key, found in words.items()},
        {key: tuple(found) for key, found in queued.items()},
        tuple(rest),
    )


def programs(kinds: Iterable[Kind]) -> dict[str, Program]:
    """One dispatch table a tag, each with the kinds of any Postfix program behind its own."""
    declared = list(kinds)
    shared = [kind for kind in declared if ANY_POSTFIX in kind.tags]
    tables: dict[str, Program] = {}
    for tag in sorted({tag for kind in declared for tag in kind.tags} - {ANY_POSTFIX}):
        own = [kind for kind in declared if tag in kind.tags]
        tables[tag] = _program([*own, *shared] if tag.startswith("/") else own)
    tables[ANY_POSTFIX] = _program(shared)
    return tables
