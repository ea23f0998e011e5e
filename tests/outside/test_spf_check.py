import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside import spf_given
from loganalyzer.outside.answers import Answer
from loganalyzer.outside.spf_check import evaluate
from loganalyzer.outside.spf_expand import expand
from tests.outside.names import dns, txt

NAMES = {
    "example.org": txt(
        "v=spf1 ip4:192.0.2.10 a:web.example.org include:_spf.example.net exists:%{l}.ok.example.org ~all"
    ),
    "web.example.org": {"A": ["192.0.2.20"], "AAAA": ["2001:db8::20"]},
    "_spf.example.net": txt("v=spf1 ip4:198.51.100.0/24 -ip4:203.0.113.9 -all"),
    "ann.ok.example.org": {"A": ["127.0.0.2"]},
    "two.example.org": {"TXT": ['"v=spf1 -all"', '"v=spf1 mx -all"']},
}


@pytest.mark.parametrize(
    ("address", "result", "mechanism"),
    [
        ("192.0.2.10", "pass", "ip4:192.0.2.10"),
        ("::ffff:192.0.2.10", "pass", "ip4:192.0.2.10"),
        ("2001:db8::20", "pass", "a:web.example.org"),
        ("198.51.100.77", "pass", "include:_spf.example.net"),
        ("203.0.113.9", "softfail", "~all"),
    ],
)
def test_an_address_is_judged_as_at_the_other_end(address: str, result: str, mechanism: str) -> None:
    """The result is that of RFC 7208, with the term of the domain's own record that decided."""
    found = evaluate(expand("example.org", dns(NAMES)), address, local="bob", helo="web.example.org")
    assert (found.result, found.mechanism) == (result, mechanism)


def test_macros_of_the_sender_need_the_sender() -> None:
    """Where a record asks for the sender, the result without one is unknown, unless it was decided before."""
    record = expand("example.org", dns(NAMES))
    assert evaluate(record, "203.0.113.9", local="ann").result == "pass"
    assert evaluate(record, "203.0.113.9").result == "unknown"
    assert evaluate(record, "192.0.2.10").result == "pass"


@pytest.mark.parametrize("broken", ["_spf.example.net", "web.example.org"])
def test_unknown_answers_are_never_a_result(broken: str) -> None:
    """An answer that failed makes the result unknown for whom it matters, neither fail nor temperror."""
    record = expand("example.org", dns(NAMES, {broken: "SERVFAIL"}))
    assert evaluate(record, "192.0.2.10").result == "pass"
    found = evaluate(record, "203.0.113.9", local="bob")
    assert (found.result, found.why) == (
        "unknown",
        f"{'A' if 'web' in broken else 'TXT'} of {broken}: SERVFAIL",
    )


def test_states_without_a_record_to_try() -> None:
    """No record is none, several are permerror, and an unknown one is unknown."""
    names = dns(NAMES, {"example.com": "REFUSED"})
    assert evaluate(expand("nothing.example", names), "192.0.2.1").result == "none"
    assert evaluate(expand("two.example.org", names), "192.0.2.1").result == "permerror"
    assert evaluate(expand("example.com", names), "192.0.2.1").result == "unknown"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("v=spf1 ip4:192.0.2.300 -all", "Invalid IP4 address"),
        ("v=spf1 include:gone.example.net -all", "No valid SPF record for included domain"),
        ("v=spf1 " + " ".join(["include:ok.example.net"] * 11) + " -all", "Too many DNS lookups"),
        ("v=spf1 a:b\u00fc.example -all", "not ASCII"),
        ("v=spf1 ip4:192.0.2.5\n -all", "IPv4"),
        ("v=spf1 a:a.example a:b.example a:c.example -all", "Void lookup limit"),
    ],
)
def test_permerrors_say_why(text: str, why: str) -> None:
    """What breaks the record or its limits is permerror, with the reason."""
    names = {"example.org": txt(text), "ok.example.net": txt("v=spf1 -all")}
    found = evaluate(expand("example.org", dns(names)), "192.0.2.1")
    assert found.result == "permerror"
    assert why in found.why


@pytest.mark.parametrize("address", ["", "unknown", "192.0.2", "192.0.2.1, 192.0.2.2"])
def test_no_address_has_no_result(address: str) -> None:
    """What is no address is unknown."""
    assert evaluate(expand("example.org", dns(NAMES)), address).result == "unknown"


def test_saved_answers_that_were_edited_are_unknown() -> None:
    """Data that is none of its type cannot be judged by."""
    saved = {
        ("example.org", "TXT"): Answer("found", ('"v=spf1 a -all"',)),
        ("example.org", "A"): Answer("found", ("not an address",)),
    }
    record = spf_given.from_answers("example.org", saved)
    assert (record.mechanisms[0].known, record.complete) == ("unknown", False)
    assert evaluate(record, "192.0.2.1").result == "unknown"


NETWORKS = st.one_of(
    st.builds(
        lambda last, bits: ipaddress.ip_network((f"192.0.2.{last}", bits), strict=False),
        st.integers(0, 255),
        st.integers(24, 32),
    ),
    st.builds(
        lambda last, bits: ipaddress.ip_network((f"2001:db8::{last:x}", bits), strict=False),
        st.integers(0, 255),
        st.integers(120, 128),
    ),
)
ADDRESSES = st.one_of(
    st.integers(0, 255).map("192.0.2.{}".format), st.integers(0, 255).map("2001:db8::{:x}".format)
)
TERMS = st.tuples(
    st.sampled_from(["", "+", "-", "~", "?"]), NETWORKS, st.sampled_from(["ip", "a", "include"])
)
RESULTS = {"": "pass", "+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


@given(st.lists(TERMS, max_size=6), st.sampled_from(["+", "-", "~", "?"]), ADDRESSES)
def test_the_expanded_networks_agree_with_the_check(
    terms: list[tuple[str, ipaddress.IPv4Network, str]], last: str, address: str
) -> None:
    """The first term with a network that holds the address decides: what is shown is what is judged."""
    names, written = {}, []
    for at, (qualifier, network, kind) in enumerate(terms):
        term = f"ip{network.version}:{network}"
        if kind == "include":
            names[f"i{at}.example.org"] = txt(f"v=spf1 {term} -all")
            term = f"include:i{at}.example.org"
        elif kind == "a":
            other = {4: ("AAAA", "2001:db8:ffff::1"), 6: ("A", "198.51.100.1")}[network.version]
            own = "A" if network.version == 4 else "AAAA"
            names[f"a{at}.example.org"] = {own: [str(network[0])], other[0]: [other[1]]}
            term = f"a:a{at}.example.org" + ("/" if network.version == 4 else "//") + str(network.prefixlen)
        written.append(qualifier + term)
    names["example.org"] = txt(" ".join(["v=spf1", *written, f"{last}all"]))
    record = expand("example.org", dns(names))
    client = ipaddress.ip_address(address)
    hit = next(
        (
            next(top for top in record.mechanisms if not top.path and top.text == one.top)
            for one in record.mechanisms
            if any(client in ipaddress.ip_network(network) for network in one.networks)
        ),
        record.mechanisms[-1],
    )
    found = evaluate(record, address)
    assert (found.result, found.mechanism) == (RESULTS[hit.qualifier], hit.text)
