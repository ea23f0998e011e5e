"""What the record says of addresses: the short way gives what the whole check gives."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.api.spf_published import _outside, check_all, dmarc_policy, published
from loganalyzer.outside.answers import Answer
from loganalyzer.outside.spf_check import evaluate
from loganalyzer.outside.spf_given import from_text

TERMS = st.lists(
    st.sampled_from(
        [
            "ip4:192.0.2.0/24",
            "-ip4:192.0.2.7",
            "?ip4:198.51.100.0/25",
            "~ip6:2001:db8::/48",
            "ip4:198.51.100.9",
        ]
    ),
    max_size=5,
)
ADDRESSES = (
    *("192.0.2.7", "192.0.2.8", "198.51.100.9", "198.51.100.200", "203.0.113.1"),
    *("2001:db8::1", "2001:db8:1::1"),
)


@given(terms=TERMS, end=st.sampled_from(["~all", "-all", "?all", "+all", ""]))
def test_the_short_way_is_the_long_way(terms: list[str], end: str) -> None:
    """For lists of networks in any order, with any qualifiers and any end."""
    record = from_text("example.org", " ".join(["v=spf1", *terms, end]).strip())
    for address, found in check_all(record, ADDRESSES).items():
        assert found.result == evaluate(record, address).result, address


@pytest.mark.parametrize("limit", ["lookups", "void_ipv4", "void_ipv6"])
def test_beyond_the_limits_there_is_no_default(limit: str) -> None:
    """A stranger whom no network matches gets what the whole check says: permerror, not softfail."""
    record = from_text("example.org", "v=spf1 ip4:192.0.2.0/24 ~all")
    assert _outside(record) is not None
    assert _outside(replace(record, **{limit: 11})) is None


def test_domains_of_ours_that_are_not_seen_to_send() -> None:
    """A domain without a record that says so is told; whoever has ``v=spf1 -all``, or is unknown, is not."""
    names = {"parked.example": Answer("found", ('"v=spf1 -all"',)), "bare.example": Answer("nxdomain")}
    record = replace(
        from_text("example.org", "v=spf1 ip4:192.0.2.0/24 ~all"),
        lookup=lambda name, kind: names.get(name, Answer("unknown", why="timeout")),
    )
    found = published(record, (), "in 9 days", (), (), ("parked.example", "bare.example", "lost.example"))
    (told,) = [one for one in found.findings if "not seen to send" in one]
    assert told.startswith("bare.example ")


def test_of_a_network_both_ends_have_to_pass() -> None:
    """A store keeps the network of an address that was forgotten."""
    record = from_text("example.org", "v=spf1 ip4:192.0.2.0/25 ip4:198.51.100.0/24 ~all")
    found = check_all(record, ["192.0.2.0/24", "198.51.100.0/24"])
    assert [one.result for one in found.values()] == ["softfail", "pass"]


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (Answer("found", ('"v=DMARC1; p=reject; rua=mailto:a@example.org"',)), "reject"),
        (Answer("found", ('"v=DMARC1;p=none"',)), "none"),
        (Answer("found", ('"v=DMARC1; sp=reject; p=quarantine"',)), "quarantine"),
        (Answer("found", ('"something else"',)), "absent"),
        (Answer("nxdomain"), "absent"),
        (Answer("unknown", why="timeout"), ""),
    ],
)
def test_the_policy_of_the_dmarc_record(answer: Answer, policy: str) -> None:
    """None only where that is certain; of sp, which is for subdomains, nothing is taken."""
    assert dmarc_policy("example.org", lambda name, kind: answer) == policy


def test_a_subdomain_has_the_policy_for_subdomains() -> None:
    """Where it has no record of its own, its organisation's counts (RFC 7489 section 6.6.3)."""
    texts = {"_dmarc.example.org": ('"v=DMARC1; p=none; sp=reject"',)}

    def lookup(name: str, kind: str) -> Answer:
        return Answer("found", texts[name]) if name in texts else Answer("nxdomain")

    assert dmarc_policy("example.org", lookup) == "none"
    assert dmarc_policy("news.example.org", lookup) == "reject"
