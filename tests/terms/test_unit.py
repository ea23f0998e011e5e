"""Units: whose mail, through which network."""

import pytest

from loganalyzer.terms.unit import Unit, unit_of


@pytest.mark.parametrize(
    ("sender", "helo", "name", "address", "expected"),
    [
        ("news@mail.bank.example", "x", "fwd1.alumni.example", "203.0.113.70", "bank.example@alumni.example"),
        ("a@bank.example", "x", "unknown", "203.0.113.70", "bank.example@203.0.113.0/24"),
        ("", "mx.shop.example", "unknown", "2001:db8:1:2::9", "shop.example@2001:db8:1:2::/64"),
        ("", "[203.0.113.70]", "unknown", "203.0.113.70", "@203.0.113.0/24"),
    ],
)
def test_a_unit_is_the_senders_organisation_and_the_clients_network(
    sender: str, helo: str, name: str, address: str, expected: str
) -> None:
    """The envelope sender's domain decides, the HELO name for the null sender; a literal is no name."""
    unit = unit_of(sender, helo, name, address)
    assert str(unit) == expected
    assert Unit.parse(expected) == unit


@pytest.mark.parametrize("text", ["", "bank.example", "bank.example@"])
def test_what_is_no_unit_is_refused(text: str) -> None:
    """A unit's text names a network."""
    with pytest.raises(ValueError, match="no unit"):
        Unit.parse(text)
