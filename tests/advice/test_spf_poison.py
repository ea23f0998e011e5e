"""What a stranger does, or reports, moves no verdict on our record towards SAFE and gets nobody into it."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.advice.advice import Advice, Verdict
from loganalyzer.api.outside import Outside
from loganalyzer.outside.dmarc import Carrier, DmarcReport
from tests.advice.lines import all_advice
from tests.advice.outside import labels_of, outside_of, reports_of
from tests.advice.test_cases import CASES, FIRST_DAY, given_of, log_of, tomllib

FOLDER = Path(__file__).parent / "cases"
WORLDS = [path.name for path in CASES if path.name.startswith("spf_all")]
SAFER: dict[Verdict, int] = {"UNSAFE": 0, "BLIND": 1, "NOT_YET": 1, "SAFE": 2}
HIS = (Path(__file__).parent / "spf_attacker.log").read_text()
"""Spoofs of our domain, signed by himself and by a replayed signature of ours, from one network and many."""

HIS_ADDRESSES = ("198.51.100.66", "198.51.100.67", "203.0.113.99")


@lru_cache
def world(name: str) -> tuple[dict[str, object], tuple[str, ...]]:
    case = tomllib.loads((FOLDER / name / "case.toml").read_text())
    return case, tuple(log_of((FOLDER / name / "days.log").read_text(), case["days"]))


def judged(name: str, lines: tuple[str, ...] = (), forged: tuple[DmarcReport, ...] = ()) -> Advice:
    case, own = world(name)
    outside = outside_of(case, FIRST_DAY) or Outside()
    outside = replace(outside, dmarc=(*outside.dmarc, *forged))
    told = sorted((*own, *lines), key=lambda line: line.partition("+")[0])
    (advice,) = all_advice(told, "spf_all", given_of(case), outside, labels_of(case))
    return advice


def gains_nothing(before: Advice, after: Advice) -> None:
    """Not safer, nobody leaves the list of those in the way, and no address of his is proposed."""
    assert SAFER[after.verdict] <= SAFER[before.verdict]
    assert before.spf is not None
    assert after.spf is not None
    standing = {row.network for row in before.spf.sources if row.in_the_way}
    assert standing <= {row.network for row in after.spf.sources if row.in_the_way}
    assert not [term for term in after.spf.add if term.partition(":")[2] in HIS_ADDRESSES]
    assert after.spf.add == before.spf.add


@pytest.mark.parametrize("name", WORLDS)
def test_a_spoofer_gains_nothing(name: str) -> None:
    """However much he sends in our name, signed or not."""
    days = world(name)[0]["days"]
    assert isinstance(days, int)
    gains_nothing(judged(name), judged(name, tuple(log_of(HIS, days))))


FORGED = {
    "by a stranger": {"reporter": "forger.example", "days": [0, 40]},
    "of a hundred years": {"reporter": "forger.example", "days": [0, 0]},
    "in the name of others, found out": {"reporter": "mailbox.example", "days": [0, 40], "verified": False},
}


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("name", WORLDS)
def test_a_forged_report_gains_nothing(name: str, how: str) -> None:
    """His own address signed and passing, in any volume, and the sources in the way as refused."""
    rows = [
        {"ip": "198.51.100.66", "count": 10**12, "signed": True},
        {"ip": "203.0.113.60", "count": 10**6, "disposition": "reject"},
        {"ip": "198.51.100.77", "count": 10**6, "disposition": "reject", "reason": "forwarded"},
    ]
    forged = reports_of({**FORGED[how], "rows": rows}, "example.org", FIRST_DAY)
    if how == "of a hundred years":
        forged = [replace(one, end=one.begin * 3) for one in forged]
    gains_nothing(judged(name), judged(name, (), tuple(forged)))


def test_a_known_name_helps_no_forger_where_mails_are_verified() -> None:
    """With --authserv a report counts by the signature of the mail it came in, not by what it says."""
    rows = [{"ip": "192.0.2.25", "count": 20, "signed": True}]
    told = {"reporter": "mailbox.example", "days": [0, 31], "rows": rows}
    case, own = world("spf_all_without_reports")
    plain = outside_of(case, FIRST_DAY) or Outside()
    carriers = {None: "BLIND", False: "BLIND", True: "SAFE"}
    for verified, verdict in carriers.items():
        forged = reports_of(told, "example.org", FIRST_DAY)
        carried = tuple(replace(one, carrier=Carrier("mailbox.example", verified)) for one in forged)
        outside = replace(plain, dmarc=carried, strict=True)
        (advice,) = all_advice(own, "spf_all", given_of(case), outside)
        assert advice.verdict == verdict, verified


def test_a_verified_stranger_is_a_stranger() -> None:
    """Anybody can sign for a domain of his own: that makes him no reporter whom we know."""
    rows = [{"ip": "192.0.2.25", "count": 20, "signed": True}]
    told = {"reporter": "forger.example", "days": [0, 31], "rows": rows, "verified": True}
    forged = tuple(reports_of(told, "example.org", FIRST_DAY))
    assert judged("spf_all_without_reports", (), forged).verdict == "BLIND"


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "ip": st.sampled_from(["192.0.2.25", "198.51.100.66", "203.0.113.60", "2001:db8::66"]),
            "count": st.integers(1, 10**9),
            "signed": st.booleans(),
            "disposition": st.sampled_from(["none", "quarantine", "reject"]),
            "envelope": st.sampled_from(["", "example.org", "esp.example"]),
        }
    ),
    max_size=3,
)


@given(rows=ROWS, name=st.sampled_from(WORLDS), day=st.integers(0, 31))
def test_a_report_more_never_makes_it_safer(rows: list[dict[str, object]], name: str, day: int) -> None:
    """Of a reporter who does not count, whatever he says; the law behind the cases."""
    told = {"reporter": "forger.example", "days": [day, day], "rows": rows}
    gains_nothing(judged(name), judged(name, (), tuple(reports_of(told, "example.org", FIRST_DAY))))
