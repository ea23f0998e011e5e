"""The table of kinds says what the declarations say."""

from loganalyzer.grammar import BY_NAME
from tests.grammar.table import TABLE, table


def test_the_table_is_of_these_declarations() -> None:
    """Whoever changes a declaration makes the table anew."""
    assert TABLE.read_text() == table(), "python -m tests.grammar.table"


def test_every_kind_has_a_row() -> None:
    """Each name stands at the beginning of one line."""
    rows = [line.split(" | ")[0].removeprefix("| ") for line in table().splitlines()]
    assert sorted(BY_NAME) == [row for row in rows if row in BY_NAME]
