"""How long a store remembers people by itself, and forgetting them when the time has come.

Counts stay, and whole units with them: what is forgotten is who was behind them (``store.forget``).
"""

from loganalyzer.advice.standing import REMEMBERED
from loganalyzer.store.errors import StoreError
from loganalyzer.store.forget import Forgotten, forget
from loganalyzer.store.store import Store
from loganalyzer.terms.moment import day_of

USUAL = 400
"""Days: whoever writes once a year is met again before he is forgotten."""

LEAST = REMEMBERED + 1
"""Days that a verdict looks back for people by name (``advice.standing``)."""

FOR_EVER = 0

SLACK = 7
"""Days that may gather before they are forgotten together: that looks at the whole store."""


def remembered(store: Store) -> int:
    """For how many days people are remembered; FOR_EVER for no end."""
    return int(store.fact("remembered") or USUAL)


def remember(store: Store, days: int) -> None:
    """Sets it; raises StoreError for less than verdicts need."""
    if days != FOR_EVER and days < LEAST:
        raise StoreError(f"verdicts look back {REMEMBERED} days: people are remembered for {LEAST} at least")
    store.keep_fact("remembered", str(days))


def forget_old(store: Store, newest: int | None) -> Forgotten:
    """Forgets who was not seen for so long before ``newest``, a moment; a week's worth at a time."""
    days = remembered(store)
    if newest is None or days == FOR_EVER:
        return Forgotten(0, 0)
    before, done = day_of(newest) - days, int(store.fact("forgotten") or 0)
    if before < done + SLACK:
        return Forgotten(0, 0)
    store.keep_fact("forgotten", str(before))
    return forget(store.connection, before)
