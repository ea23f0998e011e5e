"""The list of traps names tests that there are."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = [line for line in (TESTS / "TRAPS.md").read_text().splitlines() if "::" in line]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_trap_has_its_tests(row: str) -> None:
    """A test that is renamed or removed is missed here."""
    named = re.findall(r"(\S+\.py)::(\w+)", row)
    assert named
    for path, name in named:
        tree = ast.parse((TESTS / path).read_text())
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, name
