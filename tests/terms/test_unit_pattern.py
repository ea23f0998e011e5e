"""Patterns of units: which they name, and which they must not."""

import pytest

from loganalyzer.terms.unit import Unit
from loganalyzer.terms.unit_pattern import UnitPattern

BOT = Unit("bank.example", "198.19.7.0/24")
FORWARDED = Unit("bank.example", "alumni.example")
BOT_6 = Unit("bank.example", "2001:db8:7:7::/64")


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("bank.example@198.19.7.0/24", [BOT]),
        ("BANK.example@Alumni.example", [FORWARDED]),
        ("*@198.18.0.0/15", [BOT]),
        ("*@198.19.7.66", [BOT]),
        ("*@2001:db8::/32", [BOT_6]),
        ("*@2001:db8:7:7::1", [BOT_6]),
        ("bank.example@*", [BOT, FORWARDED, BOT_6]),
        ("*.example@alumni.*", [FORWARDED]),
        ("ban?.example@alumni.example", []),
        ("bank.exampl@*", []),
        ("*@198.19.8.0/24", []),
        ("*@0.0.0.0/0", [BOT]),
    ],
)
def test_a_pattern_names_these(text: str, matched: list[Unit]) -> None:
    """Stars stand for anything, networks for all within them, and nothing else is special."""
    pattern = UnitPattern.parse(text)
    assert [unit for unit in (BOT, FORWARDED, BOT_6) if pattern.matches(unit)] == matched


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("bank.example@alumni.example", True),
        ("@198.18.1.0/24", True),
        ("bank.example@2001:db8::/64", True),
        ("bank.example@198.18.1.7", False),
        ("bank.example@198.18.0.0/15", False),
        ("bank.example@*", False),
    ],
)
def test_one_unit_by_its_name_is_exact(text: str, exact: bool) -> None:
    """What can name but one unit needs no log to be understood."""
    assert UnitPattern.parse(text).exact is exact


@pytest.mark.parametrize("text", ["bank.example", "bank.example@", ""])
def test_what_is_no_unit_is_refused(text: str) -> None:
    """Domain and network both have to be there."""
    with pytest.raises(ValueError, match="is no unit"):
        UnitPattern.parse(text)
