"""Gate 4's bound: its vectors, its order, and how often it is wrong when looked at each week.

``python tests/advice/test_bound.py 100000`` simulates that many servers instead of a few.
"""

import sys
from dataclasses import dataclass
from functools import cache
from math import ceil, exp, inf, lgamma, log, log1p
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.advice.bound import MONTH, bound_over_time, missed, rate_bound, safe_day

RATES = (0.5, 2.0, 4.0, 8.0)
LOOKS = 104
"""Two years, a look each week."""
KEPT = 4
"""Weeks that logrotate leaves."""

sightings = st.integers(0, 10**6)
months = st.floats(1 / (MONTH * 24 * 60), 120)


@pytest.mark.parametrize(("days", "none", "one"), [(28, 4.0, 6.8), (56, 2.2, 3.4), (91, 1.5, 2.2)])
def test_the_bound_has_the_printed_values(days: int, none: float, one: float) -> None:
    """Bounds of 28, 56 and 91 days, without a sighting and with one, to the printed digit."""
    assert round(rate_bound(0, days / MONTH), 1) == none
    assert round(rate_bound(1, days / MONTH), 1) == one


@given(months)
def test_without_sightings_the_bound_is_a_formula(t: float) -> None:
    """With k = 0 the condition is e^(λt) ≤ 20·(1+t), which needs no search."""
    assert rate_bound(0, t) == pytest.approx((log(20) + log1p(t)) / t, rel=1e-12)


@given(sightings, months)
def test_the_bound_is_the_last_rate_not_excluded(k: int, t: float) -> None:
    """Just below the bound the quotient is under 20, just above it is over, and more so beyond."""

    def quotient(rate: float) -> float:
        return lgamma(1 + k) + rate * t - k * log(rate) - (1 + k) * log1p(t)

    bound = rate_bound(k, t)
    assert bound >= max(k / t, (1 + k) / (1 + t))
    assert quotient(bound * (1 - 1e-9)) < log(20) + 1e-7
    assert quotient(bound * (1 + 1e-9)) > log(20) - 1e-7
    assert quotient(bound * 1.01) > quotient(bound)


@given(sightings, months)
def test_a_sighting_never_lowers_the_bound(k: int, t: float) -> None:
    """More first sightings in the same time: a higher bound."""
    assert rate_bound(k + 1, t) > rate_bound(k, t)


@given(sightings, months, st.floats(1e-4, 10))
def test_time_never_raises_the_bound(k: int, t: float, more: float) -> None:
    """More time with the same sightings: a lower bound."""
    assert rate_bound(k, t * (1 + more)) < rate_bound(k, t)


def test_no_time_bounds_nothing() -> None:
    """Before any time has passed every rate is possible; what is no count and no time is refused."""
    assert rate_bound(0, 0.0) == rate_bound(7, 0.0) == inf
    for k, t in ((-1, 1.0), (0, -1.0), (0, float("nan"))):
        with pytest.raises(ValueError, match="no bound"):
            rate_bound(k, t)


@pytest.mark.parametrize(("k", "day"), [(0, 28), (1, 48), (2, 65)])
def test_a_budget_of_four_is_met_on_its_day(k: int, day: int) -> None:
    """With 4 senders a month and 0, 1, 2 sightings the bound is met on day 28, 48, 65."""
    assert safe_day(k, 4) == day


@given(st.integers(0, 1000), st.floats(0.01, 10000))
def test_the_safe_day_is_the_first(k: int, budget: float) -> None:
    """On the safe day the bound is within the budget, and on the day before it is not."""
    day = safe_day(k, budget)
    assert rate_bound(k, day / MONTH) <= budget
    assert day == 1 or rate_bound(k, (day - 1) / MONTH) > budget


def test_no_time_shows_a_rate_of_nothing() -> None:
    """A budget of zero is refused instead of sought for ever."""
    with pytest.raises(ValueError, match="no span"):
        safe_day(0, 0.0)


def test_the_bound_over_time_falls_and_jumps() -> None:
    """Each day has the bound of the sightings so far; those before the start are stock."""
    over_time = bound_over_time([120, 90, 102, 102, 500], start=100, end=130)
    assert [day for day, _ in over_time] == list(range(100, 131))
    bounds = dict(over_time)
    assert bounds[101] == rate_bound(0, 2 / MONTH)
    assert bounds[102] == rate_bound(2, 3 / MONTH)
    assert bounds[119] < bounds[120] == rate_bound(3, 21 / MONTH)
    assert bound_over_time([], 5, 4) == ()


@pytest.mark.parametrize(
    ("interval", "window", "share"),
    [(MONTH, 7, 77), (MONTH, 14, 54), (MONTH, 28, 8), (MONTH, 35, 0), (3 * MONTH, 28, 69)],
)
def test_regular_senders_are_missed_as_often_as_told(interval: float, window: int, share: int) -> None:
    """A monthly sender is met in 23, 46, 92, 100 % of windows; a quarterly one is missed in 69 %."""
    assert round(100 * missed(interval, window)) == share


@dataclass(frozen=True)
class Wrong:
    """Shares of servers on which the bound was below the true rate."""

    fixed_ever: float
    moving_worst_look: float
    moving_ever: float

    def __str__(self) -> str:
        return (
            f"from a fixed start right at all looks on {1 - self.fixed_ever:.2%}; with a moving window "
            f"right at the worst look on {1 - self.moving_worst_look:.2%}, "
            f"at all on {1 - self.moving_ever:.2%}"
        )


def too_few(rate: float, weeks: int) -> int:
    """The largest number of sightings whose bound lies below the rate, or -1."""
    k = 0
    while rate_bound(k, weeks * 7 / MONTH) < rate:
        k += 1
    return k - 1


def poisson(mean: float, random: Random) -> int:
    """A Poisson number, by multiplying uniform ones (D. Knuth, TAOCP 2, 3.4.1)."""
    floor, product, k = exp(-mean), random.random(), 0
    while product > floor:
        product *= random.random()
        k += 1
    return k


@cache
def simulate(rate: float, servers: int = 1000) -> Wrong:
    """Looks each week for two years, at logs from a fixed start and at the last four weeks."""
    random = Random(f"weekly looks at {rate}")
    fixed = [too_few(rate, look) for look in range(1, LOOKS + 1)]
    moving = too_few(rate, KEPT)
    fixed_ever, moving_ever, moving_at = 0, 0, [0] * LOOKS
    for _ in range(servers):
        # The weeks before the first look are those that the first moving window holds.
        weeks = [poisson(rate * 7 / MONTH, random) for _ in range(KEPT - 1 + LOOKS)]
        seen, fixed_wrong, moving_wrong = 0, False, False
        for look in range(LOOKS):
            seen += weeks[KEPT - 1 + look]
            fixed_wrong |= seen <= fixed[look]
            if sum(weeks[look : look + KEPT]) <= moving:
                moving_at[look] += 1
                moving_wrong = True
        fixed_ever += fixed_wrong
        moving_ever += moving_wrong
    return Wrong(fixed_ever / servers, max(moving_at) / servers, moving_ever / servers)


def poisson_law(mean: float, most: int) -> list[float]:
    """The probabilities of 0, 1, … most."""
    return [exp(k * log(mean) - mean - lgamma(1 + k)) for k in range(most + 1)]


def exactly(rate: float) -> Wrong:
    """What the simulation estimates, by the law of the number of sightings week after week."""
    step = poisson_law(rate * 7 / MONTH, 30)
    law, fixed_ever = {0: 1.0}, 0.0
    for look in range(1, LOOKS + 1):
        after: dict[int, float] = {}
        for seen, share in law.items():
            for new, chance in enumerate(step):
                after[seen + new] = after.get(seen + new, 0.0) + share * chance
        bar = too_few(rate, look)
        fixed_ever += sum(share for seen, share in after.items() if seen <= bar)
        # Far above the bar nothing comes back under it: such tails are cut to keep this quick.
        law = {seen: share for seen, share in after.items() if seen > bar and share > 1e-14}
    single = sum(poisson_law(rate * 28 / MONTH, ceil(rate) * 10)[: too_few(rate, KEPT) + 1])
    return Wrong(fixed_ever, single, float("nan"))


@pytest.mark.parametrize("rate", RATES)
def test_the_bound_is_wrong_on_few_servers(rate: float) -> None:
    """From a fixed start it is ever below the truth on ≤ 5 % of servers, without a store at ≤ 5 % a look."""
    wrong = simulate(rate)
    print(f"{rate} a month: {wrong}")
    assert wrong.fixed_ever <= 0.05
    assert wrong.moving_worst_look <= 0.05


@pytest.mark.parametrize("rate", RATES)
def test_the_simulation_agrees_with_the_law(rate: float) -> None:
    """The exact shares are ≤ 5 % too, and the simulation is as near to them as its size allows."""
    law, found = exactly(rate), simulate(rate)
    assert law.fixed_ever <= 0.05
    assert law.moving_worst_look <= 0.05
    assert abs(found.fixed_ever - law.fixed_ever) < 4 * (0.05 * 0.95 / 1000) ** 0.5


def test_a_moving_start_is_no_bound_for_all_looks() -> None:
    """Without a store somebody who looks each week is misled in the end: why each is one look only."""
    assert simulate(4.0).moving_ever > 0.5


if __name__ == "__main__":
    for each in RATES:
        told = simulate(each, int(sys.argv[1]))
        law = exactly(each)
        print(f"{each} a month: {told}")
        print(f"  exactly: {1 - law.fixed_ever:.3%} and {1 - law.moving_worst_look:.3%}")
