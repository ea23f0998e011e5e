"""After the switch: warnings have stopped, refusals have begun, and the watch is on."""

from dataclasses import replace
from ipaddress import ip_network

import pytest

from loganalyzer.advice.advice import Advice
from loganalyzer.linking.finished import Way
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import AffectedKey, ReturnedKey
from loganalyzer.terms.label import Word
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.unit import Unit
from tests.advice.made import advise, facts_of, tally_of
from tests.triage.rows import BANK, TODAY, row

HELO = "reject_unknown_helo_hostname"


def warned(switch: int, restriction: str = SPF) -> list[AffectedKey]:
    """Sixty days of warnings before the switch, all of mail that was refused anyway."""
    return [
        row(
            sender="x@spoof.example",
            address="203.0.113.9",
            client="unknown",
            day=day,
            fate="refused_anyway",
            restriction=restriction,
        )
        for day in range(switch - 60, switch)
    ]


def refused(switch: int, restriction: str = SPF) -> list[AffectedKey]:
    """The same spoofs, refused each day since."""
    spoof = warned(switch, restriction)[0]
    return [spoof._replace(day=day, fate="refused") for day in range(switch, TODAY + 1)]


def after(
    days: int, *more: AffectedKey, labels: dict[Unit, Word] | None = None, restriction: str = SPF
) -> Advice:
    switch = TODAY - days + 1
    rows = [*warned(switch, restriction), *refused(switch, restriction), *more]
    return advise(facts_of(rows, days=days + 60, labels=labels), restriction)


@pytest.mark.parametrize(("days", "verdict"), [(3, "NOT_YET"), (27, "NOT_YET"), (29, "SAFE"), (40, "SAFE")])
def test_four_quiet_weeks_end_the_watch(days: int, verdict: str) -> None:
    """Until then the watch goes on; there is nothing more to change."""
    advice = after(days)
    assert (advice.verdict, advice.step) == (verdict, "")
    assert bool(advice.look_again) == (verdict != "SAFE")


@pytest.mark.parametrize("restriction", [SPF, HELO])
@pytest.mark.parametrize("days", [10, 40])
def test_one_wanted_message_refused_is_unsafe(days: int, restriction: str) -> None:
    """Mail from somebody to whom our people wrote, refused at any time since, calls for the undo."""
    advice = after(
        days,
        row(day=TODAY - 2, fate="refused", wanted=True, restriction=restriction),
        restriction=restriction,
    )
    assert advice.verdict == "UNSAFE"
    assert [one.unit for one in advice.obstacles] == [BANK]
    assert advice.step == "restore warn_if_reject"


def test_a_sender_labelled_wanted_is_missed() -> None:
    """A label counts after the switch as before it."""
    assert after(40, row(day=TODAY - 2, fate="refused"), labels={BANK: "wanted"}).verdict == "UNSAFE"


@pytest.mark.parametrize("word", ["junk", "let-it-break"])
def test_who_may_break_is_not_missed(word: Word) -> None:
    """Refusing what somebody said may be refused is the use of the switch."""
    rows = [row(day=TODAY - 9, fate="refused", wanted=True), row(day=TODAY - 2, fate="refused")]
    assert after(40, *rows, labels={BANK: word}).verdict == "SAFE"


def test_more_new_senders_than_foretold_are_unsafe() -> None:
    """Sixty days without a new sender foretell few: nine who come back within ten days are too many."""
    senders = [f"a@n{n}.example" for n in range(9)]
    rows = [
        row(sender=sender, day=day, fate="refused") for sender in senders for day in (TODAY - 2, TODAY - 1)
    ]
    advice = after(10, *rows)
    assert advice.verdict == "UNSAFE"
    assert "more new senders" in advice.headline


def test_bots_that_never_come_back_are_no_new_senders() -> None:
    """A refused spoof meets no filter that could call it junk, and each comes from elsewhere."""
    rows = [row(sender=f"a@n{n}.example", day=TODAY - 2, fate="refused") for n in range(90)]
    assert after(40, *rows).verdict == "SAFE"


def test_a_log_that_goes_dark_is_blind() -> None:
    """Mail comes in, and for days no line shows that the check still works."""
    facts = facts_of([*warned(TODAY - 39), *refused(TODAY - 39)], days=100)
    for key in [key for key in facts.tally.spf if key.day > TODAY - 5]:
        del facts.tally.spf[key]
    for rejected in [key for key in facts.tally.rejections if key.day > TODAY - 5]:
        del facts.tally.rejections[rejected]
    assert advise(facts).verdict == "BLIND"


def test_dark_or_not_a_wanted_refusal_is_unsafe() -> None:
    """What is known to be lost outweighs what is not known."""
    rows = [*warned(TODAY - 39), *refused(TODAY - 39), row(day=TODAY - 20, fate="refused", wanted=True)]
    facts = facts_of(rows, days=100)
    for key in [key for key in facts.tally.spf if key.day > TODAY - 5]:
        del facts.tally.spf[key]
    for rejected in [key for key in facts.tally.rejections if key.day > TODAY - 5]:
        del facts.tally.rejections[rejected]
    assert advise(facts).verdict == "UNSAFE"


def test_one_warning_later_means_that_it_was_undone() -> None:
    """While it still warns, the question is whether it may stop."""
    advice = after(10, row(sender="x@spoof.example", day=TODAY, fate="refused_anyway"))
    assert advice.step == "drop warn_if_reject"


def test_what_the_warnings_named_is_told_from_what_is_new() -> None:
    """The evidence says how many of those refused had been foretold."""
    advice = after(40, row(sender="a@new.example", day=TODAY - 2, fate="refused"))
    foretold = next(one for one in advice.because if "named by the warnings" in one.claim)
    assert (foretold.count, foretold.total) == (1, 2)
    assert tally_of(refused(TODAY), TODAY, 1).rejections


def told(rows: list[AffectedKey], on: int) -> Advice:
    """The advice on a log of a hundred days, where somebody says on which day the word was dropped."""
    return advise(facts_of(rows, days=100, switched=on))


def test_a_day_that_is_given_begins_the_watch() -> None:
    """Nothing was refused for some days after the switch: it is the admin who knows when it was."""
    on = TODAY - 39
    rows = [*warned(on), *refused(on + 9)]
    assert [advise(facts_of(rows, days=100)).switched_on, told(rows, on).switched_on] == [
        as_date(on + 9),
        as_date(on),
    ]
    assert told(rows, on).verdict == "SAFE"
    assert told([*rows, row(day=on + 12, fate="refused", wanted=True)], on).verdict == "UNSAFE"


@pytest.mark.parametrize("on", [TODAY - 30, TODAY + 1])
def test_lines_are_believed_before_a_day_that_is_given(on: int) -> None:
    """A day in the future, or with warnings after it, is no switch; the advice says why."""
    advice = told(warned(TODAY + 1), on)
    assert (advice.switched_on, advice.step) == (None, "drop warn_if_reject")
    assert any("is said to have been dropped" in remark for remark in advice.remarks)


def test_a_day_that_is_given_shows_nothing_by_itself() -> None:
    """Results alone, and no refusal since, look like test mode; settings that say otherwise settle it."""
    on = TODAY - 39
    facts = facts_of(warned(on), days=100, switched=on)
    assert advise(facts).verdict == "BLIND"
    assert advise(replace(facts, check_is_on=True)).verdict == "SAFE"


def test_a_day_before_the_log_begins_is_enough() -> None:
    """logrotate took the switch away: what is left is watched, for as long as it is."""
    assert advise(facts_of(refused(TODAY - 29), days=30, switched=TODAY - 400)).verdict == "SAFE"
    assert advise(facts_of(refused(TODAY - 9), days=10, switched=TODAY - 400)).verdict == "NOT_YET"


def test_a_late_day_hides_no_refusal() -> None:
    """What was refused before the day that is given was refused all the same."""
    on = TODAY - 60
    rows = [*warned(on), *refused(on), row(day=on + 2, fate="refused", wanted=True)]
    assert told(rows, TODAY - 30).verdict == "UNSAFE"


def test_the_day_is_of_the_spf_check_alone() -> None:
    """Another restriction has a word of its own."""
    facts = facts_of(warned(TODAY + 1, HELO), days=100, switched=TODAY - 9)
    assert advise(facts, HELO).switched_on is None


NEW = row(
    sender="a@new.example", client="mail.new.example", address="192.0.2.50", day=TODAY - 9, fate="refused"
)


def came_back(
    labels: dict[Unit, Word] | None = None,
    excepted: str = "",
    *more: AffectedKey,
    days: int = 40,
    way: Way = "same sender",
) -> Advice:
    """Somebody new is refused, and reaches the same recipient by another way."""
    switch = TODAY - days + 1
    nets = (ip_network(excepted),) if excepted else ()
    rows = [*warned(switch), *refused(switch), NEW, *more]
    facts = facts_of(rows, days=days + 60, labels=labels, excepted=nets)
    facts.tally.returned[ReturnedKey(NEW.day, SPF, NEW.unit, way)] = 2
    return advise(facts)


def test_who_comes_back_by_another_way_is_to_be_judged() -> None:
    """A spoof looks the same, so it is no proof; but until somebody has looked, nothing is over."""
    advice = came_back()
    assert (advice.verdict, advice.step) == ("NOT_YET", "")
    assert "came back by another way" in advice.headline
    (one,) = advice.obstacles
    assert (one.unit, one.kind, one.in_the_way) == (NEW.unit, "unclear", True)
    assert "2 refused, and then reached the same recipient by another way" in one.signs
    assert [gate.name for gate in advice.gates if not gate.holds] == ["nobody came back by another way"]


def test_another_sender_of_the_organisation_is_told_and_no_more() -> None:
    """Whoever is spoofed to people that it writes to anyway would be in the way for ever."""
    advice = came_back(way="same organisation")
    assert (advice.verdict, advice.obstacles) == ("SAFE", ())
    assert any("another sender of the organisation" in one.claim and one.count == 2 for one in advice.because)


@pytest.mark.parametrize(
    ("word", "verdict"), [("junk", "SAFE"), ("let-it-break", "SAFE"), ("wanted", "UNSAFE")]
)
def test_a_label_decides_about_who_came_back(word: Word, verdict: str) -> None:
    """Whoever knows says whether the refused was wanted."""
    assert came_back({NEW.unit: word}).verdict == verdict


def test_an_exception_that_is_entered_ends_the_alarm() -> None:
    """Who is let in by now is refused no more; what was refused before is told."""
    wanted = row(day=TODAY - 2, fate="refused", wanted=True)
    assert came_back({NEW.unit: "junk"}, "", wanted).verdict == "UNSAFE"
    advice = came_back({NEW.unit: "junk"}, "192.0.2.10/32", wanted)
    assert advice.verdict == "SAFE"
    assert any("before an exception" in one.claim and one.count == 1 for one in advice.because)


def test_exceptions_are_proposed_instead_of_the_undo() -> None:
    """The forwarder that was forgotten can be let in after the switch as before it."""
    advice = came_back({NEW.unit: "junk", BANK: "wanted"}, "", row(day=TODAY - 2, fate="refused"))
    assert (advice.verdict, advice.step) == ("UNSAFE", "restore warn_if_reject")
    assert [(one.values, one.frees, one.after) for one in advice.exceptions] == [
        (("192.0.2.10",), (BANK,), "SAFE")
    ]
    assert advice.with_all == "SAFE"
    unproven = came_back({NEW.unit: "junk"}, "", row(day=TODAY - 2, fate="refused", wanted=True))
    assert not unproven.exceptions
