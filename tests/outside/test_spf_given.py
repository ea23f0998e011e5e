import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.changes.quoting import is_safe
from loganalyzer.outside import spf_given
from loganalyzer.outside.spf_check import evaluate
from loganalyzer.outside.spf_expand import expand
from loganalyzer.outside.spf_findings import findings
from tests.outside.names import dns, txt


def test_a_text_alone_leaves_its_names_unknown() -> None:
    """With nothing but the text, addresses on it pass, and who may stand behind an include is unknown."""
    record = spf_given.from_text("Example.ORG", "v=spf1 ip4:192.0.2.1 include:_spf.example.net -all")
    assert (record.domain, record.complete) == ("example.org", False)
    assert evaluate(record, "192.0.2.1").result == "pass"
    assert evaluate(record, "203.0.113.1").result == "unknown"


def test_a_text_with_answers_from_elsewhere() -> None:
    """What a text includes is taken from beyond where that is given."""
    beyond = dns({"_spf.example.net": txt("v=spf1 ip4:198.51.100.0/24 -all")})
    record = spf_given.from_text("example.org", "v=spf1 include:_spf.example.net -all", beyond)
    assert evaluate(record, "198.51.100.7").result == "pass"
    assert evaluate(record, "203.0.113.1").result == "fail"


@pytest.mark.parametrize(
    "text", ['"v=spf1 ip4:192.0.2.1" " -all"', '( "v=spf1 ip4:192.0.2.1" " -all" )'[2:-2]]
)
def test_a_text_as_in_a_zone_file(text: str) -> None:
    """Strings in quotes are joined without a blank between."""
    record = spf_given.from_text("example.org", text)
    assert (record.text, record.strings) == ("v=spf1 ip4:192.0.2.1 -all", ("v=spf1 ip4:192.0.2.1", " -all"))


@pytest.mark.parametrize("text", ["", "-all", "v=spf2.0/mfrom -all", "v=spf1-all", '"mx -all"'])
def test_what_is_no_record_is_refused(text: str) -> None:
    """A text that is no SPF record is refused, not taken for a domain without one."""
    with pytest.raises(ValueError, match=r"v=spf1"):
        spf_given.from_text("example.org", text)


def test_a_zone_and_beyond() -> None:
    """The zone's own names come from the file; what lies outside is unknown, or asked of beyond."""
    zone = """
@ 60 IN SOA ns hm 1 2 3 4 5
@ 60 IN TXT "v=spf1 include:_spf.example.net a -all"
@ 60 IN A 192.0.2.1
"""
    assert not spf_given.from_zone("example.org", zone).complete
    beyond = dns({"_spf.example.net": txt("v=spf1 ip4:198.51.100.0/24 -all")})
    record = spf_given.from_zone("example.org", zone, beyond=beyond)
    assert record.complete
    assert [evaluate(record, address).result for address in ("192.0.2.1", "198.51.100.1")] == ["pass", "pass"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=600))
def test_any_text_keeps_its_octets_in_quotes(text: str) -> None:
    """Whatever stands in a record comes out of its quoted form as it went in, in strings of 255 octets."""
    from loganalyzer.outside.spf_query import data

    strings = data("TXT", spf_given.quoted(text))
    assert b"".join(strings) == text.encode()
    assert all(len(string) <= 255 for string in strings)


WORDS = st.one_of(
    st.sampled_from(
        [
            "a",
            "mx",
            "ptr",
            "include:b.example",
            "redirect=b.example",
            "exists:%{i}.x.example",
            "%{",
            "%",
            "a:%{p}",
            "a:%{L99r+-}.x",
            "include:%{h}",
            "ip4:1",
            "ip6:::",
            "ip6:fe80::1%eth0",
            "-all",
            "+",
            "=",
            "a/",
            "a//",
            "a/0//0",
            "exists:",
            "exp=%{",
            "a:..",
            "a:b..c.example",
            "ip4:192.0.2.1/0",
            "ip6:2001:db8::/-1",
            "a:é.example",
            "ip4:１９２.0.2.1",
            "x=%{x}",
            "redirect=",
            "redirect=%{i}.example",
            "ptr:x.example",
            "ip4:192.0.2.1/99999999999999999999",
            "a:%{d999999999999}.example",
        ]
    ),
    st.text(max_size=12),
    st.text(alphabet="%{}iasdlpv.:/-+~?=a0 ", max_size=20),
)
TEXTS = st.lists(WORDS, max_size=8).map(lambda words: " ".join(["v=spf1", *words]))


@given(
    TEXTS,
    TEXTS,
    st.sampled_from(["192.0.2.1", "2001:db8::1", "fe80::1%eth0", "::ffff:192.0.2.1"]),
    st.text(max_size=5),
)
def test_no_record_however_broken_raises(own: str, included: str, address: str, local: str) -> None:
    """Records are anybody's writing: whatever stands in them ends in values."""
    names = {"example.org": txt(own), "b.example": txt(included) | {"A": ["192.0.2.1"], "MX": ["0 ."]}}
    record = expand("example.org", dns(names))
    assert all(is_safe(finding.what) for finding in findings(record))
    assert evaluate(record, address, local=local).result in (
        *("none", "neutral", "pass", "fail", "softfail", "permerror", "unknown"),
    )
