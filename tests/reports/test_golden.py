"""Golden reports: what a person and a script see of a real log, to the character."""

from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.reports import json, text
from tests.reports.picture import PICTURE, drawn

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
LOG = "tests/logs/everything.log.gz"


def check(name: str, found: str, update: bool) -> None:
    check_file(GOLDEN / name, found, update)


def check_file(path: Path, found: str, update: bool) -> None:
    """Compares with a golden file of whatever folder, or writes it."""
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found)
    assert found == path.read_text(), f"{path.name} differs; look at it, then pytest --update-goldens"


@pytest.fixture(autouse=True)
def _in_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_text_report(update_goldens: bool) -> None:
    """The report as a mail or a pipe shows it."""
    check("everything.txt", text.render(la.read(LOG).report()), update_goldens)


def test_the_json_report(update_goldens: bool) -> None:
    """The report as a script reads it."""
    check("everything.json", json.render(la.read(LOG).report()), update_goldens)


@pytest.mark.parametrize("width", [40, 60, 78, 120])
def test_any_width_holds(width: int) -> None:
    """No line is wider than was asked for, and no verdict is lost."""
    said = text.render(la.read(LOG).report(), width)
    assert max(map(len, said.splitlines())) <= width
    assert "NOT YET" in said


def test_colour_changes_only_the_look() -> None:
    """With colour the same words are there, and colour codes around them."""
    import re

    report = la.read(LOG).report()
    plain, coloured = text.render(report), text.render(report, color=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_the_goldens_are_all_used() -> None:
    """No golden file is left over from a test that is gone."""
    from tests.reports.test_formats import GOLDENS

    names = {"everything.json", "everything.txt", *GOLDENS}
    assert {path.name for path in GOLDEN.iterdir()} == names


def test_the_picture_in_the_readme_is_of_this_report() -> None:
    """``python -m tests.reports.picture`` draws it; nothing in it is loaded from elsewhere."""
    svg = drawn()
    assert svg == PICTURE.read_text(), "draw it anew, then look at it"
    assert "url(http" not in svg
