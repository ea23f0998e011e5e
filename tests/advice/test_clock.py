"""The start of the clock of gate 4: fixed at the first judgement of a window, moved by nothing later."""

from collections import Counter

import pytest

from loganalyzer.advice.clock import Judged, fixed
from loganalyzer.advice.facts import Facts
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import InboundKey, RejectKey, SpfKey
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import BARE

BEGIN = 20_000


def log(days: int, first: int = BEGIN, blind: int | None = None, refused: int | None = None) -> Facts:
    """So many days with mail, results and warnings; one day blind; refusals instead from a day on."""
    seen = range(first, first + days)
    action = {day: "reject" if refused is not None and day >= refused else "reject_warning" for day in seen}
    return Facts(
        host="mx",
        tally=Tally(
            messages=Counter({InboundKey(day, "smtpd", "outside", True, BARE): 100 for day in seen}),
            spf=Counter({SpfKey(day, "fail", "mailfrom"): 9 for day in seen if day != blind}),
            rejections=Counter(
                {RejectKey(day, "smtpd", action[day], SPF, "5"): 9 for day in seen if day != blind}
            ),
        ),
        first=first * DAY,
        last=(first + days) * DAY - 1,
        silent=frozenset(),
        understood=1.0,
    )


@pytest.mark.parametrize(("days", "began"), [(5, BEGIN), (41, BEGIN), (43, BEGIN + 14), (90, BEGIN + 14)])
def test_a_log_that_can_spare_a_fortnight_does(days: int, began: int) -> None:
    """Day 1, or day 15 where the first judgement already has 42 days."""
    assert fixed(log(days), Judged()).clock_began == began


def test_a_clock_that_runs_is_not_set_again() -> None:
    """Neither by more log, nor by older days going away."""
    before = fixed(log(30), Judged())
    assert fixed(log(90), before) == before == Judged(BEGIN)
    late = Judged(BEGIN + 14)
    assert fixed(log(90, first=BEGIN + 5), late) == late


def test_a_new_window_has_a_clock_of_its_own() -> None:
    """A blind day ends a window; the clock begins anew behind it."""
    found = fixed(log(60, blind=BEGIN + 40), Judged(BEGIN))
    assert found.clock_began == BEGIN + 41


def test_where_nothing_is_seen_no_clock_starts() -> None:
    """A log that does not show the check has no window."""
    blind = log(1, blind=BEGIN)
    assert fixed(blind, Judged()) == Judged()


def test_the_day_of_the_switch_is_kept() -> None:
    """Once seen, it stays, whatever rotates away."""
    found = fixed(log(40, refused=BEGIN + 30), Judged())
    assert found.switched_on == BEGIN + 30
    assert fixed(log(10, first=BEGIN + 50), found).switched_on == BEGIN + 30
