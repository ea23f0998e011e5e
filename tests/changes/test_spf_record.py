import dns.rdata
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.changes import spf_record


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("v=spf1 mx ~all", "v=spf1 mx -all"),
        ("v=spf1 mx all", "v=spf1 mx -all"),
        ("v=spf1 mx ?ALL exp=why.example.org", "v=spf1 mx -all exp=why.example.org"),
        ("v=spf1 a:all.example.org ~all", "v=spf1 a:all.example.org -all"),
        ("v=spf1  mx  ~all", "v=spf1  mx  -all"),
        ("v=spf1 mx", "v=spf1 mx -all"),
        ("v=spf1 mx -all", "v=spf1 mx -all"),
        ("v=spf1 redirect=_spf.example.org", "v=spf1 redirect=_spf.example.org"),
    ],
)
def test_the_end_of_the_record_changes_and_nothing_else(text: str, after: str) -> None:
    """Only the qualifier of all changes; a record without an end gets one, a redirected one has none."""
    assert spf_record.ending(text) == after


def test_the_way_back() -> None:
    """The same door leads back to ~all."""
    assert spf_record.ending("v=spf1 mx -all", "~") == "v=spf1 mx ~all"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("v=spf1 mx ~all", "v=spf1 mx ip4:192.0.2.1 ~all"),
        ("v=spf1 mx redirect=x.example", "v=spf1 mx ip4:192.0.2.1 redirect=x.example"),
        ("v=spf1 mx", "v=spf1 mx ip4:192.0.2.1"),
        ("v=spf1 +IP4:192.0.2.1 ~all", "v=spf1 +IP4:192.0.2.1 ~all"),
    ],
)
def test_a_mechanism_is_added_before_the_end(text: str, after: str) -> None:
    """New mechanisms stand at the end of the list, where they are tried; what is there is not added."""
    assert spf_record.listing(text, ["ip4:192.0.2.1", "ip4:192.0.2.1"]) == after


@pytest.mark.parametrize("mechanism", ["", "ip4:192.0.2.1 +all", "a:x\x1b", "=", "include:x\n"])
def test_what_is_no_mechanism_is_refused(mechanism: str) -> None:
    """A text with a blank or a control character would put more than one term into the record."""
    with pytest.raises(ValueError, match=r"no mechanism"):
        spf_record.listing("v=spf1 -all", [mechanism])


@pytest.mark.parametrize(
    ("network", "mechanism"),
    [
        ("192.0.2.1", "ip4:192.0.2.1"),
        ("192.0.2.1/32", "ip4:192.0.2.1"),
        ("192.0.2.0/24", "ip4:192.0.2.0/24"),
        ("2001:db8::/64", "ip6:2001:db8::/64"),
        ("2001:db8::1/128", "ip6:2001:db8::1"),
    ],
)
def test_networks_as_mechanisms(network: str, mechanism: str) -> None:
    """A network is written with the mechanism of its family, one address without a length."""
    assert spf_record.mechanism(network) == mechanism


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=90).map(" ".join)
)
def test_strings_join_to_the_record(text: str) -> None:
    """The strings hold at most 255 octets each and join, without a blank, to the very record."""
    strings = spf_record.strings(text)
    assert "".join(strings) == text
    assert all(len(string.encode()) <= 255 for string in strings)
    assert all(strings[:-1])


def test_records_are_cut_between_terms() -> None:
    """No term is cut in two where there is a blank to cut at."""
    text = "v=spf1 " + " ".join(f"ip4:192.0.2.{last}" for last in range(60)) + " -all"
    assert all(string.endswith(" ") for string in spf_record.strings(text)[:-1])


def test_the_line_for_the_zone_file_is_read_as_the_record() -> None:
    """What is printed for the zone file is, to a name server, the record."""
    text = 'v=spf1 exists:"%{i}\\x.example.org ' + "ip4:192.0.2.1 " * 40 + "-all"
    name, _, kind, data = spf_record.zone_line("example.org", text).split(" ", 3)
    assert (name, kind) == ("example.org.", "TXT")
    assert b"".join(dns.rdata.from_text("IN", kind, data).strings).decode() == text  # type: ignore[attr-defined]
