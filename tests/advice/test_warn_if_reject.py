"""May warn_if_reject go: each verdict reached by lines that a server would write."""

from datetime import date

import pytest

from loganalyzer.advice.advice import Advice
from loganalyzer.api.log import Tallies
from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.step import flush, step
from loganalyzer.reports.build import judge
from loganalyzer.scan.coverage import Coverage
from tests.story import CALENDAR, Story, blocks

PASS = (
    ": prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; helo=mail.example.org; "
    "envelope-from=a@example.org; receiver=example.net "
)
BROKEN = "Recipient address rejected: Server configuration problem"


def judged(story: Story) -> Advice:
    """The advice on the story's log."""
    tallies, coverage = Tallies(), Coverage()
    carry = Carry("mx")
    for block in blocks(story.text()):
        scanned = scan_block((frozenset(), CALENDAR, block))
        coverage.merge(scanned.coverage)
        tallies.add("mx", step(carry, scanned.columns["mx"]))
    tallies.add("mx", flush(carry))
    assert not coverage.unrecognised
    (advice,) = judge(tallies, coverage, ["warn_if_reject"])
    return advice


def passing(story: Story, days: int, each: int = 1) -> Story:
    """Days with mail that passes SPF."""
    for _ in range(days):
        for n in range(each):
            queue_id = f"4A1B2C{n:02}"
            story.connect().say("policyd-spf[40]", PASS).accept(queue_id).disconnect()
            story.deliver(queue_id).removed(queue_id)
        story.later(days=1, seconds=-8 * each)
    return story


def spoof(story: Story, action: str = "reject_warning") -> Story:
    """A spoof that something else refuses anyway."""
    story.connect("unknown[198.51.100.66]", 11)
    story.warn(client="unknown[198.51.100.66]", recipient="x@example.net", action=action, pid=11)
    if action == "reject_warning":
        user = "Recipient address rejected: User unknown in virtual mailbox table"
        story.warn(
            client="unknown[198.51.100.66]",
            recipient="x@example.net",
            reply="550 5.1.1",
            reason=user,
            action="reject",
            pid=11,
        )
    return story.disconnect("unknown[198.51.100.66]", "mail=1 rcpt=0/1 commands=1/2", 11)


def wanted(story: Story) -> Story:
    """A message that fails SPF and is delivered."""
    story.connect().warn(recipient="c@example.net").accept("5A1B2C3D").disconnect()
    return story.deliver("5A1B2C3D", recipient="c@example.net").removed("5A1B2C3D")


def gates(advice: Advice) -> dict[str, bool]:
    return {gate.name: gate.holds for gate in advice.gates}


def test_four_weeks_without_a_loss_are_safe() -> None:
    """SAFE: the check was seen at work for 28 days, failed mail, and no delivered mail would be lost."""
    advice = judged(spoof(passing(Story(), 29)))
    assert advice.verdict == "SAFE"
    assert all(gates(advice).values())
    assert advice.advisable.startswith("conditional")
    assert advice.step == "drop warn_if_reject"


def test_a_short_log_is_not_yet_safe_and_says_when() -> None:
    """NOT YET: too short a window, with the day on which it will be long enough."""
    advice = judged(spoof(passing(Story(), 10)))
    assert advice.verdict == "NOT_YET"
    assert gates(advice) == {
        "sighted": True,
        "long enough": False,
        "decided": True,
        "bounded": False,
    }
    assert advice.look_again == date(2026, 9, 29)


def test_one_delivered_message_that_would_be_refused_is_not_yet_safe() -> None:
    """NOT YET: each delivered message that would be refused counts."""
    advice = judged(wanted(spoof(passing(Story(), 29))))
    assert advice.verdict == "NOT_YET"
    assert "1 sender" in advice.headline
    assert advice.because[0].count == 1
    assert advice.because[0].where
    assert [(str(one.unit), one.messages, one.kind) for one in advice.obstacles] == [
        ("example.org@example.org", 1, "unclear")
    ]


def test_mail_of_unknown_fate_counts_as_lost() -> None:
    """NOT YET: what the log does not show the end of may have been wanted."""
    story = spoof(passing(Story(), 29)).connect().warn().accept("5A1B2C3D").disconnect()
    assert judged(story).verdict == "NOT_YET"


def test_a_service_that_never_failed_anything_is_blind() -> None:
    """BLIND: TestOnly = 0 logs passes and hides every failure; it looks just like a world without spoofs."""
    advice = judged(passing(Story(), 40))
    assert advice.verdict == "BLIND"
    assert not gates(advice)["sighted"]
    assert "TestOnly" in advice.gates[0].flips


def test_traffic_without_any_spf_line_is_blind() -> None:
    """BLIND: mail came in, and nothing shows that it was checked."""
    story = Story()
    for _ in range(30):
        story.connect().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D").later(days=1)
    assert judged(story).verdict == "BLIND"


def test_a_day_on_which_the_check_was_off_begins_a_new_window() -> None:
    """The window is the stretch after the last day with mail but without a check."""
    story = spoof(passing(Story(), 20)).later(days=1)
    story.connect().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D").later(days=1)
    advice = judged(spoof(passing(story, 15)))
    assert advice.verdict == "NOT_YET"
    assert "not one SPF result" in advice.gates[0].value
    assert not gates(advice)["long enough"]


def test_lost_lines_begin_a_new_window() -> None:
    """What syslog dropped may have been a would-be rejection."""
    story = spoof(passing(Story(), 25))
    story.say("rsyslogd", "imuxsock[pid 10]: begin to drop messages due to rate-limiting")
    advice = judged(spoof(passing(story, 25)))
    assert advice.verdict == "NOT_YET"
    assert "lost lines" in advice.gates[0].value


def test_a_day_without_any_line_begins_a_new_window() -> None:
    """A rotated file that is missing is a gap, not a quiet day."""
    advice = judged(spoof(passing(spoof(passing(Story(), 20)).later(days=3), 20)))
    assert advice.verdict == "NOT_YET"
    assert "no line at all" in advice.gates[0].value


def test_a_policy_service_that_fails_now_is_unsafe() -> None:
    """UNSAFE: while the service does not answer, all mail would be deferred."""
    story = spoof(passing(Story(), 40))
    story.connect().warn(reply="451 4.3.5", reason=BROKEN).accept("5A1B2C3D").disconnect()
    story.deliver("5A1B2C3D").removed("5A1B2C3D")
    advice = judged(story)
    assert advice.verdict == "UNSAFE"
    assert any("did not answer" in evidence.claim for evidence in advice.because)


def test_a_policy_service_that_failed_long_ago_is_said_and_forgiven() -> None:
    """A failure more than a week back stays in the evidence, but does not decide."""
    story = Story().connect().warn(reply="451 4.3.5", reason=BROKEN).accept("5A1B2C3D").disconnect()
    advice = judged(spoof(passing(story.deliver("5A1B2C3D").removed("5A1B2C3D"), 40)))
    assert advice.verdict == "SAFE"
    assert any("did not answer" in evidence.claim for evidence in advice.because)


def test_after_the_switch_there_is_nothing_left_to_drop() -> None:
    """Refusals that begin where warnings end are the switch; its day is named."""
    story = spoof(passing(Story(), 29)).later(days=1)
    for _ in range(5):
        spoof(passing(story, 1), "reject")
    advice = judged(story)
    assert advice.verdict == "NOT_YET"
    assert "2026-10-02" in advice.headline
    assert not advice.step


@pytest.mark.parametrize("each", [1, 4])
def test_warnings_alone_are_enough_to_see(each: int) -> None:
    """At debugLevel 0 only smtpd's warnings are logged; on a quiet day without any that proves nothing."""
    story = Story()
    for _ in range(32):
        for n in range(each):
            queue_id = f"4A1B2C{n:02}"
            story.connect().accept(queue_id).disconnect().deliver(queue_id).removed(queue_id)
        spoof(story)
        story.later(hours=23)
    assert judged(story).verdict == "SAFE"


def test_a_check_that_refuses_nothing_is_pointless() -> None:
    """Safe and worth it are two questions: no failing mail, no use."""
    story = passing(Story(), 29)
    story.connect("unknown[198.51.100.66]", 11)
    deferred = "Recipient address rejected: Message deferred due to: SPF Temporary Error: DNS Timeout"
    story.warn(client="unknown[198.51.100.66]", reply="450 4.7.24", reason=deferred, pid=11)
    advice = judged(story.disconnect("unknown[198.51.100.66]", "rcpt=1 commands=1", 11))
    assert advice.verdict == "SAFE"
    assert advice.advisable.startswith("no: pointless")
