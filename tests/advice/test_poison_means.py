"""Each of an attacker's means by itself, where it would help him most."""

from datetime import date

import pytest

from loganalyzer.advice.audit import STAGES
from loganalyzer.advice.candidates import Candidate, candidates
from loganalyzer.advice.facts import Given
from loganalyzer.measures.tally import Tally
from loganalyzer.reports.build import facts_of
from loganalyzer.terms.label import Label
from loganalyzer.terms.unit import Unit
from tests.advice.lines import FORWARDER, FRIEND, PASS, advise, at, friend, letter, ordinary, together
from tests.linking.filters import arrive, leave, opendkim, opendmarc, saved, taken, verified, write
from tests.story import Story, blocks, link

EVIL = "mx.evil0.example[203.0.113.66]"
BANK = Unit("bank.example", "alumni.example")
FORGED = '"Message rejected due to: x"@example.net'
UNKNOWN = "Recipient address rejected: User unknown in virtual mailbox table"


def forged_refusal(day: int) -> Story:
    """A refused recipient whose local part reads like an SPF refusal."""
    story = at(day, hours=5).connect(EVIL, 31)
    story.warn(client=EVIL, recipient=FORGED, reply="550 5.1.1", reason=UNKNOWN, action="reject", pid=31)
    return story.disconnect(EVIL, "mail=1 rcpt=0/1 commands=1/2", 31)


def unchecked(day: int, passed: bool) -> Story:
    """A message from outside, with a result of the check or without."""
    story = at(day).connect("mail.shop.example[192.0.2.99]", 21)
    if passed:
        story.say("policyd-spf[40]", PASS)
    story.accept("1A000001", "mail.shop.example[192.0.2.99]", 21)
    return story.disconnect("mail.shop.example[192.0.2.99]", pid=21).deliver("1A000001").removed("1A000001")


@pytest.mark.parametrize("passed", [True, False])
def test_he_cannot_make_a_blind_check_see(passed: bool) -> None:
    """Nothing fails in test mode, or nothing is checked at all: no local part shows the check at work."""
    told = [unchecked(day, passed) for day in range(43)]
    assert advise(together(*told)).verdict == "BLIND"
    assert advise(together(*told, *(forged_refusal(day) for day in range(43)))).verdict == "BLIND"


def test_he_cannot_feign_the_switch() -> None:
    """Refusals that he words like the check's are none, so the warnings before them still count."""
    told = [*ordinary(30), friend(2, True), letter(1)]
    later = [unchecked(day, True) for day in range(30, 75)]
    before = advise(together(*told, *later))
    after = advise(together(*told, *later, *(forged_refusal(day) for day in range(29, 75))))
    assert (before.verdict, after.verdict, after.step) == ("UNSAFE", "UNSAFE", before.step)


def test_he_cannot_hide_who_is_refused_after_the_switch() -> None:
    """He tries the friend's sender and recipient first, from elsewhere; the friend's refusal is told."""
    told = ordinary(40)
    for day in range(40, 75):
        story = unchecked(day, True)
        story.connect("unknown[198.51.100.66]", 22)
        story.warn(client="unknown[198.51.100.66]", sender="s@spoof.example", action="reject", pid=22)
        told.append(story)
    for client, hours in ((EVIL, 6), (FORWARDER, 7)):
        story = at(60, hours=hours).connect(client, 31)
        told.append(
            story.warn(client=client, sender=FRIEND, action="reject", pid=31).disconnect(client, pid=31)
        )

    given = Given(labels={BANK: Label("wanted", "carol", date(2026, 10, 1), "")})
    assert advise(together(*told), given).verdict == "UNSAFE"


def test_five_domains_and_a_server_are_no_forwarder() -> None:
    """His own signed, confirmed, steady mail proves who he is, and not that anybody wants it."""
    told = ordinary(43)
    for day in range(1, 43):
        for n in range(5):
            sender, queue_id = f"a@evil{n}.example", f"2B00000{n}"
            story = arrive(at(day, hours=n + 1), queue_id, EVIL, pid=31, sender=sender)
            verified(opendkim(story, queue_id, f"evil{n}.example"), queue_id)
            told.append(leave(opendmarc(story, queue_id, f"evil{n}.example"), queue_id, EVIL, 31, sender))
    advice = advise(together(*told))
    assert advice.verdict == "NOT_YET"
    assert not advice.exceptions
    assert {one.kind for one in advice.obstacles} == {"unclear"}


@pytest.mark.parametrize("evil", [EVIL, "vps7.alumni.example[203.0.113.68]"])
def test_passing_for_his_own_domain_lists_it_nowhere(evil: str) -> None:
    """He passes for it, and even for a name within the forwarder's, from a client that fails, too."""
    told = [*ordinary(43), *(friend(day, True) for day in (3, 10)), letter(1)]
    spoofed = arrive(at(5, hours=14), "2B000002", FORWARDER, pid=31, sender="x@shop.example")
    told.append(leave(spoofed, "2B000002", FORWARDER, 31, "x@shop.example"))
    name, _, address = evil.rstrip("]").partition("[")
    for day in range(2, 43):
        for n, domain in enumerate((name, name.partition(".")[2], "evil9.example")):
            story = (
                at(day, hours=4 + n).connect(evil, 31).say("policyd-spf[41]", passing(address, domain, name))
            )
            story.accept("2D000001", evil, 31).disconnect(evil, pid=31)
            told.append(story.deliver("2D000001", "d@example.net").removed("2D000001"))
        story = arrive(at(day, hours=9), "2C000001", evil, pid=31, sender=f"a@evil{day % 3}.example")
        told.append(leave(story, "2C000001", evil, 31, f"a@evil{day % 3}.example"))
    advice = advise(together(*told))
    said = advice.exceptions
    assert "forwarder or list" in {one.kind for one in advice.obstacles}
    assert [(one.setting, one.values) for one in said] == [("Whitelist", ("192.0.2.10",))]


def passing(address: str, domain: str, helo: str) -> str:
    """What the policy service logs of mail that passes for this domain."""
    return (
        f": prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip={address}; "
        f"helo={helo}; envelope-from=x@{domain}; receiver=example.net "
    )


def test_a_flood_pushes_nobody_out() -> None:
    """Thousands of failing senders of his leave a friend who failed on three days in the list, in the way."""
    told = [*ordinary(43), *(friend(day, False) for day in (3, 10, 24))]
    for n in range(2000):
        sender = f"a@flood{n}.example"
        story = arrive(at(n % 43, hours=3, minutes=n // 43), "2C000001", EVIL, pid=31, sender=sender)
        told.append(leave(saved(story, "<2C000001@example.org>"), "2C000001", EVIL, 31, sender))
    advice = advise(together(*told))
    assert advice.verdict == "NOT_YET"
    (bank,) = [one for one in advice.obstacles if one.unit == BANK]
    assert (bank.in_the_way, bank.messages) == (True, 3)


def test_a_neighbour_makes_nobody_junk() -> None:
    """Junk in the friend's name from the same hoster, each marked, leaves the friend's own mail undecided."""
    neighbour = "vps7.alumni.example[203.0.113.68]"
    told = [*ordinary(43), friend(10, False)]
    for day in range(1, 43):
        story = arrive(
            at(day, hours=3), "2C000001", neighbour, pid=31, sender=FRIEND, recipient="c@example.net"
        )
        saved(story, "<2C000001@example.org>")
        told.append(leave(story, "2C000001", neighbour, 31, FRIEND, "c@example.net"))
    (bank,) = [one for one in advise(together(*told)).obstacles if one.unit == BANK]
    assert (bank.kind, bank.in_the_way) == ("unclear", True)


@pytest.mark.parametrize("copied", ["<2B000001@example.org>", "<2B000001@example.org> (x)"])
def test_a_copied_message_id_makes_nobody_junk(copied: str) -> None:
    """His copy of a Message-ID lies in the queue while the friend's mail does, and is filed as junk."""
    told = [*ordinary(43), friend(10, False)]
    story = arrive(
        at(10, hours=1, minutes=59), "2C000001", EVIL, copied, 31, "a@evil0.example", "c@example.net"
    )
    saved(story.active("2C000001", "a@evil0.example").later(seconds=54), "<2B000001@example.org>")
    told.append(story.later(seconds=10).deliver("2C000001", "c@example.net").removed("2C000001"))
    (bank,) = [one for one in advise(together(*told)).obstacles if one.unit == BANK]
    assert bank.kind == "unclear"


def test_an_answer_of_ours_is_the_only_way_to_be_wanted() -> None:
    """What he is answered automatically leaves him a stranger; a user's own letter does not."""
    told = ordinary(43)
    story = arrive(at(5), "2C000001", EVIL, pid=31, sender="a@evil0.example")
    verified(opendkim(story, "2C000001", "evil0.example"), "2C000001")
    told.append(leave(story, "2C000001", EVIL, 31, "a@evil0.example"))
    auto = at(4).say("postfix/pickup[3]", "8B000001: uid=1001 from=<vacation@example.net>")
    auto.active("8B000001", "vacation@example.net")
    automatic = taken(auto, "8B000001", "a@evil0.example", EVIL + ":25")
    written = taken(write(at(4), "8B000002", "a@evil0.example"), "8B000002", "a@evil0.example", EVIL + ":25")
    assert not advise(together(*told, automatic)).exceptions
    assert advise(together(*told, written)).exceptions


def flood(count: int) -> list[Story]:
    """So many senders of his who fail once each, and are delivered."""
    told = []
    for n in range(count):
        sender = f"a@flood{n}.example"
        story = arrive(at(n % 40, hours=3, minutes=n // 40), "2C000001", EVIL, pid=31, sender=sender)
        told.append(leave(story, "2C000001", EVIL, 31, sender))
    return told


def test_a_flood_of_one_offs_does_not_hide_what_it_may_cost() -> None:
    """More junk to draw from never makes an audit pass that had not; and its price is told in messages."""
    told = [*ordinary(43), friend(10, False), *flood(400)]
    key = b"k" * 32
    asked = candidates_of(told, Given(audit_key=key))
    drawn = [one.unit for one in asked if one.asked == "sample"]
    assert len(drawn) == STAGES[0][0]
    labels = {unit: Label("junk", "carol", date(2026, 10, 20), "") for unit in drawn}
    for gone in (drawn[-1], drawn[0]):
        some = {unit: label for unit, label in labels.items() if unit != gone}
        assert advise(together(*told), Given(labels=some, audit_key=key)).verdict == "NOT_YET"
    advice = advise(together(*told), Given(labels=labels, audit_key=key))
    decided = next(gate for gate in advice.gates if gate.name == "decided")
    assert decided.holds
    (price,) = [remark for remark in advice.remarks if "nobody looked at" in remark]
    assert "at most 20 are wanted" in price
    assert "messages a month" in price


@pytest.mark.parametrize("days", [(10, 11), (10,)])
def test_a_flood_takes_nobody_into_the_sample_who_stands_for_himself(days: tuple[int, ...]) -> None:
    """Who came on two days, or to whom our people wrote, is never one of many."""
    told = [*ordinary(43), *(friend(day, False) for day in days), *flood(100)]
    if len(days) == 1:
        told.append(letter(1))
    asked = {one.unit: one.asked for one in candidates_of(told, Given(audit_key=b"k" * 32))}
    assert asked[BANK] == "in the way"


def candidates_of(told: list[Story], given: Given) -> tuple[Candidate, ...]:
    """Whom the admin would be asked about."""
    log = b"".join(f"{line}\n".encode() for line in together(*told))
    done, coverage = link(blocks(log))
    tally = Tally()
    tally.add(done)
    return candidates([facts_of("mx", tally, coverage, given)])
