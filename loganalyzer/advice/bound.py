"""Gate 4: how often may mail that matters still turn up from senders not seen before?

First sightings are taken as a Poisson process of unknown rate λ. After t months with k of them the
likelihood of λ is λ^k·e^(-λt). Mixed over λ ~ Gamma(1, 1 month) it is Γ(1+k)/(1+t)^(1+k). The
quotient of the mixture and the likelihood of the true λ is a martingale that starts at 1, so it
reaches 20 at any time at all with a probability of at most 1/20 (J. Ville, Étude critique de la
notion de collectif, 1939; the mixture: H. Robbins, Ann. Math. Statist. 41 (1970) 1397; for counts:
S. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Ann. Statist. 49 (2021) 1055). The rates not yet
excluded are therefore a bound that holds at every look, however often somebody looks and whatever
he does then, as long as the start of t stays where it is.
"""

from collections import Counter
from collections.abc import Iterable
from math import exp, inf, lgamma, log, log1p

MONTH = 30.44
"""Days of a month, as in all rates "a month"."""

EXCLUDED_AT = 20.0
"""Where the quotient exceeds this, a rate is excluded: 1/20, the 5 % of a 95 % bound."""


def rate_bound(first_seen: int, months: float) -> float:
    """The largest rate a month that the first sightings of so many months do not exclude, at 95 %.

    The largest λ with Γ(1+k)·e^(λt) / (λ^k·(1+t)^(1+k)) ≤ 20; infinite before any time has passed.
    It rises with each sighting and falls with each quiet moment.
    """
    if first_seen < 0 or not months >= 0:
        raise ValueError(f"no bound for {first_seen} sightings in {months} months")
    if months == 0:
        return inf
    # The quotient falls in λ until k/t and rises from there. By n! ≤ e·√n·(n/e)^n it is at most 1 there
    # and at the posterior mean (1+k)/(1+t), so the crossing lies above both.
    low = log(max(first_seen / months, (1 + first_seen) / (1 + months)))
    high = low + 1.0
    while not _excluded(high, first_seen, months):
        low, high = high, high + 1.0
    while low < (middle := (low + high) / 2) < high:
        if _excluded(middle, first_seen, months):
            high = middle
        else:
            low = middle
    return exp(high)


def _excluded(log_rate: float, k: int, t: float) -> bool:
    # In logarithms, since Γ(1+k) leaves the floats at k = 171.
    return lgamma(1 + k) + exp(log_rate) * t - k * log_rate - (1 + k) * log1p(t) > log(EXCLUDED_AT)


def safe_day(first_seen: int, budget: float) -> int:
    """The first whole day of t on which the bound is within the budget, if no more sightings come."""
    if not budget > 0:
        raise ValueError(f"no span of time shows a rate of {budget}")
    late = 1
    while rate_bound(first_seen, late / MONTH) > budget:
        late *= 2
    early = late // 2
    while late - early > 1:
        middle = (early + late) // 2
        if rate_bound(first_seen, middle / MONTH) > budget:
            early = middle
        else:
            late = middle
    return late


def bound_over_time(first_seen: Iterable[int], start: int, end: int) -> tuple[tuple[int, float], ...]:
    """The bound at the end of each day from start to end, both included, as (day, rate a month).

    first_seen: the day of each first sighting. One before start belongs to the stock that gate 3
    decides, and does not count here.
    """
    sightings = Counter(day for day in first_seen if day >= start)
    bounds = []
    seen = 0
    for day in range(start, end + 1):
        seen += sightings[day]
        bounds.append((day, rate_bound(seen, (day - start + 1) / MONTH)))
    return tuple(bounds)


def missed(interval_days: float, window_days: float) -> float:
    """The probability that a window holds no mail of a sender who writes once in each interval.

    His days are regular and the window begins on any of them alike: the mail falls into a window of w
    days with probability w/T, surely where w ≥ T (the coverage of a uniform point by an interval).
    """
    if not interval_days > 0 or not window_days >= 0:
        raise ValueError(f"no window of {window_days} days for mail each {interval_days} days")
    return max(0.0, 1.0 - window_days / interval_days)
