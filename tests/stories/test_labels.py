"""The sample logs' own stories: with the labels that the truth warrants, the verdict is the one foretold."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from loganalyzer.advice.candidates import Candidate
from loganalyzer.api import Log
from loganalyzer.settings.labels import Label, Labels
from loganalyzer.settings.read import read_settings
from loganalyzer.settings.settings import Settings

SAMPLES = Path(__file__).parents[2] / "sample_logs"
FILES = ("main.cf", "master.cf", "policyd-spf.conf")
FORWARDER = "203.0.113.70,2001:db8:70::1"


@pytest.fixture(scope="module")
def logs() -> dict[str, Log]:
    return {name: Log([str(SAMPLES / name)]) for name in ("ready", "forgotten-forwarder")}


def wanted(story: str, one: Candidate) -> bool:
    """Whether any message of the unit was wanted, as the world behind the log knows."""
    rows = json.loads((SAMPLES / story / "failing.json").read_text())
    known = [
        row["wanted"]
        for row in rows
        if row["client_address"] in one.clients and row["sender"].lower().endswith(one.unit.sender_domain)
    ]
    assert known, f"nobody knows of {one.unit}"
    return any(known)


def junk(story: str, undecided: list[Candidate]) -> Labels:
    """Each of them labelled as the junk that it is."""
    assert not [one.unit for one in undecided if wanted(story, one)]
    labels = [Label(str(one.unit), "junk", "anna", date(2026, 11, 24), "bots") for one in undecided]
    return Labels(tuple(labels), audit_key=b"k" * 32)


def undecided(log: Log, settings: Settings | None = None) -> list[Candidate]:
    return [one for one in log.candidates(settings=settings) if one.asked != "no"]


def verdict(log: Log, labels: Labels | None = None, settings: Settings | None = None) -> str:
    (advice,) = log.report(["warn_if_reject"], labels=labels, settings=settings).advice
    return advice.verdict


def foretold(story: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((SAMPLES / story / "expected.json").read_text())["warn_if_reject"]
    return found


def with_exception(story: str, folder: Path) -> Settings:
    """The story's configuration with its forwarder in the whitelist."""
    for name in FILES:
        shutil.copy(SAMPLES / story / name, folder)
    with (folder / "policyd-spf.conf").open("a") as conf:
        conf.write(f"\nWhitelist = {FORWARDER}\n")
    return read_settings(folder)


def test_a_server_that_is_ready_is_safe_once_its_junk_is_called_junk(logs: dict[str, Log]) -> None:
    """Labels are all that stands between the ready server and SAFE."""
    log = logs["ready"]
    assert verdict(log) == foretold("ready")["without labels"]
    assert verdict(log, junk("ready", undecided(log))) == foretold("ready")["with labels"] == "SAFE"


def test_labels_left_out_keep_the_verdict_open(logs: dict[str, Log]) -> None:
    """One undecided sender in the way is enough for NOT YET."""
    log = logs["ready"]
    labels = junk("ready", undecided(log)[1:])
    assert verdict(log, labels) == "NOT_YET"


def test_a_forgotten_forwarder_needs_exception_and_labels(logs: dict[str, Log], tmp_path: Path) -> None:
    """The exception alone is NOT YET, labels alone stay UNSAFE, both together are SAFE."""
    log, said = logs["forgotten-forwarder"], foretold("forgotten-forwarder")
    settings = with_exception("forgotten-forwarder", tmp_path)
    labels = junk("forgotten-forwarder", undecided(log, settings))
    assert verdict(log) == verdict(log, labels) == said["without labels"] == "UNSAFE"
    assert verdict(log, settings=settings) == said["with exception"]
    assert verdict(log, labels, settings) == said["with both"] == "SAFE"
