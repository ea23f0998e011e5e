"""The change of a domain's SPF record can be pasted into a zone, and the way back is the old record."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.changes.change import Change
from loganalyzer.changes.spf_publish import enter_first, publish


def plan(old: str, state: str = "found", add: tuple[str, ...] = (), *, nothing: bool = False) -> SpfPlan:
    return SpfPlan("example.org", state, old, add, nothing, (), (), (), ())


def text(change: Change | None) -> str:
    """The record that a change publishes, its strings joined."""
    assert change is not None
    (line,) = change.lines
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', line))


NEW = {
    "softfail": (plan("v=spf1 mx ~all"), "v=spf1 mx -all"),
    "neutral": (plan("v=spf1 mx ?all"), "v=spf1 mx -all"),
    "no end": (plan("v=spf1 mx"), "v=spf1 mx -all"),
    "everybody": (plan("v=spf1 mx +all"), "v=spf1 mx -all"),
    "none at all": (plan("", "none", ("ip4:192.0.2.1",)), "v=spf1 ip4:192.0.2.1 -all"),
    "with more": (plan("v=spf1 mx ~all", add=("ip6:2001:db8::1",)), "v=spf1 mx ip6:2001:db8::1 -all"),
    "sends nothing": (plan("v=spf1 mx ~all", nothing=True), "v=spf1 -all"),
    "in force": (plan("v=spf1 mx -all"), "v=spf1 mx ~all"),
}


@pytest.mark.parametrize("how", NEW)
def test_the_record_that_is_published(how: str) -> None:
    """It ends in -all, and where that is in force already the change is the way back."""
    told, new = NEW[how]
    change = publish(told)
    assert text(change) == new
    if told.old:
        assert change.undo is not None
        assert text(change.undo) == told.old


@pytest.mark.parametrize("state", ["unknown", "several"])
def test_without_a_record_that_is_known_there_is_nothing_to_enter(state: str) -> None:
    """An invented record would lose all that the real one holds."""
    assert publish(plan("", state)).is_empty
    assert enter_first(plan("", state, ("ip4:192.0.2.1",))) is None


def test_a_redirected_record_has_its_end_elsewhere() -> None:
    """It says so, instead of printing the same record again."""
    change = publish(plan("v=spf1 redirect=_spf.example.net"))
    assert change.is_empty
    assert "redirect" in change.remarks[0]


def test_what_is_ours_is_entered_before_the_end_is_changed() -> None:
    """Each step can be taken back by itself; a first record begins with ~all."""
    assert text(enter_first(plan("v=spf1 mx ?all", add=("ip4:192.0.2.1",)))) == "v=spf1 mx ip4:192.0.2.1 ?all"
    assert text(enter_first(plan("", "none", ("ip4:192.0.2.1",)))) == "v=spf1 ip4:192.0.2.1 ~all"
    assert enter_first(plan("v=spf1 mx ~all")) is None


TERMS = st.lists(
    st.sampled_from(["mx", "a", "include:_spf.example.net", "ip4:192.0.2.0/24", "?exists:%{i}.example.net"]),
    max_size=30,
)


@given(terms=TERMS, end=st.sampled_from(["~all", "?all", "+all", "all", ""]), count=st.integers(0, 20))
def test_nothing_of_the_old_record_is_lost(terms: list[str], end: str, count: int) -> None:
    """All its terms are there in their order, with what is added, in strings that a TXT record can hold."""
    old = " ".join(["v=spf1", *terms, *([end] if end else [])])
    add = tuple(f"ip4:198.18.{n}.1" for n in range(count))
    change = publish(plan(old, add=add))
    assert text(change).split() == ["v=spf1", *terms, *add, "-all"]
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', change.lines[0])
    assert max(len(one.encode()) for one in strings) <= 255
