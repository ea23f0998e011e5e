"""Stories as people read them, to the character."""

import re
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.reports import story_text
from loganalyzer.reports.story import Explanation
from loganalyzer.reports.visible import visible

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden_stories" / "explain.txt"


@pytest.fixture(scope="module")
def found() -> Explanation:
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        return la.read("tests/logs/everything.log.gz").explain("explained.example@oldlist.example", 1)


def test_a_story(found: Explanation, update_goldens: bool) -> None:
    """One message through a mailing list, from its session to the mailbox and what the report makes of it."""
    said = story_text.render(found)
    if update_goldens:
        GOLDEN.write_text(said)
    assert said == GOLDEN.read_text(), "look at it, then pytest --update-goldens"


def test_colour_changes_only_the_look(found: Explanation) -> None:
    """With colour the same words are there, and colour codes around them."""
    coloured = story_text.render(found, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == story_text.render(found)


@pytest.mark.parametrize("width", [40, 60, 120])
def test_any_width_holds(found: Explanation, width: int) -> None:
    """Nothing but the log's own lines is wider than was asked for."""
    raw = {visible(line.raw) for story in found.stories for line in story.lines}
    said = story_text.render(found, width).splitlines()
    assert raw <= set(said)
    assert max(len(line) for line in said if line not in raw) <= width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, ümlauts and 日本", "plain text, ümlauts and 日本"),
        ("a\tb\r\nc\x7f", r"a\x09b\x0d\x0ac\x7f"),
        ("\x9b31m\u202e\u200b\ufeff", r"\x9b31m\u202e\u200b\ufeff"),
        ("\ud800\U000e0041", r"\ud800\U000e0041"),
    ],
)
def test_harmful_characters_are_shown(text: str, shown: str) -> None:
    """What a terminal acts on, or what hides or turns text, is written as its number."""
    assert visible(text) == shown
