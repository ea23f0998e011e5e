"""Gate 3's audit: whom it draws, what its plan says, and how often the plan passes wrongly."""

from collections.abc import Callable
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.advice.audit import STAGES, AuditState, draw, plan

SHORTER = ((59, 0), (93, 1), (124, 2))
"""Each stage right when it is the only one."""
KEY = b"a key of the server's own"
MANY = 10**9

names = st.sets(st.text(max_size=8), max_size=60)


@given(names, st.integers(0, 70), st.randoms())
def test_the_order_of_units_draws_nothing(units: set[str], size: int, random: Random) -> None:
    """The same units in any order, also told twice, give the same sample of the right size."""
    listed = sorted(units)
    shuffled = [*listed, *listed]
    random.shuffle(shuffled)
    sample = draw(listed, KEY, size)
    assert sample == draw(shuffled, KEY, size)
    assert set(sample) <= units
    assert len(set(sample)) == len(sample) == min(size, len(units))


@given(names, st.integers(0, 70), st.integers(0, 70))
def test_a_larger_sample_begins_with_the_smaller(units: set[str], one: int, other: int) -> None:
    """Enlarging a sample keeps what was drawn, so no judgement is in vain."""
    small, large = sorted((one, other))
    assert draw(units, KEY, large)[:small] == draw(units, KEY, small)


def test_other_units_do_not_change_who_goes_first() -> None:
    """A flood of names cannot reorder the others, only stand among them."""
    known = [f"example.org@192.0.2.{n}" for n in range(50)]
    flood = [f"flood{n}.example@198.51.100.0/24" for n in range(1000)]
    sample = draw(known + flood, KEY, 1050)
    assert tuple(unit for unit in sample if unit in known) == draw(known, KEY, 50)


def test_another_key_draws_another_sample() -> None:
    """What is drawn follows from the key, and every unit has the same chance of it."""
    units = [f"unit{n}" for n in range(20)]
    drawn = [draw(units, f"key {n}".encode(), 5) for n in range(2000)]
    for unit in units:
        assert 400 < sum(unit in sample for sample in drawn) < 600


def test_the_sample_is_the_same_on_every_machine() -> None:
    """The ranking is plain HMAC-SHA256 of the name, today and in a later version."""
    assert draw(["a", "b", "c", "d", "é", "\udcff"], b"key", 6) == ("c", "a", "\udcff", "b", "d", "é")


def test_a_sample_needs_a_key_and_a_size() -> None:
    """Without a key anyone could foresee the sample."""
    with pytest.raises(ValueError, match="foresee"):
        draw(["a"], b"", 1)
    with pytest.raises(ValueError, match="no sample"):
        draw(["a"], KEY, -1)


@pytest.mark.parametrize(
    ("wanted", "audited", "total", "verdict", "size", "at_most"),
    [
        (0, 0, 500, "needs", 74, None),
        (0, 73, 500, "needs", 74, None),
        (0, 74, 500, "passed", 74, 25),
        (1, 12, 500, "needs", 107, None),
        (1, 106, 500, "needs", 107, None),
        (1, 107, 500, "passed", 107, 24),
        (2, 74, 500, "needs", 139, None),
        (2, 139, 500, "passed", 139, 23),
        (3, 5, 500, "failed", 500, None),
        (3, 139, 500, "failed", 500, None),
        (9, 500, 500, "passed", 500, 0),
        (0, 0, 40, "needs", 40, None),
        (0, 0, 74, "needs", 74, None),
        (1, 74, 100, "needs", 100, None),
        (3, 80, 139, "needs", 139, None),
        (3, 80, 140, "failed", 140, None),
        (5, 40, 40, "passed", 40, 0),
        (0, 74, 75, "passed", 74, 1),
        (0, 0, 0, "passed", 0, 0),
    ],
)
def test_the_plan_says_what_is_next(
    wanted: int, audited: int, total: int, verdict: str, size: int, at_most: int | None
) -> None:
    """None in 74, one in 107 or two in 139 pass; three fail; few units are all looked at."""
    state = plan(wanted, audited, total)
    assert (state.verdict, state.size, state.at_most) == (verdict, size, at_most)


def test_the_plan_says_it_in_words() -> None:
    """Each state reads as a sentence with its numbers."""
    texts = [plan(*case).text for case in ((1, 107, 500), (0, 5, 500), (3, 74, 500), (1, 40, 40), (0, 0, 0))]
    assert texts == [
        "1 of 107 sampled one-off senders wanted: at 95 %, at most 5 % of all 500 are, "
        "so at most 24 among those not looked at",
        "74 of 500 one-off senders are to be looked at; 5 were, 0 of them wanted",
        "3 of 74 sampled one-off senders wanted: too many to show that at most 5 % of all 500 are; "
        "only a look at all of them would decide",
        "all 40 one-off senders were looked at, 1 of them wanted; nothing is left to guess",
        "there are no one-off senders to look at",
    ]


@pytest.mark.parametrize(("wanted", "audited", "total"), [(-1, 5, 9), (6, 5, 9), (0, 10, 9)])
def test_what_cannot_be_is_refused(wanted: int, audited: int, total: int) -> None:
    """More wanted than audited, or more audited than there are, is a mistake of the caller."""
    with pytest.raises(ValueError, match="cannot be"):
        plan(wanted, audited, total)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 600))
def test_one_more_wanted_never_helps(wanted: int, audited: int, total: int) -> None:
    """Finding one more wanted unit in the same sample never turns a state to the better."""
    audited = min(audited, total)
    worse = ("passed", "needs", "failed")
    if wanted < audited:
        before, after = plan(wanted, audited, total), plan(wanted + 1, audited, total)
        assert worse.index(after.verdict) >= worse.index(before.verdict)
        assert after.size >= before.size


def binomial(drawn: int, share: float) -> list[float]:
    """Chances of 0, 1, 2, 3 wanted among so many of endlessly many units."""
    return [comb(drawn, k) * share**k * (1 - share) ** (drawn - k) for k in range(4)]


def hypergeometric(drawn: int, wanted: int, total: int) -> list[float]:
    """The same among few units, of which none is drawn twice."""
    ways = comb(total, drawn)
    return [comb(wanted, k) * comb(total - wanted, drawn - k) / ways for k in range(4)]


def chance(
    total: int, law: Callable[[int, int, int], list[float]], stages: tuple[tuple[int, int], ...]
) -> float:
    """The probability that the plan, followed to its end, passes without a look at all units."""
    cases = [(0, 0, 1.0)]
    passed = 0.0
    while cases:
        audited, found, share = cases.pop()
        state = plan(found, audited, total, stages)
        if state.verdict == "passed":
            passed += share
        elif state.verdict == "needs" and state.size < total:
            more = enumerate(law(state.size - audited, audited, found))
            cases += [(state.size, found + new, share * part) for new, part in more]
    return passed


def among_many(share: float, stages: tuple[tuple[int, int], ...] = STAGES) -> float:
    """The probability to pass with this share of wanted units among endlessly many."""
    return chance(MANY, lambda drawn, _audited, _found: binomial(drawn, share), stages)


def among_few(wanted: int, total: int) -> float:
    """The probability to pass with so many wanted units among so many."""
    return chance(
        total,
        lambda drawn, audited, found: hypergeometric(drawn, wanted - found, total - audited),
        STAGES,
    )


@pytest.mark.parametrize(
    ("percent", "shorter", "ours"),
    [(5, 9.26, 4.998), (5.5, 6.47, 3.20), (8, 1.04, 0.33), (1, 89.58, 86.01), (2, 61.4, 52.73)],
)
def test_the_plan_as_a_sequence(percent: float, shorter: float, ours: float) -> None:
    """In turn the stages pass ≤ 5 % at 5 % wanted; stages that are right one by one pass 9.26 %."""
    assert 100 * among_many(percent / 100, SHORTER) == pytest.approx(shorter, abs=0.005)
    assert 100 * among_many(percent / 100) == pytest.approx(ours, abs=0.005)
    assert percent < 5 or among_many(percent / 100) <= 0.05


def closed(a: int, b: int, c: int, p: float) -> float:
    """The formula of the module's docstring."""
    q = 1 - p
    return q**a + a * p * q ** (b - 1) + (a * (a - 1) / 2 + a * (b - a)) * p**2 * q ** (c - 2)


def test_the_formula_is_the_enumeration() -> None:
    """The formula says what walking through the plan says."""
    for p in (0.01, 0.05, 0.055, 0.08, 0.3):
        assert closed(74, 107, 139, p) == pytest.approx(among_many(p), rel=1e-12)


def test_no_smaller_plan_will_do() -> None:
    """A larger stage only lowers the chance, so no sizes with a smaller total than ours keep ≤ 5 %."""
    total = sum(size for size, _ in STAGES) - 1
    for a in range(1, total // 3):
        for b in range(a + 1, (total - a + 1) // 2):
            assert closed(a, b, total - a - b, 0.05) > 0.05


def test_few_units_are_no_worse() -> None:
    """With just over 5 % wanted of a finite number of units the plan passes less often than among many."""
    worst = 0.0
    for total in (*range(75, 400), *range(400, 5000, 97), 20_000, 1_000_000):
        wanted = total * 5 // 100 + 1
        assert among_few(wanted, total) <= among_many(wanted / total) + 1e-12
        worst = max(worst, among_few(wanted, total))
    assert worst <= 0.05


def followed(wanted: set[str], units: list[str], key: bytes) -> AuditState:
    """The plan followed to its end with drawn samples, by somebody who judges rightly."""
    state = plan(0, 0, len(units))
    while state.verdict == "needs":
        sample = draw(units, key, state.size)
        state = plan(len(wanted.intersection(sample)), len(sample), len(units))
    return state


def test_drawing_and_planning_together_err_as_foretold() -> None:
    """Followed from the draw to the answer with 5.5 % wanted, the audit passes as often as computed."""
    units = [f"unit{n}.example@192.0.2.0/24" for n in range(200)]
    wanted = set(units[:11])
    passed = sum(followed(wanted, units, f"{n}".encode()).verdict == "passed" for n in range(400))
    print(f"passed {passed / 400:.1%}, foretold {among_few(11, 200):.2%}")
    assert abs(passed / 400 - among_few(11, 200)) < 0.03
