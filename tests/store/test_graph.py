"""What is open in a log survives being written down: values, and who shares what with whom."""

import json
import zlib
from dataclasses import replace

import pytest

from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Attempt, Carry, OpenMessage, Transaction
from loganalyzer.linking.step import flush, step
from loganalyzer.store.errors import StoreError
from loganalyzer.store.graph import decoded, encoded
from tests.linking.test_cutting import DATA, LINES
from tests.story import CALENDAR, blocks


def attempt() -> Attempt:
    return Attempt("policy", "a@example.org", "b@example.net", 1, 2, "unknown", "192.0.2.1")


def test_what_is_shared_stays_shared() -> None:
    """One attempt that a transaction and a message wait for is one attempt again."""
    waiting = {("policy", "b@example.net"): attempt()}
    transaction = Transaction("a@example.org", warned=waiting)
    message = OpenMessage("4ABC", 1, 2, 3, warned=waiting)
    first, second = decoded(encoded([transaction, message]))
    assert (first, second) == (transaction, message)
    assert first.warned is second.warned


@pytest.mark.parametrize("cut", range(1, LINES, LINES // 12))
def test_a_carry_of_any_moment_goes_on_as_if_it_had_never_stopped(cut: int) -> None:
    """At a dozen places of a log that holds something of everything."""
    first, second = (scan_block((frozenset(), CALENDAR, b)).columns["mail"] for b in blocks(DATA, [cut]))
    plain = Carry("mail")
    step(plain, first)
    again = decoded(encoded(plain))
    assert again == plain
    assert step(again, second) == step(plain, second)
    assert flush(again) == flush(plain)
    assert encoded(again) == encoded(decoded(encoded(plain)))


def test_names_that_are_no_text_come_back() -> None:
    """Lone surrogates and NULs, as broken logs hold them."""
    odd = replace(attempt(), sender="\ud83d\0@example.org")
    assert decoded(encoded(odd)) == odd


def test_a_field_that_is_newer_than_the_store_gets_its_default() -> None:
    """A program that learns to keep more can still read what an older one kept."""
    layout, tree = json.loads(zlib.decompress(encoded(attempt())))
    layout["Attempt"].pop()
    older = zlib.compress(json.dumps([layout, tree[:-1]]).encode())
    assert decoded(older) == attempt()


@pytest.mark.parametrize("tree", [["system", "true"], ["same", 7], ["Attempt", 1], {"a": 1}, [[]]])
def test_nothing_else_comes_out_of_a_store(tree: object) -> None:
    """No class but those of a carry is ever made, whatever somebody wrote into the file."""
    layout = json.loads(zlib.decompress(encoded(attempt())))[0]
    bad = zlib.compress(json.dumps([layout, tree]).encode())
    if isinstance(tree, dict):
        assert decoded(bad) == tree
        return
    with pytest.raises(StoreError, match="cannot be understood"):
        decoded(bad)


def test_what_a_store_does_not_know_cannot_be_kept() -> None:
    """A new kind of open thing is noticed when it is written, not when it is missed."""
    with pytest.raises(TypeError, match="cannot keep a object"):
        encoded([object()])
