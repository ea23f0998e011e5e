"""Each class, told from signs and labels, and what comes before what."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.label import Label, Word
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import Judged, judge, vouched_clients
from loganalyzer.triage.knowledge import Knowledge
from loganalyzer.triage.mail import by_unit
from tests.triage.rows import BANK, TODAY, row

NOW = as_date(TODAY)


def label(word: Word, when: date = NOW) -> Label:
    return Label(word, "carol", when, "asked")


def judged(*rows: AffectedKey, known: Knowledge | None = None) -> dict[Unit, Judged]:
    return judge(by_unit(Counter(rows), lambda key: True), known or Knowledge())


def kind(*rows: AffectedKey, labels: Mapping[Unit, Label] | None = None, own: str = "") -> str:
    known = Knowledge(labels=labels or {}, own_domains=frozenset({own} if own else ()))
    return judged(*rows, known=known)[BANK].kind


def test_mail_that_would_not_have_arrived_has_nothing_to_lose() -> None:
    """No label and no sign makes anything of mail that was refused anyway."""
    assert kind(row(fate="refused_anyway", wanted=True, authentic=True)) == "nothing to lose"


def test_nobody_knows_yet() -> None:
    """Without signs it is unclear; so it is with one of the two alone."""
    assert kind(row()) == kind(row(wanted=True)) == kind(row(authentic=True)) == "unclear"


def test_wanted_and_authentic_mail_has_a_wrong_record() -> None:
    """Who is who he says, and whom our people wrote to, must not be lost."""
    assert kind(row(wanted=True, authentic=True)) == "sender's record is wrong"


def test_a_forwarder_brings_several_senders_and_vouched_mail() -> None:
    """One confirmed client, unrelated failing senders, and one of them proven."""
    assert kind(row(wanted=True, authentic=True), row(sender="x@shop.example")) == "forwarder or list"


def test_an_unconfirmed_client_is_no_forwarder() -> None:
    """A name that its address does not confirm could be anybody's."""
    rows = [
        row(client="unknown", **told)
        for told in ({"wanted": True, "authentic": True}, {"sender": "x@s.example"})
    ]
    (bank, shop) = judged(*rows).values()
    assert (bank.kind, shop.kind) == ("sender's record is wrong", "unclear")


def test_a_server_with_five_domains_is_no_forwarder() -> None:
    """Many failing senders through one confirmed client prove nothing while none of them is wanted."""
    rows = [row(sender=f"a@evil{n}.example", client="mx.evil.example", authentic=True) for n in range(5)]
    assert {one.kind for one in judged(*rows).values()} == {"unclear"}


def test_a_forwarder_vouches_for_nobody_else() -> None:
    """What comes through a proven forwarder is not thereby wanted."""
    found = judged(row(wanted=True, authentic=True), row(sender="x@shop.example"))
    assert found[Unit("shop.example", "alumni.example")].kind == "unclear"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.7.7", "fe80::1"])
def test_our_own_machines_are_plumbing(address: str) -> None:
    """Private and loopback addresses are ours; documentation networks, which are not ours, are not."""
    (one,) = judged(row(client="unknown", address=address)).values()
    assert (one.kind, one.in_the_way) == ("own plumbing", True)


def test_one_stranger_among_our_machines_is_a_stranger() -> None:
    """Only where all clients are ours is the unit plumbing."""
    assert kind(row(address="10.0.0.1"), row()) == "unclear"


def test_only_the_helo_name_fails() -> None:
    """Vouched mail that fails by its HELO name alone has a fix of its own."""
    assert kind(row(wanted=True, authentic=True, identity="helo")) == "HELO identity only"
    assert kind(row(identity="helo")) == "unclear"


def test_own_domain_needs_proof() -> None:
    """A signature of ours, or a label, makes it a service of ours; an address to which we wrote does not."""
    assert kind(row(authentic=True), own="bank.example") == "own domain, third party"
    assert kind(row(), own="bank.example", labels={BANK: label("wanted")}) == "own domain, third party"
    assert kind(row(wanted=True), own="bank.example") == "unclear"


def test_junk_needs_a_mark_on_each_message() -> None:
    """One message without the filter's mark, or one whose sender we know, and it is not junk."""
    assert kind(row(junk=True), row(junk=True, day=TODAY - 1)) == "junk"
    assert kind(row(junk=True), row(day=TODAY - 1)) == "unclear"
    assert kind(row(junk=True, wanted=True)) == "unclear"
    assert kind(row(junk=True, wanted=True, authentic=True)) == "sender's record is wrong"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("wanted", "sender's record is wrong"), ("junk", "junk"), ("let-it-break", "let it break")],
)
def test_a_label_comes_before_signs(word: Word, expected: str) -> None:
    """What a person said counts more than what a filter says, and than one user's letter."""
    rows = (row(), row(junk=True, wanted=True, authentic=True))
    assert kind(*rows, labels={BANK: label(word)}) == expected


def test_a_label_of_another_unit_says_nothing() -> None:
    """A label is of one sender by one way."""
    assert kind(row(), labels={Unit("bank.example", "198.51.100.0/24"): label("junk")}) == "unclear"


def test_a_label_speaks_of_the_addresses_of_its_day() -> None:
    """An address that joins the unit later may be anybody's: nothing is proposed for it."""
    rows = [row(day=TODAY - 9), row(address="192.0.2.11", day=TODAY)]
    known = Knowledge(labels={BANK: label("wanted", NOW - timedelta(days=5))})
    one = judged(*rows, known=known)[BANK]
    assert one.kind == "sender's record is wrong"
    assert vouched_clients(one.mail, known) == {"192.0.2.10"}


def test_a_label_wanted_outranks_trusted_mail_for_its_addresses() -> None:
    """Once labelled, addresses are those of the label, also where later ones bring trusted mail."""
    late = row(address="192.0.2.11", wanted=True, authentic=True)
    known = Knowledge(labels={BANK: label("wanted", NOW - timedelta(days=5))})
    assert vouched_clients(judged(row(day=TODAY - 9), late, known=known)[BANK].mail, known) == {"192.0.2.10"}


@pytest.mark.parametrize(
    ("word", "clients"), [("junk", set()), ("let-it-break", set()), ("wanted", {"192.0.2.10"})]
)
def test_only_wanted_vouches(word: Word, clients: set[str]) -> None:
    """No other word brings an address towards an exception."""
    known = Knowledge(labels={BANK: label(word)})
    one = judged(row(wanted=True, authentic=True), known=known)[BANK]
    assert (set(vouched_clients(one.mail, known)), one.vouched) == (clients, bool(clients))


def test_junk_is_not_for_ever() -> None:
    """Wanted mail from an address that was not there when the unit was called junk is not junk."""
    before, old = row(day=TODAY - 9), {BANK: label("junk", NOW - timedelta(days=5))}
    assert kind(before, row(address="192.0.2.11"), labels=old) == "junk"
    assert kind(before, row(wanted=True), labels=old) == "junk"
    assert kind(before, row(address="192.0.2.11", wanted=True), labels=old) == "unclear"


def test_mail_in_our_name_vouches_for_nobody() -> None:
    """Nobody outside is trusted for mail in our own name, signed or answered as it may be."""
    known = Knowledge(own_domains=frozenset({"mail.bank.example"}))
    one = judged(row(wanted=True, authentic=True), known=known)[BANK]
    assert (one.vouched, vouched_clients(one.mail, known)) == (False, frozenset())


@pytest.mark.parametrize(
    ("rows", "one_off"),
    [
        ([row()], True),
        ([row(), row(address="192.0.2.11")], True),
        ([row(), row(address="192.0.2.11"), row(address="192.0.2.12")], False),
        ([row(), row(day=TODAY - 1)], False),
        ([row(wanted=True)], False),
    ],
)
def test_one_offs_are_few_and_unknown(rows: list[AffectedKey], one_off: bool) -> None:
    """Two days, three messages, or one wanted: then somebody has to decide."""
    one = judged(*rows)[BANK]
    assert (one.one_off, one.in_the_way) == (one_off, not one_off)
