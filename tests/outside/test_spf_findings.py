import pytest

from loganalyzer.outside import spf_given, spf_names
from loganalyzer.outside.spf_expand import expand
from loganalyzer.outside.spf_findings import findings, unused
from tests.outside.names import dns, txt

NAMES = {
    "mail.example.org": {"A": ["192.0.2.10"], "AAAA": ["2001:db8::10"]},
    "ok.example.net": txt("v=spf1 -all"),
}
MANY = "v=spf1 {} -all"


def ids(text: str) -> list[str]:
    """The findings on a record of this text."""
    return [one.id for one in findings(expand("example.org", dns(NAMES | {"example.org": txt(text)})))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v=spf1 a:mail.example.org -all", []),
        ("v=spf1 a:mail.example.org ~all", []),
        ("v=spf1 +all", ["spf-plus-all"]),
        ("v=spf1 a:mail.example.org ?all", ["spf-neutral-all"]),
        ("v=spf1 a:mail.example.org", ["spf-neutral-all"]),
        ("v=spf1 ip4:0.0.0.0/1 -all", ["spf-wide"]),
        ("v=spf1 ip4:10.0.0.0/8 -all", ["spf-wide"]),
        ("v=spf1 ip4:10.0.0.0/9 -all", []),
        ("v=spf1 -ip4:0.0.0.0/1 ip4:192.0.2.1 -all", []),
        ("v=spf1 exists:mail.example.org -all", ["spf-wide", "spf-wide"]),
        ("v=spf1 ptr -all", ["spf-ptr"]),
        ("v=spf1 a:gone.example.net -all", ["spf-vanished"]),
        ("v=spf1 include:gone.example.net -all", ["spf-permerror"]),
        ("v=spf1 -all a:mail.example.org", ["spf-after-all"]),
        ("v=spf1 -all exp=why.example.org", []),
        (MANY.format(" ".join(["include:ok.example.net"] * 8)), []),
        (MANY.format(" ".join(["include:ok.example.net"] * 10)), ["spf-lookups-near"]),
        (MANY.format(" ".join(["include:ok.example.net"] * 11)), ["spf-lookups"]),
        (MANY.format("a:x.example a:y.example"), ["spf-vanished"] * 2),
        (MANY.format("a:x.example a:y.example a:z.example"), ["spf-void-lookups"] * 2 + ["spf-vanished"] * 3),
        (MANY.format(" ".join(f"ip4:192.0.2.{last}" for last in range(40))), ["spf-long"]),
    ],
)
def test_each_finding_has_its_record(text: str, expected: list[str]) -> None:
    """Each flaw of a record is told, and a record without one has no finding."""
    assert ids(text) == expected


def test_states_have_their_findings() -> None:
    """None, several and unknown are three findings; only the first two say what the domain has."""
    names = dns({"example.org": {"TXT": ['"v=spf1 -all"', '"v=spf1 mx -all"']}}, {"example.com": "SERVFAIL"})
    assert [one.id for one in findings(expand("example.org", names))] == ["spf-several"]
    assert [one.id for one in findings(expand("example.net", names))] == ["spf-none"]
    (unknown,) = findings(expand("example.com", names))
    assert (unknown.id, unknown.severity) == ("spf-unknown", "warning")
    assert "SERVFAIL" in unknown.what


def test_a_string_that_is_too_long() -> None:
    """A string of more than 255 octets is told; without quotes the text is still to be cut."""
    text = "v=spf1 " + " ".join(f"ip4:192.0.2.{last}" for last in range(20)) + " -all"
    assert "spf-long-string" in [one.id for one in findings(spf_given.from_text("example.org", f'"{text}"'))]
    assert findings(spf_given.from_text("example.org", text)) == ()


def test_all_txt_records_count_for_the_size() -> None:
    """The answer holds all TXT records of the name, so a key beside the record makes it too long as well."""
    names = {"example.org": {"TXT": ['"v=spf1 -all"', *(f'"{number}{"k" * 200}"' for number in range(3))]}}
    (finding,) = findings(expand("example.org", dns(names)))
    assert finding.id == "spf-long"


def test_what_others_wrote_cannot_act_on_a_terminal() -> None:
    """A control character in an included record is spelled out."""
    names = {"example.org": txt("v=spf1 include:b.example -all"), "b.example": txt("v=spf1 a:\x1b[2J -all")}
    (finding,) = findings(expand("example.org", dns(names)))
    assert "\\x1b[2J" in finding.what


def test_terms_that_nothing_used() -> None:
    """A term of the own record by which nothing passed is told; one that was used, and all, are not."""
    names = NAMES | {
        "example.org": txt("v=spf1 a:mail.example.org include:ok.example.net ?ip4:192.0.2.9 -all")
    }
    found = unused(expand("example.org", dns(names)), {"a:mail.example.org"}, "in 35 days")
    assert [one.what for one in found] == ["nothing passed by include:ok.example.net in 35 days"]


def test_names_without_a_record() -> None:
    """HELO names and subdomains that certainly have no record get the line to add; unknown ones do not."""
    names = dns(NAMES | {"news.example.org": txt("v=spf1 mx -all")}, {"mx2.example.org": "no answer"})
    (helo,) = spf_names.helo_names(["mail.example.org", "mx2.example.org", "news.example.org"], names)
    assert helo.write == ('mail.example.org. IN TXT "v=spf1 a -all"',)
    (sub,) = spf_names.subdomains(["gone.example.org", "news.example.org"], names)
    assert sub.write == ('gone.example.org. IN TXT "v=spf1 -all"',)


def test_domains_that_send_nothing() -> None:
    """Only -all and nothing else says that a domain sends no mail; what is unknown is not told."""
    names = {
        "parked.example": txt("v=spf1 -all"),
        "soft.example": txt("v=spf1 ~all"),
        "listed.example": txt("v=spf1 ip4:192.0.2.1 -all"),
    }
    found = spf_names.not_sending(
        ["parked.example", "soft.example", "listed.example", "bare.example", "lost.example"],
        dns(names, {"lost.example": "no answer"}),
    )
    assert [one.where for one in found] == ["bare.example", "listed.example", "soft.example"]
    assert found[0].write == ('bare.example. IN TXT "v=spf1 -all"',)
