"""A real mail server: what the report says of its log is what clients, servers and mailboxes saw.

Seeds change from run to run; MAILSTAT_RIG_SEED gives one. MAILSTAT_RIG_MATRIX=long plays all variants.
"""

import pytest

from tests.real import compare, encryption, spans
from tests.real.played import SEED, VARIANTS, Stage
from tests.rig import truth as rig_truth
from tests.rig.records import Truth

WITH_GREYLISTING = [name for name, v in VARIANTS.items() if v.options.get("greylist")]
PAIRS = [name for name, v in VARIANTS.items() if v.pair]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_line_is_known(name: str, stage: Stage) -> None:
    """Nothing in a real log is unknown or damaged, and every line is accounted for."""
    for mode, played in stage(name).items():
        coverage = played.read.outcome.coverage
        assert coverage.lines == coverage.accounted(), (SEED, mode)
        assert not coverage.unrecognised, (SEED, mode, dict(coverage.samples))
        assert not coverage.damaged, (SEED, mode, dict(coverage.samples))


@pytest.mark.parametrize("name", PAIRS)
def test_what_was_announced_is_what_happens(name: str, stage: Stage) -> None:
    """The would-be rejections of the warn log are the refusals of the enforcing run: no miss, no extra."""
    variant, runs = VARIANTS[name], stage(name)
    refused = rig_truth.refused_for_spf(runs["enforce"].truth, soft=variant.soft)
    assert refused, SEED
    assert not compare.would_be_rejections(
        runs["warn"].read.done,
        refused,
        same_clients=variant.same_clients,
        but=_met_a_dead_policy(runs["warn"].truth),
    ), SEED


def _met_a_dead_policy(truth: Truth) -> set[compare.Triple]:
    return rig_truth.asked(spans.during(truth, "policy:dead"))


@pytest.mark.parametrize("name", VARIANTS)
def test_fates_are_what_became_of_the_mail(name: str, stage: Stage) -> None:
    """Each would-be rejection's fate is what really came of it, over all attempts."""
    variant, warned = VARIANTS[name], stage(name)["warn"]
    truth = spans.outside(warned.truth, *spans.UNJUDGED)
    unsure = spans.unsure(warned.truth, perl=variant.perl)
    assert not compare.loss_fates(warned.read.done, truth, variant.refusing, unsure), SEED


@pytest.mark.parametrize("name", WITH_GREYLISTING)
def test_a_greylisted_try_is_never_refused_anyway(name: str, stage: Stage) -> None:
    """Who was only put off is not counted as refused, and some did come back, from other networks too."""
    warned = stage(name)["warn"]
    put_off = rig_truth.put_off(warned.truth)
    assert put_off, SEED
    for loss in warned.read.done.losses:
        if (loss.sender, loss.recipient) in put_off:
            assert loss.fate != "refused_anyway", (SEED, loss)
    came_back = {s.id.partition("r")[0]: s.address for s in warned.truth.sessions if s.attempt}
    assert any(s.address != came_back.get(s.id, s.address) for s in warned.truth.sessions), SEED


@pytest.mark.parametrize("name", VARIANTS)
def test_encryption_is_what_both_ends_saw(name: str, stage: Stage) -> None:
    """Protocol and cipher of each session and message, in and out, are what clients and servers saw."""
    variant, warned = VARIANTS[name], stage(name)["warn"]
    if variant.tls_logged:
        hidden = ("sessions",) if variant.postscreen else ()
        doubtful = spans.cut_off(warned.truth)
        assert not encryption.encryption(warned.read.done, warned.truth, doubtful, but=hidden), SEED
    else:
        assert not encryption.claims(warned.read.done, warned.truth), SEED


@pytest.mark.parametrize("name", VARIANTS)
def test_logins_are_what_their_clients_saw(name: str, stage: Stage) -> None:
    """Each Dovecot login's user, address and encryption is what its client saw."""
    warned = stage(name)["warn"]
    named = bool(VARIANTS[name].options.get("dovecot"))
    assert not encryption.logins(warned.read.done, warned.truth, named=named), SEED


@pytest.mark.parametrize("name", VARIANTS)
def test_spf_results_are_what_the_records_say(name: str, stage: Stage) -> None:
    """Each SPF result is that of the sender's record; where not all are logged, none is invented."""
    variant, warned = VARIANTS[name], stage(name)["warn"]
    unsure = {address for address, _, _ in spans.unsure(warned.truth, perl=variant.perl)}
    found = compare.spf_results(
        warned.read.done, warned.truth, variant.refusing, perl=variant.perl, but=unsure
    )
    if not variant.spf_logged:
        found.pop("only in the truth", None)
    assert not found, SEED


@pytest.mark.parametrize("name", [name for name in VARIANTS if name == "phases"])
def test_a_policy_service_that_is_dead_is_no_judge(name: str, stage: Stage) -> None:
    """What meets a dead policy service is told apart from what SPF refuses."""
    warned = stage(name)["warn"]
    met = _met_a_dead_policy(warned.truth)
    assert met, SEED
    assert not compare.differences(compare.left_to_a_broken_policy(warned.read.done), met), SEED
