"""Our record at real servers that judge by it: what the advice foretells of -all is what happens then.

The record of example.org has forgotten this server. It is played with ~all, with -all, and with the
record that the advice prints, ending in -all.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.advice.advice import Advice
from loganalyzer.advice.spf_gates import NAMES_SPF
from loganalyzer.changes.change import Change
from tests import rig
from tests.real.played import SEED
from tests.rig.world import destinations, ourselves

SESSIONS = 150
FORGOTTEN = "v=spf1 ip4:203.0.113.11 ~all"
JUDGES = frozenset({"spf", "spf4", "spfdata"})
"""Servers that refuse what fails SPF, by their rule in ``world.destinations``."""

Refused = dict[str, int]


@dataclass
class Played:
    """One run: mail in our name that others refused for SPF, by their domain, and that they took."""

    log: la.Log
    refused: Refused
    taken: Refused


@dataclass
class Told:
    """Three runs, and what was said of the first."""

    softfail: Played
    fail: Played
    mended: Played
    advice: Advice


def play(record: str, out: Path) -> Played:
    """What became of mail from example.org, as the other servers saw it."""
    environment = {"RIG_DRAIN": "5", "RIG_RECORD": record}
    run = rig.run("warn", SEED, SESSIONS, out, plan="ready", environment=environment)
    refused: Refused = {}
    taken: Refused = {}
    for one in run.truth().outbound:
        for message in one.messages:
            if not message.mail_from.endswith("@example.org"):
                continue
            for address, _ in message.rcpts:
                if address in message.accepted():
                    taken[one.domain] = taken.get(one.domain, 0) + 1
                elif message.spf not in (None, "pass") and not address.startswith("nobody"):
                    refused[one.domain] = refused.get(one.domain, 0) + 1
    return Played(la.read(run.mail_log), refused, taken)


def judged(log: la.Log, record: str) -> tuple[Advice, Change | None, Change | None]:
    """The advice on this record, with what is to be entered first, and then."""
    outside = la.read_outside("example.org", spf_record=record, addresses=[ourselves.ADDRESS])
    report = log.report(["spf_all"], outside=outside)
    return report.advice[0], report.remedies[0].exceptions, report.remedies[0].change


def published(change: Change | None) -> str:
    """The record that a change prints."""
    assert change is not None
    return "".join(re.findall(r'"([^"]*)"', change.lines[0]))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("record")
    softfail = play(FORGOTTEN, folder / "softfail")
    advice, first, _ = judged(softfail.log, FORGOTTEN)
    fail = play(FORGOTTEN.replace("~all", "-all"), folder / "fail")
    _, _, then = judged(softfail.log, published(first))
    return Told(softfail, fail, play(published(then), folder / "mended"), advice)


def test_what_is_foretold_is_lost_and_the_rest_arrives(told: Told) -> None:
    """With -all each server that judges by SPF refuses all that this one sends, and no other does."""
    assert told.advice.spf is not None
    assert told.advice.spf.if_yes == "UNSAFE", SEED
    (ours,) = [row for row in told.advice.spf.sources if row.kind == "ours"]
    assert (ours.addresses, ours.in_the_way) == ((ourselves.ADDRESS,), True)
    rules = {server.domain: server.rule for server in destinations.MAILSERVERS.values()}
    assert {rules[domain] in JUDGES for domain in told.fail.refused} == {True}, SEED
    assert {rules[domain] in JUDGES for domain in told.fail.taken} == {False}, SEED
    assert told.fail.refused.keys() > told.softfail.refused.keys(), SEED


def test_with_the_record_that_is_printed_nothing_is_lost(told: Told) -> None:
    """What is ours is entered, the end is changed, and nobody refuses it."""
    assert told.advice.spf is not None
    assert told.advice.spf.add == (f"ip4:{ourselves.ADDRESS}",)
    assert told.mended.refused == {}, SEED
    assert told.mended.taken.keys() >= told.fail.refused.keys(), SEED


@pytest.mark.parametrize("name", ["softfail", "fail", "mended"])
def test_the_log_shows_each_refusal_that_names_spf(told: Told, name: str) -> None:
    """As many, for each domain, as the other servers gave."""
    played: Played = getattr(told, name)
    (tally,) = played.log.tally.values()
    found: Refused = {}
    for key, used in tally.refusals.items():
        if key.sender_domain == "example.org" and key.about in NAMES_SPF:  # forwarded spoofs too
            found[key.to_domain] = found.get(key.to_domain, 0) + used.times
    assert found == played.refused, SEED
