import pytest

from loganalyzer.outside.answers import Answer
from loganalyzer.outside.zone import zone_lookup

ZONE = """
$TTL 3600
@       IN SOA ns.example.org. hostmaster.example.org. 1 7200 3600 1209600 3600
        IN NS  ns
        IN MX  10 mail
        IN TXT "v=spf1 mx " "-all"
ns      IN A   192.0.2.53
mail    IN A   192.0.2.10
        IN AAAA 2001:db8::10
www     IN CNAME web.hosts
web.hosts IN A 192.0.2.20
away    IN CNAME www.example.net.
round   IN CNAME round
*.users IN TXT "v=spf1 -all"
lab     IN NS  ns.example.net.
"""


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("example.org", "TXT", Answer("found", ('"v=spf1 mx " "-all"',))),
        ("EXAMPLE.org.", "TXT", Answer("found", ('"v=spf1 mx " "-all"',))),
        ("mail.example.org", "AAAA", Answer("found", ("2001:db8::10",))),
        ("mail.example.org", "TXT", Answer("nodata")),
        ("hosts.example.org", "A", Answer("nodata")),
        ("nothing.example.org", "A", Answer("nxdomain")),
        ("www.example.org", "A", Answer("found", ("192.0.2.20",))),
        ("someone.users.example.org", "TXT", Answer("found", ('"v=spf1 -all"',))),
        ("someone.users.example.org", "A", Answer("nodata")),
    ],
)
def test_the_zone_answers_for_its_names(name: str, kind: str, answer: Answer) -> None:
    """A name of the zone has a certain answer: records, none of that type, or no such name."""
    assert zone_lookup(ZONE, "example.org")(name, kind) == answer


@pytest.mark.parametrize(
    "name",
    ["example.net", "www.example.com", "lab.example.org", "deep.lab.example.org", "away.example.org"],
)
def test_what_lies_outside_is_unknown(name: str) -> None:
    """Of names in other zones, delegated ones and those behind a CNAME included, the file says nothing."""
    assert zone_lookup(ZONE, "example.org")(name, "A").status == "unknown"


def test_a_loop_of_cnames_ends() -> None:
    """A CNAME that leads back to itself is unknown."""
    assert zone_lookup(ZONE, "example.org")("round.example.org", "A").status == "unknown"


def test_no_name_is_no_such_name() -> None:
    """A text that the DNS cannot hold as a name has no records."""
    assert zone_lookup(ZONE, "example.org")("a..example.org", "A").status == "nxdomain"


@pytest.mark.parametrize(
    "part",
    ['@ IN TXT "v=spf1 -all"', ZONE + "\n$INCLUDE keys/example.org.txt\n"],
    ids=["no SOA", "an include"],
)
def test_a_part_of_a_zone_lacks_nothing_for_certain(part: str) -> None:
    """What a part of a zone does not hold may stand in another part: unknown, never none."""
    lookup = zone_lookup(part, "example.org")
    assert lookup("example.org", "TXT").status == "found"
    assert lookup("nothing.example.org", "TXT").status == "unknown"


@pytest.mark.parametrize(
    "text", ["", "no zone file", '@ IN TXT "' + "a" * 300 + '"', "other.example.net. 60 IN A 192.0.2.1"]
)
def test_what_is_no_zone_file_is_refused(text: str) -> None:
    """A file without one record of the domain, or with a mistake, is refused with the reason."""
    with pytest.raises(ValueError, match=r"example\.org"):
        zone_lookup(text, "example.org")
