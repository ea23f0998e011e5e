"""Single rules of the decision on our record that need no lines."""

from dataclasses import replace
from datetime import date

import pytest

from loganalyzer.advice.decisions.spf_all import judge
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.fused import sources
from loganalyzer.advice.in_name_of import mails
from loganalyzer.advice.own_domain import (
    Checked,
    OwnDomain,
    Policy,
    Profile,
    Published,
    Reported,
    Reporter,
    Said,
)
from loganalyzer.advice.spf_advisable import advisable
from loganalyzer.advice.spf_sight import ASKED, days_seen, weighed
from loganalyzer.advice.tls_reported import TlsReported, evidence
from loganalyzer.measures.keys import OutboundKey
from loganalyzer.terms.label import Label, Word
from loganalyzer.terms.moment import DAY, as_date
from loganalyzer.terms.tls import NONE
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge
from tests.advice.made import facts_of
from tests.triage.rows import TODAY, row

OURS, THEIRS = "192.0.2.25", "203.0.113.60"
RECORD = Published(
    "found", "v=spf1 ip4:192.0.2.25 ~all", "~", checked={OURS: Checked("pass", "ip4:192.0.2.25")}
)


def reported(address: str = THEIRS, day: int = TODAY, messages: int = 5, **more: bool) -> Reported:
    told = {"signed": False, "ours": True, "refused": False, "forwarded": False} | more
    return Reported("bigmail.example", day, day, address, messages, **told)


def reporter(days: int = 30, name: str = "bigmail.example", verified: bool | None = None) -> Reporter:
    return Reporter(name, frozenset(range(TODAY - days + 1, TODAY + 1)), days, 100, verified)


def domain(*rows: Reported, **more: object) -> OwnDomain:
    checked = {OURS: RECORD.checked[OURS]} | {
        one.address: Checked("softfail") for one in rows if one.address != OURS
    }
    made = OwnDomain(
        "example.org",
        record=replace(RECORD, checked=checked),
        reported=rows,
        reporters=(reporter(),),
        trusted=frozenset({"bigmail.example"}),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def world(word: Word | None = None, network: str = "203.0.113.0/24", **more: object) -> Facts:
    labels = {Unit("example.org", network): word} if word else {}
    return facts_of([], own="example.org", labels=labels)


@pytest.mark.parametrize(
    ("row_", "word", "kind", "in_the_way"),
    [
        (reported(), None, "unclear", True),
        (reported(messages=1), None, "unclear", False),
        (reported(refused=True), None, "spoof", False),
        (reported(signed=True), None, "unclear", True),
        (reported(signed=True, messages=2), None, "unclear", False),
        (reported(signed=True, forwarded=True), None, "forwarder", True),
        (reported(forwarded=True), None, "forwarder", True),
        (reported(), "junk", "spoof", False),
        (reported(), "let-it-break", "unclear", False),
        (reported(signed=True), "let-it-break", "unclear", False),
        (reported(messages=1), "wanted", "known service", True),
        (reported(OURS), None, "ours", False),
    ],
)
def test_each_source_has_its_class(row_: Reported, word: Word | None, kind: str, in_the_way: bool) -> None:
    """And whether it stands in the way: proven or returning, and nobody has said that it may break."""
    (found,) = sources(world(word), domain(row_), asserted=False)
    assert (found.kind, found.in_the_way) == (kind, in_the_way)


def test_signed_mail_that_comes_after_the_label_junk_is_not_covered_by_it() -> None:
    """A label speaks of what was there to be seen."""
    label = Label("junk", "anna", as_date(TODAY - 5), "")
    known = replace(world().known, labels={Unit("example.org", "203.0.113.0/24"): label})
    facts = replace(world(), known=known)
    for day, in_the_way in ((TODAY - 9, False), (TODAY, True)):
        (found,) = sources(facts, domain(reported(day=day, signed=True)), asserted=False)
        assert found.in_the_way is in_the_way


def test_a_report_alone_proposes_no_address() -> None:
    """A label wanted proposes addresses that our own log holds, not what anybody may write into a report."""
    (found,) = sources(world("wanted"), domain(reported(signed=True)), asserted=False)
    assert (found.in_the_way, found.mechanism) == (True, "")


def test_another_s_envelope_is_not_touched() -> None:
    """SPF looks at the envelope sender: mail with our From and another's envelope loses nothing."""
    assert not sources(world(), domain(reported(ours=False)), asserted=False)


def test_what_we_refused_ourselves_is_no_junk_elsewhere() -> None:
    """Our own SPF check keeps a forgotten service out as it would a spoof."""
    for fate, refused in (("refused", 0), ("refused_anyway", 1)):
        key = row(sender="a@example.org", client="unknown", address=THEIRS, fate=fate, day=TODAY)
        facts = facts_of([key], own="example.org")
        assert mails(facts, domain())[THEIRS].refused == refused


def test_who_counts_as_a_reporter() -> None:
    """Whom our people write to, whom the admin names; and where a server verifies, who it says it is."""
    key = OutboundKey(TODAY, "smtp", True, "sent", "friends.example", NONE, "mx1.bigmail.example", "", True)
    written, silent = world(), world()
    written.tally.deliveries[key] = 3
    plain = domain(trusted=frozenset())
    for facts, one, strict, counts in (
        (silent, reporter(), False, False),
        (written, reporter(), False, True),
        (written, reporter(name="friends.example"), False, True),
        (written, reporter(verified=False), False, False),
        (written, reporter(), True, False),
        (written, reporter(verified=True), True, True),
        (silent, reporter(verified=True), True, False),
    ):
        (found,) = weighed(facts, replace(plain, reporters=(one,), strict=strict))
        assert (not found.why_not) is counts, (one, strict)


def test_days_are_counted_once_and_only_the_last_five_weeks() -> None:
    """Two reporters on the same day see one day, and what was long ago is not seen."""
    long_ago = Reporter("bigmail.example", frozenset(range(TODAY - 90, TODAY - 50)), 40, 1, None)
    both = (reporter(10), reporter(10, "smallmail.example"), long_ago)
    known = domain(reporters=both, trusted=frozenset({"bigmail.example", "smallmail.example"}))
    assert days_seen(world(), known) == 10


@pytest.mark.parametrize(
    ("policy", "profile", "begins"),
    [
        ("none", "conditional", "yes"),
        ("absent", "conditional", "yes"),
        ("reject", "conditional", "no"),
        ("quarantine", "conditional", "no"),
        ("", "conditional", "conditional"),
        ("none", "dmarc", "no"),
        ("reject", "strict", "yes"),
    ],
)
def test_advisable_follows_the_profile_and_cites_it(policy: Policy, profile: Profile, begins: str) -> None:
    """Whether it is wise is another question than whether it is safe."""
    said = advisable(OwnDomain("example.org", policy=policy, profile=profile))
    assert said.startswith(f"{begins}:") or said.startswith(f"{begins},")
    assert profile in said
    assert "M3AAWG" in said or "Microsoft" in said or "RFC 9989" in said


def test_seen_for_long_enough_and_all_decided_is_safe() -> None:
    """One day less of reports, and nobody sees."""
    for days, verdict in ((ASKED, "SAFE"), (ASKED - 1, "BLIND")):
        known = domain(reported(OURS), reporters=(reporter(days),))
        (advice,) = judge(replace(world(), domains=(known,)))
        assert advice.verdict == verdict


@pytest.mark.parametrize("state", ["none", "several"])
def test_a_faulty_record_is_not_safe(state: str) -> None:
    """Whatever else is decided."""
    known = domain(record=replace(RECORD, state=state, default="", checked={}))
    (advice,) = judge(replace(world(), domains=(known,)))
    assert advice.verdict == "NOT_YET"


@pytest.mark.parametrize("default", ["-", "+"])
def test_a_record_that_ends_otherwise(default: str) -> None:
    """-all in force is judged by the same rule; +all passes everybody, so it shows nothing."""
    known = domain(reported(OURS), record=replace(RECORD, default=default))
    (advice,) = judge(replace(world(), domains=(known,)))
    assert advice.verdict == {"-": "SAFE", "+": "NOT_YET"}[default]
    assert advice.question.startswith({"-": "Is it safe", "+": "May"}[default])


def test_no_domain_of_ours_is_known() -> None:
    """It is asked for, and nothing is concluded."""
    (advice,) = judge(replace(world(), known=Knowledge()))
    assert (advice.verdict, advice.gates[0].flips) == ("BLIND", "--own-domain")


def test_tls_reports_in_numbers() -> None:
    """Failed sessions of all, and the commonest reasons."""
    told = [
        TlsReported("a.example", 1, 1, 90, 10, (("certificate-expired", 7), ("starttls-not-supported", 3))),
        TlsReported("b.example", 1, 1, 100, 0),
    ]
    found = list(evidence(told))
    assert [(one.count, one.total) for one in found] == [(10, 200), (7, 200), (3, 200)]
    assert "2 organisations report" in found[0].claim
    assert not list(evidence([]))


def test_the_word_of_the_admin_names_him() -> None:
    """Who said it, when and why stands in the gate."""

    known = domain(
        reported(OURS),
        reporters=(),
        addresses=(OURS,),
        only_this_server=Said("anna", date(2026, 9, 1), "asked"),
    )
    (advice,) = judge(replace(world(), domains=(known,)))
    assert advice.verdict == "SAFE"
    assert "anna, 2026-09-01: asked" in advice.gates[0].value


def test_a_week_is_the_least_that_a_rate_is_told_of() -> None:
    """Five messages of one day are five a week, not thirty-five."""
    (found,) = sources(world(), domain(reported()), asserted=False)
    assert (found.per_week, found.first) == (5.0, TODAY * DAY)
