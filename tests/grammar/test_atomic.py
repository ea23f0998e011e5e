"""Possessive groups are written as atomic ones, which every Python matches rightly."""

import re

import pytest

from loganalyzer.grammar import KINDS
from loganalyzer.grammar.atomic import atomic


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (r"a(?:b)?+c", r"a(?>(?:b)?)c"),
        (r"(?P<x>[^()]*+(?:;(?!\))[^)]]*+)*+)", r"(?P<x>[^()]*+(?>(?:;(?!\))[^)]]*+)*))"),
        (r"\((a(b)++)*\)", r"\((a(?>(b)+))*\)"),
        (r"(a){2,}+[]()]++", r"(?>(a){2,})[]()]++"),
    ],
)
def test_possessive_groups_become_atomic(pattern: str, written: str) -> None:
    """Groups only, nested ones too; what is escaped or in a class is no group."""
    assert atomic(pattern) == written
    assert atomic(written) == written


def test_a_group_that_old_pythons_match_wrongly() -> None:
    """A possessive group with something to go back to inside matches on each Python we support."""
    pattern = atomic(r"[^;]*+(?:;(?! to=<)[^;]*+)*+; to=<x>")
    assert re.fullmatch(pattern, "a;b; c; to=<x>")


def test_no_kind_holds_a_possessive_group() -> None:
    """Whoever declares a kind need not know of this."""
    assert not [kind.name for kind in KINDS if re.search(r"(?<!\\)\)[*+?]\+", kind.pattern.pattern)]
