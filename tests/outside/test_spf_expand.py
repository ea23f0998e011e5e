import pytest

from loganalyzer.outside.spf_expand import FAR, expand
from loganalyzer.outside.spf_record import SpfRecord
from tests.outside.names import dns, txt

MAIL = {"A": ["192.0.2.10"], "AAAA": ["2001:db8::10"]}


def of(text: str, broken: dict[str, str] | None = None, **others: dict[str, list[str]]) -> SpfRecord:
    """The record of example.org, in a DNS with these other names below it (``_spf`` is spelled ``spf``)."""
    names = {f"{name}.example.org": records for name, records in others.items()}
    records = {"example.org": txt(text) | {"MX": ["10 mail.example.org."], "A": ["192.0.2.80"]}, **names}
    return expand("example.org", dns(records, broken))


def test_terms_in_their_order_with_what_they_stand_for() -> None:
    """Each term is given with its networks, includes opened in place."""
    record = of(
        "v=spf1 a/28 mx include:spf.example.org ?ip6:2001:db8:1::/48 ~all",
        mail=MAIL,
        spf=txt("v=spf1 ip4:198.51.100.0/25 -all"),
    )
    assert [(one.text, one.qualifier, one.record, one.networks) for one in record.mechanisms] == [
        ("a/28", "+", "example.org", ("192.0.2.80/28",)),
        ("mx", "+", "example.org", ("192.0.2.10/32", "2001:db8::10/128")),
        ("include:spf.example.org", "+", "example.org", ()),
        ("ip4:198.51.100.0/25", "+", "spf.example.org", ("198.51.100.0/25",)),
        ("-all", "-", "spf.example.org", ()),
        ("?ip6:2001:db8:1::/48", "?", "example.org", ("2001:db8:1::/48",)),
        ("~all", "~", "example.org", ()),
    ]
    assert record.mechanisms[3].top == "include:spf.example.org"
    assert (record.default, record.lookups, record.complete) == ("~", 3, True)


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("v=spf1 -all", "-"),
        ("v=spf1 ALL", "+"),
        ("v=spf1 mx", "?"),
        ("v=spf1", "?"),
        ("v=spf1 redirect=spf.example.org", "~"),
        ("v=spf1 ?all redirect=spf.example.org", "?"),
        ("v=spf1 redirect=gone.example.org", ""),
    ],
)
def test_the_default_is_that_of_all_wherever_it_stands(text: str, default: str) -> None:
    """Who matches nothing gets the qualifier of all, also of a record that is redirected to."""
    assert of(text, mail=MAIL, spf=txt("v=spf1 mx ~all")).default == default


def test_no_record_is_none_and_two_are_several() -> None:
    """None and several are told apart from unknown and from each other; other TXT records do not count."""
    two = {"TXT": ['"v=spf1 -all"', '"v=spf1 mx -all"']}
    other = {"TXT": ['"v=spf10 -all"', '"google-site-verification=x"']}
    names = dns({"example.org": two, "example.net": other}, {"example.com": "SERVFAIL"})
    assert expand("example.org", names).state == "several"
    assert expand("example.net", names).state == "none"
    assert expand("nothing.example", names).state == "none"
    silent = expand("example.com", names)
    assert (silent.state, silent.unknown) == ("unknown", ("TXT of example.com: SERVFAIL",))
    assert not silent.complete


def test_what_is_not_answered_is_unknown_and_named() -> None:
    """A term whose names nobody answered for is unknown, with the reason; the others stand."""
    broken = {"spf.example.net": "no answer within the time", "mail.example.org": "SERVFAIL"}
    record = of("v=spf1 include:spf.example.net mx ip4:192.0.2.1 -all", broken)
    assert [(one.text, one.known) for one in record.mechanisms] == [
        ("include:spf.example.net", "unknown"),
        ("mx", "unknown"),
        ("ip4:192.0.2.1", "known"),
        ("-all", "known"),
    ]
    assert record.unknown[0] == "TXT of spf.example.net: no answer within the time"
    assert not record.complete
    assert not record.errors


@pytest.mark.parametrize(
    ("term", "error"),
    [
        ("include:gone.example.net", "gone.example.net has no SPF record"),
        ("include:two.example.org", "two.example.org has more than one SPF record"),
        ("include:example.org", "trivial recursion"),
        ("include:round.example.org", "leads back"),
        ("ip4:192.0.2.300", "Invalid IP4 address"),
        ("ip4:192.0.2.5\n", "IPv4"),
        ("a:b\u00fc.example.org", "not ASCII"),
        ("ip4:192.0.2.0/33", "Invalid IP4 CIDR length"),
        ("ip6:2001:db8::/200", "Invalid IP6 CIDR length"),
        ("ipv4:192.0.2.1", "Unknown mechanism"),
        ("a:mail", "Invalid domain"),
        ("mx:crowd.example.org", "11 MX hosts"),
    ],
)
def test_what_ends_in_permerror_is_told(term: str, error: str) -> None:
    """A term by which a check ends in permerror is an error that says why."""
    crowd = {"MX": [f"10 mail{number}.example.org." for number in range(11)]}
    names = {f"mail{number}": MAIL for number in range(11)}
    record = of(
        f"v=spf1 {term} -all",
        two={"TXT": ['"v=spf1 -all"', '"v=spf1 mx -all"']},
        round=txt("v=spf1 include:example.org -all"),
        crowd=crowd,
        **names,
    )
    assert error in "; ".join(record.errors)
    assert record.mechanisms[-1].text == "-all"


def test_what_hangs_on_the_mail_is_a_macro() -> None:
    """ptr, and names made of the client or the sender, have no list of networks and ask for nothing."""
    asked = []

    def lookup(name: str, kind: str):  # type: ignore[no-untyped-def]
        asked.append(name)
        return dns(
            {"example.org": txt("v=spf1 ptr exists:%{i}._spf.%{d} include:%{l}.example.org a:%{p} -all")}
        )(name, kind)

    record = expand("example.org", lookup)
    assert [one.known for one in record.mechanisms] == ["macro"] * 4 + ["known"]
    assert asked == ["example.org"]
    assert record.lookups == 4


def test_macros_of_the_domain_are_filled_in() -> None:
    """A name made of the domain alone is looked up."""
    record = of("v=spf1 include:spf.%{d} -all", spf=txt("v=spf1 ip4:192.0.2.7 -all"))
    assert record.mechanisms[1].networks == ("192.0.2.7/32",)


def test_exists_of_a_fixed_name_lets_everybody_pass() -> None:
    """A fixed name that exists matches every client."""
    record = of("v=spf1 exists:mail.example.org exists:gone.example.org -all", mail=MAIL)
    assert [one.networks for one in record.mechanisms[:2]] == [("0.0.0.0/0", "::/0"), ()]
    assert record.mechanisms[1].known == "void"


def test_void_questions_are_counted_for_each_family() -> None:
    """A name without an address of the client's family is void for that client; a missing one for all."""
    record = of("v=spf1 a mx a:gone.example.org -all", mail={"A": ["192.0.2.10"]})
    assert (record.void_ipv4, record.void_ipv6) == (1, 3)


def test_terms_behind_all_are_not_expanded() -> None:
    """Nothing behind all is tried, so it counts for nothing."""
    record = of("v=spf1 -all include:gone.example.org mx")
    assert (record.lookups, [one.text for one in record.mechanisms]) == (0, ["-all"])


def test_includes_in_includes_come_to_an_end() -> None:
    """Records that include ever more are followed to a limit, and what is beyond is unknown."""
    names = {
        f"n{at}": txt(f"v=spf1 include:n{at + 1}.example.org include:m{at}.example.org -all")
        for at in range(200)
    }
    names |= {f"m{at}": txt("v=spf1 -all") for at in range(200)}
    record = of("v=spf1 include:n0.example.org -all", **names)
    assert FAR < record.lookups < 3 * FAR
    assert not record.complete
