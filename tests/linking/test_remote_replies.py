"""What other servers' refusals name, held against samples of their wording in ``remote_replies.txt``."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.linking.remote_replies import REPLIES, about, match

TOLD = [line for line in (Path(__file__).parent / "remote_replies.txt").read_text().splitlines()[1:] if line]
SAMPLES = [
    (*map(str.strip, head.removeprefix("#").split("|")), text)
    for head, text in zip(TOLD[::2], TOLD[1::2], strict=True)
]


@pytest.mark.parametrize(("peer", "what", "text"), SAMPLES)
def test_each_sample_is_told_as_what_it_is(peer: str, what: str, text: str) -> None:
    """By whose wording, and what it is about; a refusal about anything else is about nothing."""
    found = match(text)
    assert (found.peer if found else "none", about(text)) == (peer, what)


def test_every_wording_has_a_sample() -> None:
    """No row of the table stands there untried."""
    used = {id(match(text)) for _, _, text in SAMPLES}
    assert not [one.words.pattern for one in REPLIES if id(one) not in used]


@given(st.text(max_size=200))
def test_only_the_other_server_s_words_count(text: str) -> None:
    """What stands before ``said:`` is Postfix's own, or a host name that anybody may choose."""
    assert about(f"host spf.example[192.0.2.5] {text.replace(' said: ', ' ')}") == ""
