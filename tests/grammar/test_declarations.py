"""Each declaration keeps the rules on which dispatch and linking rely."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from loganalyzer.grammar import BY_NAME, KINDS
from loganalyzer.grammar.kind import Kind

EVENTS = [kind for kind in KINDS if kind.event]
IRRELEVANT = [kind for kind in KINDS if not kind.event]

PARSER: Any = __import__("re._parser", fromlist=["parse"])
CONSTANTS: Any = __import__("re._constants", fromlist=["ANY"])

REPEATS = {CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT, CONSTANTS.POSSESSIVE_REPEAT}
LOOKS = {CONSTANTS.ASSERT, CONSTANTS.ASSERT_NOT}


@pytest.mark.parametrize("kind", IRRELEVANT, ids=lambda kind: kind.name)
def test_an_irrelevant_kind_begins_with_two_words(kind: Kind) -> None:
    """One word would set aside lines that nobody has read: there are no catch-alls."""
    for lead in kind.leads:
        assert len(re.findall(r"[A-Za-z]\w*", lead)) >= 2, lead


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_every_group_is_a_column(kind: Kind) -> None:
    """An event's fields are all groups of the pattern, in order."""
    assert kind.pattern.groups == len(kind.columns)
    assert list(kind.pattern.groupindex.values()) == list(range(1, len(kind.columns) + 1))


@pytest.mark.parametrize("kind", [kind for kind in EVENTS if kind.queued or kind.bare], ids=lambda k: k.name)
def test_a_queue_id_is_the_first_column(kind: Kind) -> None:
    """Whoever joins by queue id finds it in the same place in all queued kinds."""
    assert kind.columns[0] == "queue_id"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_twins_share_their_columns(kind: Kind) -> None:
    """Two declarations of one name differ in how the message begins, never in what it holds."""
    assert kind.columns == BY_NAME[kind.name].columns or not kind.event
    assert kind.event == BY_NAME[kind.name].event


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_no_pattern_reads_on_without_looking(kind: Kind) -> None:
    """A dot without bound is possessive and the last piece, or something that must be there follows it."""
    for repeat, obliged in _dots(PARSER.parse(kind.pattern.pattern), obliged=False):
        if repeat is CONSTANTS.POSSESSIVE_REPEAT:
            assert not obliged, "nothing can follow a possessive dot"
        else:
            assert obliged, "a greedy or lazy dot at the end takes whatever comes"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_meaning_is_a_sentence_without_its_full_stop(kind: Kind) -> None:
    """Meanings are shown in tables."""
    assert kind.meaning
    assert not kind.meaning.endswith(".")


def _dots(pattern: Any, *, obliged: bool) -> Iterator[tuple[Any, bool]]:
    """Each unbounded dot, with whether something that must be there comes after it."""
    items = list(pattern)
    for index, (op, argument) in enumerate(items):
        after = obliged or any(_must(*item) for item in items[index + 1 :])
        if op in REPEATS:
            _, most, inner = argument
            dot = len(inner) == 1 and inner[0][0] is CONSTANTS.ANY
            if dot and most is CONSTANTS.MAXREPEAT:
                yield op, after
            else:
                yield from _dots(inner, obliged=after)
        elif op is CONSTANTS.SUBPATTERN:
            yield from _dots(argument[-1], obliged=after)
        elif op is CONSTANTS.BRANCH:
            for branch in argument[1]:
                yield from _dots(branch, obliged=after)
        elif op in LOOKS:
            yield from _dots(argument[1], obliged=False)


def _must(op: Any, argument: Any) -> bool:
    """Whether a piece of a pattern cannot be empty."""
    if op in REPEATS:
        return argument[0] > 0 and any(_must(*item) for item in argument[2])
    if op is CONSTANTS.SUBPATTERN:
        return any(_must(*item) for item in argument[-1])
    if op is CONSTANTS.BRANCH:
        return all(any(_must(*item) for item in branch) for branch in argument[1])
    if op is CONSTANTS.ATOMIC_GROUP:
        return any(_must(*item) for item in argument)
    return op not in LOOKS and op is not CONSTANTS.AT
