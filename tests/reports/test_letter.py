"""The note to a postmaster whose SPF record forgot a server."""

from dataclasses import replace

import pytest

from loganalyzer.advice.advice import Obstacle
from loganalyzer.reports.letter import letter
from loganalyzer.terms.unit import Unit

FORGOTTEN = Obstacle(
    unit=Unit("bank.example", "bank.example"),
    client="mail9.bank.example[192.0.2.9]",
    messages=3,
    fates={"delivered": 3},
    days=3,
    first=1_788_739_200_000_000,
    last=1_790_000_000_000_000,
    kind="sender's record is wrong",
    signs=(),
    fix="",
    in_the_way=True,
    where=(),
)


def test_the_letter_names_what_the_postmaster_has_to_know() -> None:
    """Whom, since when, how much, through which server."""
    text = letter(FORGOTTEN)
    for words in ("postmaster@bank.example", "3 messages", "mail9.bank.example[192.0.2.9]", "07 September"):
        assert words in text
    assert max(map(len, text.splitlines())) <= 90


@pytest.mark.parametrize("kind", ["forwarder or list", "unclear", "junk"])
def test_nobody_is_written_to_for_what_is_not_his_fault(kind: str) -> None:
    """A forwarder breaks others' SPF, and a spoof is no message from its domain."""
    assert letter(replace(FORGOTTEN, kind=kind)) == ""  # type: ignore[arg-type]
