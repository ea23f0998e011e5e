"""What a stranger does moves no verdict on TLS towards SAFE, makes him no user, and gains no policy."""

import itertools
from functools import lru_cache
from pathlib import Path

import pytest

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions import DECISIONS
from tests.advice.lines import all_advice
from tests.advice.test_cases import CASES, log_of

TLS = [name for name in DECISIONS if name != "warn_if_reject"]
FOLDER = Path(__file__).parent / "cases"
HIS = (Path(__file__).parent / "tls_attacker.log").read_text()
"""Mail by the best of TLS, an automatic answer to him, failed logins under names of his choice."""


@lru_cache
def judged(name: str, decision: str, with_him: bool) -> tuple[Advice, ...]:
    lines = log_of((FOLDER / name / "days.log").read_text(), 30)
    if with_him:
        lines = sorted(lines + log_of(HIS, 30), key=lambda line: line.partition("+")[0])
    return all_advice(lines, decision)


WORLDS = [path.name for path in CASES if path.name.startswith(("submission", "port_25", "dovecot", "policy"))]


ALONE = ("policy_unlogged", "certificate")
"""There his mail is the only one, so that all mail is by TLS 1.3."""


@pytest.mark.parametrize(
    ("world", "decision"), [pair for pair in itertools.product(WORLDS, TLS) if pair != ALONE]
)
def test_an_attacker_gains_nothing(world: str, decision: str) -> None:
    """No verdict becomes SAFE by him, nobody leaves the list of those in the way, and he is on no list."""
    before, after = judged(world, decision, False), judged(world, decision, True)
    assert [one.subject for one in before] == [one.subject for one in after]
    for one, two in zip(before, after, strict=True):
        own_people = one.subject != "port 25" and one.decision != "certificate"
        if own_people:
            assert two.verdict != "SAFE" or one.verdict == "SAFE", one.subject
        standing = {(p.name, p.client, p.worst) for p in one.parties if p.in_the_way}
        assert standing <= {(p.name, p.client, p.worst) for p in two.parties if p.in_the_way}
        assert one.entries == two.entries
        assert one.withdrawn == tuple(line for line in two.withdrawn if line[0] != "evil.example")
        if own_people and decision not in ("smtp_tls_policy_maps", "smtp_tls_protocols"):
            assert {p.name for p in one.parties} == {p.name for p in two.parties}
