"""Gates 3 and 4, exceptions, and other restrictions: what is decided, bounded, freed."""

import ipaddress

import pytest

from loganalyzer.advice.audit import draw
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.label import Word
from loganalyzer.terms.unit import Unit
from tests.advice.made import advise, facts_of, spoofed
from tests.triage.rows import BANK, TODAY, row

HELO = "reject_unknown_helo_hostname"


def one_offs(count: int, day: int = TODAY - 50) -> list[AffectedKey]:
    """So many senders that were seen once."""
    return [
        row(sender=f"a@n{n}.example", address="198.51.100.7", client="unknown", day=day) for n in range(count)
    ]


def unit(n: int) -> Unit:
    return Unit(f"n{n}.example", "198.51.100.0/24")


def holds(rows: list[AffectedKey], labels: dict[Unit, Word] | None = None, name: str = "decided") -> bool:
    advice = advise(facts_of(spoofed(rows), labels=labels))
    return next(gate.holds for gate in advice.gates if gate.name == name)


def test_wanted_mail_is_unsafe() -> None:
    """Mail that is authentic and wanted, or labelled so, must not be lost."""
    assert advise(facts_of(spoofed([row(wanted=True, authentic=True)]))).verdict == "UNSAFE"
    assert advise(facts_of(spoofed([row()]), labels={BANK: "wanted"})).verdict == "UNSAFE"


@pytest.mark.parametrize("word", ["junk", "let-it-break"])
def test_a_label_decides(word: Word) -> None:
    """Mail that somebody said nobody will miss is not in the way, nor is it new."""
    rows = [row(), row(day=TODAY - 1), row(day=TODAY - 2)]
    assert advise(facts_of(spoofed(rows))).verdict == "NOT_YET"
    assert advise(facts_of(spoofed(rows), labels={BANK: word})).verdict == "SAFE"


def test_few_one_offs_are_all_looked_at() -> None:
    """Fewer than the first stage: each needs a label, and a missing one keeps the gate shut."""
    rows = one_offs(10)
    assert not holds(rows, {unit(n): "junk" for n in range(9)})
    assert holds(rows, {unit(n): "junk" for n in range(10)})


def test_a_clean_sample_of_many_one_offs_is_enough() -> None:
    """Of 300, the 74 that the key draws are looked at; which 74 they are is not for choosing."""
    rows = one_offs(300)
    asked = advise(facts_of(spoofed(rows))).gates[2]
    assert "74 of them to be looked at" in asked.value
    chosen: dict[Unit, Word] = {unit(n): "junk" for n in range(74)}
    assert not holds(rows, chosen)
    drawn = draw((str(unit(n)) for n in range(300)), b"key", 74)
    assert holds(rows, {Unit.parse(name): "junk" for name in drawn})


def test_without_a_key_nothing_is_drawn() -> None:
    """A sample that anyone can foresee is none: all are to be looked at."""
    labels: dict[Unit, Word] = {unit(n): "junk" for n in range(99)}
    facts = facts_of(spoofed(one_offs(100)), labels=labels, key=b"")
    assert not advise(facts).gates[2].holds


def test_new_senders_of_late_keep_the_bound_open() -> None:
    """Senders met in the first two weeks of a long log are stock; later ones are new, also those wanted."""
    stock, late = row(day=TODAY - 58), row(sender="a@shop.example", day=TODAY - 5)
    shop = Unit("shop.example", "alumni.example")
    labels: dict[Unit, Word] = {BANK: "wanted", shop: "wanted"}
    assert holds([stock], labels, "bounded")
    assert not holds([late], labels, "bounded")
    assert holds([late], {shop: "junk"}, "bounded")


def test_an_exception_does_not_make_a_sender_old() -> None:
    """The bound tells how many more will come: whom we except had come, too."""
    facts = facts_of(spoofed([row(day=TODAY - 5, wanted=True, authentic=True)]))
    advice = advise(facts)
    assert [one.values for one in advice.exceptions] == [("192.0.2.10",)]
    assert advice.with_all == "NOT_YET"


def test_an_exception_says_what_else_it_lets_in() -> None:
    """A forwarder passes spoofs on: they are counted beside what it frees."""
    rows = [row(wanted=True, authentic=True, day=TODAY - 58)]
    rows += [
        row(sender="x@shop.example", junk=True, day=TODAY - 57),
        row(sender="y@shop.example", day=TODAY - 57),
    ]
    (one,) = advise(facts_of(spoofed(rows))).exceptions
    assert (one.setting, one.values, one.name) == ("Whitelist", ("192.0.2.10",), "mx.alumni.example")
    assert (one.frees, one.messages, one.lets_in, one.junk) == ((BANK,), 1, 2, 1)
    assert one.after == "SAFE"


SHOP = row(sender="x@shop.example", junk=True, day=TODAY - 57)
"""A spoof that the same forwarder passes on, so that it is known for one."""
FORWARDED = [row(wanted=True, authentic=True, day=TODAY - 58), SHOP]


def test_a_forwarder_is_let_in_by_its_domain_where_that_passes() -> None:
    """The domain that its name lies under and that it passed for; what else passes for it comes in, too."""
    other = SHOP._replace(client_name="mx2.alumni.example", client_address="192.0.2.11", junk=False)
    passes = {("192.0.2.10", "alumni.example"): 3, ("192.0.2.11", "alumni.example"): 1}
    (one,) = advise(facts_of(spoofed([*FORWARDED, other]), passes=passes)).exceptions
    assert (one.setting, one.values) == ("Domain_Whitelist", ("alumni.example",))
    assert one.clients == ("192.0.2.10", "192.0.2.11")
    assert (one.messages, one.lets_in, one.junk) == (1, 2, 1)
    assert one.proof == "seen to pass the SPF check of its own domain 3 times"


@pytest.mark.parametrize(
    "passes",
    [
        {},
        {("192.0.2.11", "alumni.example"): 3},
        {("192.0.2.10", "shop.example"): 3},
        {("192.0.2.10", "evil.alumni.example"): 3},
        {("192.0.2.10", "example"): 3},
    ],
)
def test_else_by_its_address(passes: dict[tuple[str, str], int]) -> None:
    """Neither another client's pass counts, nor one for a domain that is not this client's."""
    (one,) = advise(facts_of(spoofed(FORWARDED), passes=passes)).exceptions
    assert (one.setting, one.values, one.proof) == ("Whitelist", ("192.0.2.10",), "")


def test_all_servers_of_a_forwarder_have_to_pass() -> None:
    """An entry that leaves one of them out would not free what it says."""
    second = row(
        wanted=True, authentic=True, day=TODAY - 58, client="mx2.alumni.example", address="192.0.2.11"
    )
    shop = SHOP._replace(client_name="mx2.alumni.example", client_address="192.0.2.11")
    rows = spoofed([*FORWARDED, second, shop])
    first, both = {("192.0.2.10", "alumni.example"): 3}, ("192.0.2.10", "192.0.2.11")
    (one,) = advise(facts_of(rows, passes=first)).exceptions
    assert (one.setting, one.values) == ("Whitelist", both)
    (one,) = advise(facts_of(rows, passes=first | {("192.0.2.11", "alumni.example"): 1})).exceptions
    assert (one.setting, one.clients) == ("Domain_Whitelist", both)


def test_a_sender_s_own_server_is_let_in_by_its_address() -> None:
    """``Domain_Whitelist`` is for forwarders: a sender whose record is wrong does not pass it."""
    (one,) = advise(facts_of(spoofed(FORWARDED[:1]), passes={("192.0.2.10", "alumni.example"): 3})).exceptions
    assert one.setting == "Whitelist"


def test_our_own_machines_are_skipped_by_another_setting() -> None:
    """Private addresses go into skip_addresses."""
    rows = [row(client="unknown", address="10.0.0.7", day=TODAY - 58)]
    (one,) = advise(facts_of(spoofed(rows))).exceptions
    assert (one.setting, one.values, one.after) == ("skip_addresses", ("10.0.0.7",), "SAFE")


def test_what_is_already_excepted_is_not_lost() -> None:
    """The check skips it, so dropping the word costs it nothing."""
    rows = spoofed([row(wanted=True, authentic=True, day=TODAY - 58)])
    net = ipaddress.ip_network("192.0.2.10/32")
    assert advise(facts_of(rows, excepted=(net,))).verdict == "SAFE"


@pytest.mark.parametrize("kind", ["HELO identity only", "own domain, third party"])
def test_some_classes_have_another_fix(kind: str) -> None:
    """Neither a HELO name nor our own domain is mended by trusting an address."""
    own = "bank.example" if kind.startswith("own") else "example.net"
    rows = [row(wanted=True, authentic=True, identity="mailfrom" if own == "bank.example" else "helo")]
    advice = advise(facts_of(spoofed(rows), own=own))
    assert (advice.verdict, advice.exceptions, advice.obstacles[0].kind) == ("UNSAFE", (), kind)


@pytest.mark.parametrize(("wanted", "verdict"), [(True, "UNSAFE"), (False, "SAFE")])
def test_each_other_restriction_has_its_own_verdict(wanted: bool, verdict: str) -> None:
    """Another question with another answer; and no list of the SPF check's makes an exception from it."""
    rows = [row(restriction=HELO, day=TODAY - n, fate="refused_anyway") for n in range(60)]
    rows += [row(restriction=HELO, wanted=True, authentic=True, day=TODAY - 50)] if wanted else []
    facts = facts_of(spoofed(rows))
    assert advise(facts, HELO).verdict == verdict
    assert not advise(facts, HELO).exceptions
    assert advise(facts, SPF).verdict == "SAFE"
