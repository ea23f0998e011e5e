"""Whom the admin is asked about, in which order, and why."""

from collections.abc import Mapping
from datetime import date

from loganalyzer.advice.candidates import Candidate, candidates
from loganalyzer.advice.facts import Given
from loganalyzer.api.log import Tallies
from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.step import flush, step
from loganalyzer.reports.build import facts_of
from loganalyzer.scan.coverage import Coverage
from loganalyzer.terms.label import Label, Word
from loganalyzer.terms.unit import Unit
from tests.story import CALENDAR, Story, blocks

KEY = b"k" * 32


def failing(story: Story, domain: str, address: str, times: int = 1, action: str = "reject_warning") -> Story:
    """Messages that fail SPF, each delivered to somebody else unless they are refused."""
    client = f"unknown[{address}]"
    for n in range(times):
        sender, recipient = f"a@{domain}", f"r{len(story.lines)}@example.net"
        story.connect(client).warn(client=client, sender=sender, recipient=recipient, action=action)
        if action == "reject_warning":
            queue_id = f"4A{len(story.lines):06X}"
            story.accept(queue_id, client).deliver(queue_id, recipient).removed(queue_id)
        story.disconnect(client).later(minutes=n)
    return story


def asked(
    *stories: Story, labels: Mapping[Unit, Word] | None = None, key: bytes = KEY
) -> tuple[Candidate, ...]:
    """The candidates of the stories' hosts."""
    tallies, coverage = Tallies(), Coverage()
    for story in stories:
        carry = Carry(story.host)
        for block in blocks(story.text()):
            scanned = scan_block((frozenset(), CALENDAR, block))
            coverage.merge(scanned.coverage)
            tallies.add(story.host, step(carry, scanned.columns[story.host]))
        tallies.add(story.host, flush(carry))
    said = {unit: Label(word, "anna", date(2026, 11, 24), "") for unit, word in (labels or {}).items()}
    given = Given(labels=said, audit_key=key)
    return candidates(facts_of(host, tally, coverage, given) for host, tally in tallies.items())


def why(found: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return [(one.unit.sender_domain, one.asked) for one in found]


def test_those_in_the_way_come_first_most_mail_first() -> None:
    """Three messages are no accident; one is for the sample."""
    story = failing(Story(), "rare.example", "198.18.1.1")
    failing(failing(story, "often.example", "198.18.2.1", 3), "most.example", "198.18.3.1", 4)
    found = asked(story)
    assert why(found) == [
        ("most.example", "in the way"),
        ("often.example", "in the way"),
        ("rare.example", "sample"),
    ]
    assert [(one.messages, one.by_itself) for one in found] == [(4, False), (3, False), (1, False)]


def test_who_comes_back_another_day_is_asked_about_alone() -> None:
    """The second day puts a sender in the way, and out of every group."""
    story = failing(failing(Story(), "a.example", "198.18.1.1").later(days=1), "a.example", "198.18.1.1")
    (one,) = asked(story)
    assert (one.asked, len(one.days), one.by_itself) == ("in the way", 2, True)


def many(count: int) -> Story:
    story = Story()
    for n in range(count):
        failing(story, f"s{n}.example", f"198.18.{n}.1")
    return story


def test_of_many_rare_senders_only_the_sample_is_asked_about() -> None:
    """74 of 80 are drawn, always the same; without a key none can be drawn, and all are asked about."""
    story = many(80)
    found = [one.asked for one in asked(story)]
    assert (found.count("sample"), found.count("no")) == (74, 6)
    assert asked(story) == asked(story)
    assert [one.asked for one in asked(story, key=b"")].count("sample") == 80


def test_a_failed_audit_asks_about_all_others() -> None:
    """Three wanted in the sample leave nothing to be estimated."""
    story = many(140)
    drawn = [one.unit for one in asked(story) if one.asked == "sample"]
    labels: dict[Unit, Word] = {unit: "wanted" if n < 3 else "junk" for n, unit in enumerate(drawn)}
    found = [one.asked for one in asked(story, labels=labels)]
    assert (found.count("sample"), found.count("no")) == (140 - len(drawn), len(drawn))


def test_a_label_ends_the_question() -> None:
    """Whoever was judged is named, and not asked about."""
    story = failing(Story(), "often.example", "198.18.2.1", 3)
    unit = Unit("often.example", "198.18.2.0/24")
    for word in ("wanted", "junk", "let-it-break"):
        assert why(asked(story, labels={unit: word})) == [("often.example", "no")]  # type: ignore[dict-item]


def test_one_sender_on_two_hosts_is_one_question() -> None:
    """What two hosts saw is told together, and the more urgent reason counts."""
    one = failing(Story(), "a.example", "198.18.1.1")
    other = failing(Story(host="mx2").later(days=1), "a.example", "198.18.1.2", 3)
    (found,) = asked(one, other)
    assert (found.asked, found.messages, len(found.days)) == ("in the way", 4, 2)
    assert set(found.clients) == {"198.18.1.1", "198.18.1.2"}


def test_after_the_switch_those_refused_are_asked_about() -> None:
    """A refused sender can be labelled as one that was only warned of."""
    story = failing(Story(), "a.example", "198.18.1.1").later(days=1)
    failing(story, "b.example", "198.18.2.1", 3, action="reject")
    assert ("b.example", "in the way") in why(asked(story))


def test_who_was_refused_and_came_back_by_another_way_is_asked_about_first() -> None:
    """One refusal is seldom worth a question; that somebody tried again is."""
    story = failing(Story(), "rare.example", "198.18.1.1", 1, "reject")
    failing(story, "back.example", "198.18.2.1", 1, "reject")
    to = story.lines[-2].partition("to=<")[2].partition(">")[0]
    client = "mail.back.example[198.18.3.1]"
    story.connect(client).smtpd(f"5A000001: client={client}").active("5A000001", "a@back.example")
    story.disconnect(client).deliver("5A000001", to).removed("5A000001")
    assert why(asked(story)) == [("back.example", "in the way"), ("rare.example", "sample")]
