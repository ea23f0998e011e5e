"""Each story in sample_logs reads as its README says: verdict and figures, from the truth of the run."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import loganalyzer as la
from loganalyzer.linking.restriction import SPF
from loganalyzer.terms.tls import Tls

SAMPLES = Path(__file__).parents[2] / "sample_logs"
STORIES = sorted(path.parent.name for path in SAMPLES.glob("*/expected.json"))


def expected(story: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / story / "expected.json").read_text())
    return found


def counted(rows: list[list[Any]]) -> Counter[tuple[Any, ...]]:
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def named(tls: Tls) -> tuple[str, str]:
    return (tls.protocol, tls.cipher) if tls.seen == "line" else ("", "")


@pytest.fixture(scope="module", params=STORIES)
def story(request: pytest.FixtureRequest) -> tuple[str, la.Log]:
    return request.param, la.read(SAMPLES / request.param)


def test_there_are_stories() -> None:
    """Every story has a README and the verdict it should come to."""
    assert "forgotten-forwarder" in STORIES
    for name in STORIES:
        assert (SAMPLES / name / "README.md").exists()


def test_the_verdict_is_the_one_of_the_story(story: tuple[str, la.Log]) -> None:
    """Without labels and exceptions, the report comes to the verdict that the story tells."""
    name, log = story
    (advice,) = log.report(["warn_if_reject"]).advice
    assert advice.verdict == expected(name)["warn_if_reject"]["without labels"]


def test_each_verdict_on_tls_is_the_one_of_the_story(story: tuple[str, la.Log]) -> None:
    """Our people's devices are modern, some strangers' servers are not, and Dovecot tells no versions."""
    name, log = story
    found = {f"{one.decision}, {one.subject}": one.verdict for one in log.advice if one.question}
    assert found == expected(name)["tls"]


def test_every_line_is_understood(story: tuple[str, la.Log]) -> None:
    """A log made with real daemons holds no line that is unknown."""
    coverage = story[1].coverage
    assert coverage.lines == coverage.accounted()
    assert not coverage.unrecognised
    assert not coverage.damaged


def test_the_figures_are_those_that_clients_and_servers_counted(story: tuple[str, la.Log]) -> None:
    """Sessions, accepted messages and sent recipients by protocol and cipher equal the truth."""
    name, log = story
    figures = expected(name)["figures"]
    done = log.finished
    if any(session.tls.seen == "line" for session in done.sessions):
        sessions = Counter((s.service, *named(s.tls)) for s in done.sessions)
        accepted = Counter(
            (m.service, *named(m.tls)) for m in done.messages if m.accepted and m.service.endswith("smtpd")
        )
        assert sessions == counted(figures["inbound sessions"])
        assert accepted == counted(figures["accepted messages"])
    sent = Counter(
        (d.recipient.rpartition("@")[2].lower(), *named(d.tls))
        for d in done.deliveries
        if d.program == "smtp" and d.status == "sent"
    )
    assert sent == counted(figures["recipients sent to remote servers"])


def test_the_fates_are_those_found_in_the_mailboxes(story: tuple[str, la.Log]) -> None:
    """Each sender and recipient that fails SPF met the fate that the mailboxes and servers show."""
    name, log = story
    losses = {
        (loss.sender, loss.recipient): loss.fate for loss in log.finished.losses if loss.restriction == SPF
    }
    if not losses:
        pytest.fail(f"{name} shows no would-be rejection") if "BLIND" not in str(expected(name)) else None
        return
    order = ("delivered", "quarantined", "bounced", "refused_anyway", "not_completed", "refused")
    truth: dict[tuple[str, str], str] = {}
    for row in json.loads((SAMPLES / name / "failing.json").read_text()):
        key = (row["sender"].lower(), row["recipient"].lower())
        fate = row["fate"].removesuffix("_for_spf")
        truth[key] = min(truth.get(key, fate), fate, key=order.index)
    best: dict[tuple[str, str], str] = {}
    for loss in log.finished.losses:
        if loss.restriction == SPF:
            key = (loss.sender, loss.recipient)
            best[key] = min(best.get(key, loss.fate), loss.fate, key=order.index)
    assert best == truth
