"""Logs as servers write them, told day by day in ``cases/``, each with the verdict that it must get."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from loganalyzer.advice.decisions import DECISIONS
from loganalyzer.advice.facts import Given
from loganalyzer.terms.label import Label
from loganalyzer.terms.unit import Unit
from tests.advice.lines import all_advice
from tests.advice.outside import labels_of, outside_of

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/case.toml"))
FIRST_DAY = datetime(2026, 9, 1, tzinfo=UTC)
HEAD = re.compile(r"# (?:every day|on days ([\d ]+))")


def log_of(told: str, days: int) -> list[str]:
    """The lines of all days: a head says on which days those below it are written."""
    on: set[int] = set()
    written = []
    for line in filter(str.strip, told.splitlines()):
        head = HEAD.fullmatch(line)
        if head is not None:
            on = set(map(int, head[1].split())) if head[1] else set(range(days))
            continue
        clock, _, message = line.partition(" ")
        hour, minute, second = map(int, clock.split(":"))
        for day in on:
            when = FIRST_DAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)
            written.append(f"{when:%Y-%m-%dT%H:%M:%S.%f}+00:00 mx {message}")
    return sorted(written, key=lambda line: line.partition("+")[0])


def given_of(case: dict[str, Any]) -> Given:
    labels = {
        Unit.parse(one["unit"]): Label(one["as"], one["who"], one["when"], one["why"])
        for one in case.get("labels", ())
    }
    return Given(labels=labels)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_case_gets_its_verdict(folder: Path) -> None:
    """The verdict, its sentence, the gates that do not hold, who is in the way, and what would free them."""
    case = tomllib.loads((folder / "case.toml").read_text())
    lines = log_of((folder / "days.log").read_text(), case["days"])
    outside, labels = outside_of(case, FIRST_DAY), labels_of(case)
    found = all_advice(lines, case.get("decision", "warn_if_reject"), given_of(case), outside, labels)
    advice = next(one for one in found if one.subject == case.get("subject", one.subject))
    expect = case["expect"]
    assert advice.verdict == expect["verdict"]
    assert expect["headline"] in advice.headline
    assert [gate.name for gate in advice.gates if not gate.holds] == expect["open_gates"]
    claims = " / ".join(one.claim for one in advice.because)
    assert all(words in claims for words in expect["because"])
    in_the_way = {str(one.unit): one.kind for one in advice.obstacles if one.in_the_way}
    in_the_way |= {f"{one.name} {one.client}".strip(): one.worst for one in advice.parties if one.in_the_way}
    assert in_the_way == expect.get("in_the_way", {})
    assert dict(advice.entries) == expect.get("policy_map", {})
    assert [value for one in advice.exceptions for value in one.values] == expect.get("exceptions", [])
    assert advice.with_all == expect.get("with_all")
    remarks = " / ".join(advice.remarks)
    assert all(words in remarks for words in expect.get("remarks", []))
    if advice.spf is not None:
        standing = {one.network: one.kind for one in advice.spf.sources if one.in_the_way}
        assert standing == expect.get("sources_in_the_way", {})
        assert list(advice.spf.add) == expect.get("add", [])
        assert advice.spf.if_yes == expect.get("if_yes")


@pytest.mark.parametrize("decision", DECISIONS)
def test_every_verdict_has_a_case(decision: str) -> None:
    """All four verdicts of each decision are reached by lines that a server would write."""
    cases = [tomllib.loads((folder / "case.toml").read_text()) for folder in CASES]
    own = [case for case in cases if case.get("decision", "warn_if_reject") == decision]
    assert {case["expect"]["verdict"] for case in own} == {"SAFE", "NOT_YET", "UNSAFE", "BLIND"}
