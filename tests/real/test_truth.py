"""A real mail server: what the report says of its log is what clients, servers and mailboxes saw.

Seeds change from run to run; MAILSTAT_RIG_SEED gives one. MAILSTAT_RIG_MATRIX=long plays all variants.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from tests import rig
from tests.real import compare

REASON = rig.available()
pytestmark = pytest.mark.skipif(REASON is not None, reason=str(REASON))

SEED = os.environ.get("MAILSTAT_RIG_SEED") or str(secrets.randbelow(1_000_000))
LONG = os.environ.get("MAILSTAT_RIG_MATRIX") == "long"
SESSIONS = 400 if LONG else 250

PAIRS: dict[str, dict[str, Any]] = {
    "python": {},
    "perl": {"policy": "perl"},
}
LONG_PAIRS: dict[str, dict[str, Any]] = {
    "permerror": {"spf": {"PermError_reject": "True", "TempError_Defer": "True"}},
    "stricter": {"spf": {"Mail_From_reject": "Softfail", "HELO_reject": "Softfail"}},
    "no-enhanced-codes": {"spf": {"SPF_Enhanced_Status_Codes": "No"}},
    "debug-0": {"spf": {"debugLevel": "0"}},
}
SINGLES: dict[str, dict[str, Any]] = {
    "filters-and-greylisting": {"content_filter": True, "greylist": "after", "milters": True},
    "long-queue-ids": {"postfix": {"enable_long_queue_ids": "yes"}, "spf": {"Header_Type": "AR"}},
}
LONG_SINGLES: dict[str, dict[str, Any]] = {
    "debug-4": {"spf": {"debugLevel": "4"}},
    "tls-loglevel-2": {"postfix": {"smtpd_tls_loglevel": "2", "smtp_tls_loglevel": "2"}},
    "greylisting-before": {"content_filter": True, "greylist": "before"},
}


@pytest.fixture(scope="module", autouse=True)
def _say_the_seed() -> Iterator[None]:
    print(f"\nMAILSTAT_RIG_SEED={SEED}")
    yield


def understood(read: compare.Read) -> None:
    """Nothing in a real log may be unknown."""
    coverage = read.outcome.coverage
    assert coverage.lines == coverage.accounted()
    assert not coverage.unrecognised, (SEED, dict(coverage.samples))
    assert not coverage.damaged, (SEED, dict(coverage.samples))


@pytest.mark.parametrize("variant", [*PAIRS, *(LONG_PAIRS if LONG else ())])
def test_what_was_announced_is_what_happens(variant: str, tmp_path: Path) -> None:
    """The would-be rejections of the warn log are the refusals of the enforcing run: no miss, no extra."""
    options = {**PAIRS, **LONG_PAIRS}[variant]
    warned = rig.run("warn", SEED, SESSIONS, tmp_path / "warn", **options)
    enforced = rig.run("enforce", SEED, SESSIONS, tmp_path / "enforce", **options)
    read, truth = compare.read(warned.mail_log), warned.truth()
    understood(read)
    assert not compare.would_be_rejections(read.done, enforced.truth()), SEED
    assert not compare.encryption(read.done, truth), SEED
    if variant == "python":
        assert not compare.spf_results(read.done, truth), SEED
        assert not compare.loss_fates(read.done, truth), SEED


@pytest.mark.parametrize("variant", [*SINGLES, *(LONG_SINGLES if LONG else ())])
def test_fates_and_encryption_are_what_was_seen(variant: str, tmp_path: Path) -> None:
    """Each would-be rejection's fate, and each connection's encryption, is what really came of it."""
    run = rig.run("warn", SEED, SESSIONS, tmp_path, **{**SINGLES, **LONG_SINGLES}[variant])
    read, truth = compare.read(run.mail_log), run.truth()
    understood(read)
    assert not compare.encryption(read.done, truth), SEED
    assert not compare.loss_fates(read.done, truth), SEED


def test_a_log_without_years_says_the_same(tmp_path: Path) -> None:
    """RFC 3164 stamps, as Debian 11 writes them, give the same figures as RFC 3339 ones."""
    run = rig.run("warn", SEED, 60, tmp_path)
    new, old = compare.read(run.mail_log), compare.read(run.traditional_log, timezone=UTC)
    assert old.outcome.coverage.recognised == new.outcome.coverage.recognised
    for kind in ("sessions", "messages", "deliveries", "spf_checks", "losses", "logins"):
        one, other = getattr(new.done, kind), getattr(old.done, kind)
        assert [row.time // 1_000_000 for row in one] == [row.time // 1_000_000 for row in other], SEED
