"""Whatever a sender may choose, for six weeks, moves no verdict towards SAFE and gains no trust."""

from functools import lru_cache
from random import Random

import pytest

from loganalyzer.advice.advice import Advice
from loganalyzer.terms.unit import Unit
from tests.advice.attacker import ADDRESSES, attack
from tests.advice.lines import advise, friend, letter, ordinary, together
from tests.story import Story

DAYS = 43
BANK = Unit("bank.example", "alumni.example")
IDS = [
    "<2B000001@example.org>",
    "<2B000001@example.org> (junk)",
    "(c) <2B000001@example.org>",
]
"""Message-IDs as they stand in mail that he saw, and as he writes them."""


@lru_cache
def world(kind: str) -> tuple[Story, ...]:
    """Six ordinary weeks: with nothing to lose, with a friend nobody knows, or with one our user wrote to."""
    told = ordinary(DAYS)
    if kind != "nothing":
        told += [friend(day, kind == "wanted") for day in (3, 10, 24)]
    if kind == "wanted":
        told.append(letter(1))
    if kind == "blind":
        told = [story for story in told if story.now.day % 9]
    return tuple(told)


@lru_cache
def alone(kind: str) -> Advice:
    return advise(together(*world(kind)))


VERDICTS = {"nothing": "SAFE", "unclear": "NOT_YET", "wanted": "UNSAFE"}


@pytest.mark.parametrize(("kind", "verdict"), VERDICTS.items())
def test_the_worlds_are_what_they_seem(kind: str, verdict: str) -> None:
    """Without an attacker each world has its own verdict, for its own reason."""
    advice = alone(kind)
    assert advice.verdict == verdict
    assert [one.values for one in advice.exceptions] == ([("192.0.2.10",)] if kind == "wanted" else [])


@pytest.mark.parametrize("kind", VERDICTS)
@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_gains_nothing(kind: str, seed: int) -> None:
    """No mixture of his means helps: neither the verdict, nor the exceptions, nor the friend's class."""
    random = Random(f"{kind} {seed}")
    many = random.choice([1, 3, 8])
    his = [attack(random, day, IDS) for day in range(DAYS) for _ in range(random.randrange(many + 1))]
    before, after = alone(kind), advise(together(*world(kind), *his))
    assert after.verdict != "SAFE" or before.verdict == "SAFE"
    assert after.verdict != "BLIND"
    assert not {client for one in after.exceptions for client in one.clients} & ADDRESSES
    assert {one.setting for one in after.exceptions} <= {"Whitelist"}
    assert {one.values for one in before.exceptions} <= {one.values for one in after.exceptions}
    seen = {one.unit: one for one in after.obstacles}
    for one in before.obstacles:
        if one.in_the_way:
            assert seen[one.unit].in_the_way
            assert seen[one.unit].messages >= one.messages
            assert seen[one.unit].kind in (one.kind, "unclear", "forwarder or list")
