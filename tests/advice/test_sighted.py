"""Gate 1: the check was really on, and really logged, on the days that count."""

import pytest

from tests.advice.test_warn_if_reject import gates, judged, passing, spoof
from tests.story import Story


def unlogged(story: Story, days: int, spoofed: bool = False, each: int = 1) -> Story:
    """Days with mail whose SPF results are not logged (debugLevel 0), with a spoof each or without."""
    for _ in range(days):
        for n in range(each):
            queue_id = f"4A1B2C{n:02}"
            story.connect().accept(queue_id).disconnect().deliver(queue_id).removed(queue_id)
        if spoofed:
            spoof(story)
        story.later(days=1, seconds=-(6 * each + (4 if spoofed else 0)))
    return story


def test_a_window_in_which_nothing_failed_is_blind() -> None:
    """A failure before a gap shows nothing of what was set after it: TestOnly = 0 looks just like that."""
    story = passing(spoof(passing(Story(), 20)).later(days=3), 40)
    advice = judged(story)
    assert advice.verdict == "BLIND"
    assert "since 2026-09-24" in advice.gates[0].value
    assert judged(spoof(story)).verdict == "SAFE"


def test_a_quiet_day_between_is_no_blindness() -> None:
    """At debugLevel 0 only warnings are logged, and a day without a spoof happens."""
    story = unlogged(unlogged(unlogged(Story(), 15, spoofed=True), 1), 14, spoofed=True)
    assert judged(story).verdict == "SAFE"


def test_many_quiet_days_are_blindness() -> None:
    """Spoofs each day and then none for days: the check is more likely off than unneeded."""
    advice = judged(unlogged(unlogged(Story(), 25, spoofed=True), 6))
    assert advice.verdict == "BLIND"
    assert not gates(advice)["sighted"]


@pytest.mark.parametrize("each", [1, 20])
def test_much_mail_on_some_days_hides_no_blindness(each: int) -> None:
    """Who sends a lot makes a would-be rejection rarer among messages, but no rarer among days."""
    story = unlogged(unlogged(Story(), 1, spoofed=True, each=each), 24, spoofed=True)
    assert judged(unlogged(story, 6)).verdict == "BLIND"


@pytest.mark.parametrize("spoofed_days", [1, 5, 15])
def test_spoofs_that_stop_blind_nobody_where_results_are_logged(spoofed_days: int) -> None:
    """Who floods and then falls silent cannot stop a check that logs its results from being seen."""
    story = Story()
    for _ in range(spoofed_days):
        passing(spoof(story), 1)
    assert gates(judged(passing(story, 30)))["sighted"]
