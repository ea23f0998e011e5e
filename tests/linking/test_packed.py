"""Refused attempts are packed, and nothing of them is lost by it."""

from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.linking.carry import Attempt
from loganalyzer.linking.packed import began, key_of, pack, unpack

TEXT = st.text(max_size=40)
ATTEMPTS = st.builds(
    Attempt,
    restriction=TEXT,
    sender=TEXT,
    recipient=TEXT,
    time=st.integers(0, 1 << 60),
    at=st.integers(0, 1 << 60),
    client_name=TEXT,
    client_address=TEXT,
    helo_name=TEXT,
    spf_result=TEXT,
    identity=TEXT,
    wanted=st.booleans(),
    fate=st.just("refused"),
)


@given(attempts=st.lists(ATTEMPTS, min_size=1, max_size=4))
def test_what_is_packed_comes_out_as_it_was(attempts: list[Attempt]) -> None:
    """Any attempts, whatever characters a sender put into them, are the same after unpacking, in order."""
    packed = "\n".join(map(pack, attempts))
    group = unpack(packed)
    assert group.attempts == attempts
    assert group.first == began(packed) == attempts[0].time


FEW = st.text("a\n", max_size=2)


@given(one=st.tuples(FEW, FEW, FEW), other=st.tuples(FEW, FEW, FEW))
def test_other_mails_have_other_keys(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    """Two mails share a key only if restriction, sender and recipient are the same."""
    assert (key_of(*one) == key_of(*other)) == (one == other)
