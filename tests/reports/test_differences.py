"""What has changed between two judgements is said, all of it, and in words that only we choose."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from loganalyzer.advice.advice import WORST_FIRST
from loganalyzer.advice.past import Past
from loganalyzer.linking.restriction import SPF
from loganalyzer.reports.changed import sentence
from loganalyzer.reports.differences import differences
from loganalyzer.reports.newcomers import NOUNS, THROUGH_KNOWN
from loganalyzer.terms.unit import Unit

FORWARDER, UNCLEAR = "forwarder or list", "unclear"
KINDS = sorted(NOUNS.keys() - {THROUGH_KNOWN})

NAMES = some.sampled_from(["qqbank.example", "qqclub.example", "qqfwd.example", "", "qq; rose to SAFE"])
UNITS = some.builds(Unit, NAMES, NAMES)
DAYS = some.none() | some.dates(date(2026, 1, 1), date(2026, 12, 31))
PASTS = some.builds(
    Past,
    decision=some.sampled_from(["warn_if_reject", "smtpd_tls_protocols"]),
    subject=some.sampled_from([SPF, "client access"]),
    host=some.sampled_from(["mx1", "mx2"]),
    verdict=some.sampled_from(WORST_FIRST),
    switched_on=DAYS,
    standing=some.dictionaries(UNITS, some.sampled_from(KINDS), max_size=5),
    figures=some.just({}),
)
MANY = some.lists(PASTS, max_size=4, unique_by=lambda one: one.about)

BANK, CLUB = Unit("bank.example", "fwd.example"), Unit("club.example", "relay.example")
SAFE = Past("warn_if_reject", SPF, "mx1", "SAFE", None, {}, {})


def said(before: Past, now: Past) -> str:
    return sentence(differences([before], [now]))


@given(MANY)
def test_what_is_the_same_is_no_news(pasts: list[Past]) -> None:
    """In whatever order it comes."""
    assert differences(pasts, pasts) == []
    assert differences(pasts, pasts[::-1]) == []


@given(MANY, MANY)
def test_nothing_changes_in_silence(before: list[Past], now: list[Past]) -> None:
    """Another verdict, sender, class, switch or host is always said."""
    same = {one.about: one for one in before} == {one.about: one for one in now}
    assert bool(differences(before, now)) == (not same)


@given(MANY, MANY)
def test_no_sender_writes_into_the_sentence(before: list[Past], now: list[Past]) -> None:
    """Names of domains and clients are the sender's to choose, so they stand elsewhere."""
    assert "qq" not in " ".join(differences(before, now))


@given(PASTS, some.sampled_from(WORST_FIRST))
def test_a_verdict_that_falls_one_way_rises_the_other(past: Past, verdict: str) -> None:
    """Towards UNSAFE it falls, BLIND being worse than NOT YET."""
    other = replace(past, verdict=verdict)
    there, back = said(past, other), said(other, past)
    assert ("fell" in there, "rose" in there) == ("rose" in back, "fell" in back)
    assert (there == back) == (past.verdict == verdict)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"standing": {BANK: FORWARDER, CLUB: FORWARDER}, "verdict": "NOT_YET"},
            "Two new forwarders fail SPF; the verdict fell from SAFE to NOT YET.",
        ),
        ({"standing": {BANK: UNCLEAR}}, "One new undecided sender fails SPF."),
        (
            {"standing": {BANK: FORWARDER, CLUB: UNCLEAR}, "subject": "client access"},
            "One new forwarder and one new undecided sender would be refused by client access.",
        ),
        (
            {"switched_on": date(2026, 11, 18), "standing": {BANK: FORWARDER}, "verdict": "UNSAFE"},
            "On 2026-11-18 warn_if_reject before the SPF check was dropped, and from now on it is watched "
            "who is refused; one new forwarder is refused; the verdict fell from SAFE to UNSAFE.",
        ),
    ],
)
def test_news_read_as_people_say_them(change: dict[str, object], expected: str) -> None:
    """One sentence, that a subject line could hold."""
    now = replace(SAFE, **change)
    assert said(replace(SAFE, subject=now.subject), now) == expected


def test_more_senders_through_a_known_forwarder_are_no_new_forwarder() -> None:
    """One forwarder fails for many senders; it is one thing to mend."""
    before = replace(SAFE, standing={BANK: FORWARDER})
    more = {Unit(f"{n}.example", BANK.network): FORWARDER for n in "abc"}
    now = replace(before, standing={**before.standing, **more})
    assert said(before, now) == "Three more senders through known forwarders fail SPF."
    assert said(now, before) == "Three senders are no longer in the way."
    assert said(SAFE, now) == "One new forwarder fails SPF."


def test_a_sender_of_another_class_is_said() -> None:
    """Whoever was undecided may be known now."""
    before, now = (replace(SAFE, standing={BANK: kind}) for kind in (UNCLEAR, FORWARDER))
    assert said(before, now) == "One sender is judged otherwise than before."


def test_a_way_back_is_said() -> None:
    """The undo is a change like the switch."""
    assert said(replace(SAFE, switched_on=date(2026, 11, 18)), SAFE) == (
        "The switch was undone: warn_if_reject is back before the SPF check."
    )


def test_each_host_is_named_where_there_are_several() -> None:
    """A new one, one that fell, and one that is gone."""
    mx1, mx2, mx3 = (replace(SAFE, host=host) for host in ("mx1", "mx2", "mx3"))
    fallen = replace(mx1, verdict="BLIND")
    assert differences([mx1, mx2], [fallen, mx3]) == [
        "the verdict fell from SAFE to BLIND on mx1",
        "there is a first judgement on the SPF check on mx3: SAFE",
        "there is no more judgement on the SPF check on mx2",
    ]


def test_a_fleet_does_not_fill_the_page() -> None:
    """What does not fit into a sentence is counted."""
    pasts = [replace(SAFE, host=f"mx{number}") for number in range(30)]
    whole = sentence(differences(pasts, [replace(one, verdict="UNSAFE") for one in pasts]))
    assert whole.endswith("; and 24 more changes.")
    assert len(whole) < 400


def test_verdicts_that_nobody_waits_for_are_told_together() -> None:
    """A week in which every TLS verdict turns SAFE does not hide what became of the switch."""
    subjects = ("port 25", "submission", "a", "b", "c")
    tls = [replace(SAFE, decision="smtpd_tls_protocols", subject=one, verdict="NOT_YET") for one in subjects]
    before, now = (
        [SAFE, *tls],
        [replace(SAFE, verdict="UNSAFE"), *(replace(one, verdict="SAFE") for one in tls)],
    )
    assert differences(before, now) == [
        "the verdict fell from SAFE to UNSAFE",
        "five verdicts rose from NOT YET to SAFE: smtpd_tls_protocols (port 25), "
        "smtpd_tls_protocols (submission), smtpd_tls_protocols (a), smtpd_tls_protocols (b) and one more",
    ]
    assert differences([SAFE, tls[0]], [SAFE, replace(tls[0], verdict="SAFE")]) == [
        "the verdict on smtpd_tls_protocols (port 25) rose from NOT YET to SAFE"
    ]


def test_wanted_mail_that_goes_on_being_refused_is_news() -> None:
    """After a switch no week is quiet in which wanted mail was lost."""
    switched = replace(SAFE, switched_on=date(2026, 11, 18), verdict="UNSAFE", standing={BANK: FORWARDER})
    before, now = (replace(switched, figures={"refused": count}) for count in (4, 5))
    assert said(before, now) == "One more wanted message was refused."
    assert said(now, now) == "."
    assert said(SAFE, before).endswith(
        "; four wanted messages were refused; the verdict fell from SAFE to UNSAFE."
    )
