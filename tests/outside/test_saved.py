import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside import saved
from loganalyzer.outside.answers import Answer, Remembered, nobody, question

NAMES = st.from_regex(r"[a-z0-9_]{1,8}(\.[a-z0-9]{1,8}){0,2}", fullmatch=True)
QUESTIONS = st.builds(question, NAMES, st.sampled_from(["A", "AAAA", "MX", "TXT", "PTR"]))
ANSWERS = st.one_of(
    st.builds(Answer, st.just("found"), st.lists(st.text(), min_size=1).map(tuple)),
    st.builds(Answer, st.sampled_from(["nodata", "nxdomain"])),
    st.builds(Answer, st.just("unknown"), st.just(()), st.text()),
)


@given(st.dictionaries(QUESTIONS, ANSWERS))
def test_saved_answers_come_back(answers: dict[tuple[str, str], Answer]) -> None:
    """What was saved is read as it was."""
    assert saved.from_text(saved.to_text(answers)) == answers


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"what": "something else"}, "does not hold answers"),
        ({"version": 99}, "another version"),
        ({"answers": {}}, "no list"),
        ({"answers": [17]}, "answer 1 is not"),
        ({"answers": [{"name": "example.org", "type": "TXT", "status": "perhaps"}]}, "answer 1 is not"),
        ({"answers": [{"name": "example.org", "type": "TXT", "status": "found"}]}, "does not fit"),
        (
            {"answers": [{"name": "example.org", "type": "A", "status": "nodata", "values": ["192.0.2.1"]}]},
            "does not fit",
        ),
        (
            {"answers": [{"name": "example.org", "type": "A", "status": "found", "values": [4]}]},
            "answer 1 is not",
        ),
    ],
)
def test_other_files_are_refused(change: dict[str, object], reason: str) -> None:
    """A file that is no saved set is refused with the reason, never taken as an empty one."""
    with pytest.raises(ValueError, match=reason):
        saved.from_text(json.dumps({"what": saved.WHAT, "version": 1, "answers": []} | change))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00"])
def test_no_json_is_refused(text: str) -> None:
    """Text that is no JSON is refused by ValueError, however it is broken."""
    with pytest.raises(ValueError, match=r"JSON"):
        saved.from_text(text)


def test_each_question_is_asked_once() -> None:
    """A question is asked once, whatever the case of the name and whether or not it ends with a dot."""
    asked = []

    def beyond(name: str, kind: str) -> Answer:
        asked.append((name, kind))
        return Answer("unknown", why="no answer")

    lookup = Remembered(beyond)
    assert lookup("Example.ORG.", "txt") == lookup("example.org", "TXT") == Answer("unknown", why="no answer")
    assert asked == [("example.org", "TXT")]
    assert dict(lookup.answers) == {("example.org", "TXT"): Answer("unknown", why="no answer")}


def test_nobody_answers_unknown() -> None:
    """Without the DNS an answer is unknown, not empty."""
    assert nobody("example.org", "TXT").status == "unknown"
