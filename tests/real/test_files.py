"""A real log as it may lie on disk, with lines out of order, rotated or without years, says the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loganalyzer.linking.finished import Finished
from tests import rig
from tests.real import compare, encryption, spans
from tests.real.disorder import ROTATIONS, out_of_order
from tests.real.played import SEED, VARIANTS, Played, Stage

KINDS = ("sessions", "messages", "deliveries", "spf_checks", "rejections", "losses", "logins", "notices")


def _rows(done: Finished, kind: str) -> Iterator[str]:
    """Rows without their place in the files."""
    return (repr(row._replace(at=0)) for row in getattr(done, kind))


def _same(one: Finished, other: Finished) -> None:
    for kind in KINDS:
        assert not compare.differences(_rows(one, kind), _rows(other, kind)), (SEED, kind)


@pytest.mark.parametrize("name", VARIANTS)
def test_lines_out_of_order_change_nothing(name: str, stage: Stage, tmp_path: Path) -> None:
    """Lines of different processes that come up to 50 ms late alter neither fates nor encryption."""
    variant, warned = VARIANTS[name], stage(name)["warn"]
    late = compare.read(out_of_order(warned.run.mail_log, tmp_path / "mail.log", SEED)).done
    truth, doubtful = warned.truth, spans.cut_off(warned.truth)
    judged, but = spans.outside(truth, *spans.UNJUDGED), spans.unsure(truth, perl=variant.perl)
    assert compare.announced(late) == compare.announced(warned.read.done), SEED
    assert not compare.loss_fates(late, judged, variant.refusing, but), SEED
    if variant.tls_logged:
        hidden = ("sessions",) if variant.postscreen else ()
        assert not encryption.encryption(late, truth, doubtful, but=hidden), SEED


@pytest.mark.parametrize("rotate", ROTATIONS.values(), ids=ROTATIONS)
def test_rotation_changes_nothing(rotate: Callable[[Path, Path], None], stage: Stage, tmp_path: Path) -> None:
    """A log in several files, some compressed, some holding the same lines, is the same log."""
    warned = stage("errors-filters-greylisting")["warn"]
    rotate(warned.run.mail_log, tmp_path)
    cut = compare.read(tmp_path)
    assert cut.outcome.coverage.recognised == warned.read.outcome.coverage.recognised, SEED
    _same(cut.done, warned.read.done)


CLOCK_CHANGES = {"back": "2026-10-25", "forward": "2027-03-28"}
"""Sundays on which the clocks of Berlin change between two and three in the night."""


DOUBLED = datetime(2026, 10, 25, 0, tzinfo=UTC).timestamp()
"""When Berlin's doubled hour begins; the second time of it ends two hours later."""


def _told(time: int) -> int:
    """What a stamp without zone tells: of a quiet doubled hour not which of the two it was."""
    return time if not DOUBLED <= time < DOUBLED + 7200 else time % 3600


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_a_night_in_which_the_clock_changes(change: str, tmp_path: Path) -> None:
    """Stamps with a zone, and stamps with neither zone nor year, tell the same times and the truth."""
    start = CLOCK_CHANGES[change]
    run = rig.run("warn", SEED, 50, tmp_path, days=0.2, start=start, timezone="Europe/Berlin")
    played = Played(run)
    new = played.read.done
    day = datetime.fromisoformat(start).replace(tzinfo=UTC)
    berlin = {"timezone": ZoneInfo("Europe/Berlin"), "now": day + timedelta(days=2)}
    old = compare.read(run.traditional_log, **berlin, year=day.year).done
    for kind in KINDS:
        one, other = ([row.time // 1_000_000 for row in getattr(done, kind)] for done in (new, old))
        assert [_told(time) for time in one] == [_told(time) for time in other], (SEED, kind)
    for done in (new, old):
        assert not encryption.encryption(done, played.truth), SEED
        assert not compare.loss_fates(done, played.truth), SEED
