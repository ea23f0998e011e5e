"""The grammar arranged for dispatch: from a tag and the first word to the few kinds that fit."""

import re
import sys
from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from loganalyzer.grammar.kind import Kind

QUEUED_KEY = 4
"""Characters after the queue id that choose a queued kind; every queued lead is that long."""

ANY_POSTFIX = "/*"
"""The tag of kinds that every Postfix program may write."""

WORD = re.compile(r"[A-Za-z0-9_-]+")


class Match(Protocol):
    """Finds a kind in a text, or in a part of it as if that were all."""

    def __call__(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """What was found, or None."""


class Candidate(NamedTuple):
    """A kind that may fit.

    lead: where not None, it alone decides, and the line is known to be irrelevant. event: whether
    what ``match`` finds is an event that somebody asked for; counted: whether it is one that nobody
    did. Otherwise that line is irrelevant too.
    """

    name: str
    lead: str | tuple[str, ...] | None
    match: Match
    event: bool
    counted: bool


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
        run = WORD.match(word)
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
        run = WORD.match(word)
        if blank:
            keys.add(word)
        else:
            keys.add(run[0] if run else "")
            if not kind.event or not kind.tail:
                keys.add(word)
    return keys


def _candidate(kind: Kind, wanted: Collection[str] | None) -> Candidate:
    if kind.event:
        asked_for = wanted is None or kind.name in wanted
        return Candidate(kind.name, None, kind.pattern.fullmatch, asked_for, not asked_for)
    return Candidate(kind.name, None if kind.queued else kind.leads, kind.pattern.match, False, False)


def _program(kinds: Iterable[Kind], wanted: Collection[str] | None) -> Program:
    words: dict[str, list[Candidate]] = {}
    queued: dict[str, list[Candidate]] = {}
    rest: list[Candidate] = []
    for kind in kinds:
        table = queued if kind.queued else words
        for key in sorted(_keys(kind)):
            (table.setdefault(key, []) if key else rest).append(_candidate(kind, wanted))
    return Program(
        {key: tuple(found) for key, found in words.items()},
        {key: tuple(found) for key, found in queued.items()},
        tuple(rest),
    )


def programs(kinds: Iterable[Kind], wanted: Collection[str] | None = None) -> dict[str, Program]:
    """One dispatch table a tag, each with the kinds of any Postfix program behind its own.

    Kinds that are not ``wanted`` are recognised and counted, but become no events; None wants all.
    """
    declared = list(kinds)
    shared = [kind for kind in declared if ANY_POSTFIX in kind.tags]
    tables: dict[str, Program] = {}
    for tag in sorted({tag for kind in declared for tag in kind.tags} - {ANY_POSTFIX}):
        own = [kind for kind in declared if tag in kind.tags]
        tables[tag] = _program([*own, *shared] if tag.startswith("/") else own, wanted)
    tables[ANY_POSTFIX] = _program(shared, wanted)
    return tables
