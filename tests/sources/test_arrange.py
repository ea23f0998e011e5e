"""Several logs become strands in order of time, each line once."""

import gzip
import io
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalyzer.sources import arrange, discover, overlap

from .files import PACKERS, arranged, content, lines, put, read, span, texts

ROTATED = {
    "mail.log": lines(300, 400),
    "mail.log.1": lines(200, 300),
    "mail.log.2.gz": gzip.compress(lines(100, 200)),
    "mail.log.3.gz": gzip.compress(lines(0, 100)),
}


@pytest.mark.parametrize("order", list(itertools.permutations(ROTATED))[::5])
def test_rotated_set_in_any_order(order: tuple[str, ...], tmp_path: Path) -> None:
    """Rotated logs are read oldest first, however they are named and in whichever order."""
    plan = arranged(*(put(tmp_path, name, ROTATED[name]) for name in order))
    assert read(plan) == [lines(0, 400)]
    assert not plan.findings


def test_names_say_nothing(tmp_path: Path) -> None:
    """Order is by content: a set whose numbers run the other way is read as well."""
    paths = [put(tmp_path, f"mail.log.{part}", lines(part * 10, part * 10 + 10)) for part in range(5)]
    assert read(arranged(*paths)) == [lines(0, 50)]


def test_identical_logs(tmp_path: Path) -> None:
    """Of two copies, packed or not, the first named is read."""
    log = lines(0, 50)
    plan = arranged(
        put(tmp_path, "a", log), put(tmp_path, "b.gz", gzip.compress(log)), put(tmp_path, "c", log)
    )
    assert read(plan) == [log]
    assert [source.name for source in plan.strands[0]] == [f"{tmp_path}/a"]
    assert texts(plan.findings, tmp_path) == [
        "info: b.gz: all of it is the beginning of a; it was read once",
        "info: c: all of it is the beginning of a; it was read once",
    ]


@pytest.mark.parametrize("end", [len(lines(0, 30)), len(lines(0, 30)) - 7])
def test_log_and_its_continuation(end: int, tmp_path: Path) -> None:
    """An older copy of a log, ending at a line end or not, is the beginning of it and not read."""
    plan = arranged(put(tmp_path, "old", lines(0, 50)[:end]), put(tmp_path, "new", lines(0, 50)))
    assert read(plan) == [lines(0, 50)]
    assert [source.name for source in plan.strands[0]] == [f"{tmp_path}/new"]


def test_same_first_line_is_not_the_same_log(tmp_path: Path) -> None:
    """Logs that begin alike and go on otherwise are both read, side by side."""
    first = lines(0, 1)
    plan = arranged(put(tmp_path, "a", first + lines(1, 9)), put(tmp_path, "b", first + lines(1, 9, "other")))
    assert sorted(read(plan)) == sorted([first + lines(1, 9), first + lines(1, 9, "other")])
    assert [finding.severity for finding in plan.findings] == ["warning", "info"]


@pytest.mark.parametrize("kind", ["plain", *PACKERS])
@pytest.mark.parametrize("begin", [1, 60, 98])
def test_end_of_one_is_beginning_of_the_next(kind: str, begin: int, tmp_path: Path) -> None:
    """A common run at the seam is read once: the later log begins behind it."""
    older, newer = lines(0, 100), lines(begin, 150)
    pack = PACKERS.get(kind, bytes)
    plan = arranged(put(tmp_path, "mail.log", pack(newer)), put(tmp_path, "mail.log.1", pack(older)))
    assert read(plan) == [lines(0, 150)]
    assert [finding.severity for finding in plan.findings] == ["info"]


def test_one_line_repeated_across_a_rotation(tmp_path: Path) -> None:
    """A line that ends one log and begins the next within one second was written twice."""
    plan = arranged(put(tmp_path, "mail.log.1", lines(0, 100)), put(tmp_path, "mail.log", lines(99, 150)))
    assert read(plan) == [lines(0, 100) + lines(99, 150)]
    assert not plan.findings


def test_copy_taken_while_a_line_was_written(tmp_path: Path) -> None:
    """Half a line at the end of a copy gives way to the whole line in the log that goes on."""
    older = lines(0, 100)[:-9]
    plan = arranged(put(tmp_path, "mail.log.1", older), put(tmp_path, "mail.log", lines(60, 150)))
    assert read(plan) == [lines(0, 150)]


def test_repeated_lines_inside_one_log_count(tmp_path: Path) -> None:
    """Equal lines in one log are what was written; only the common run is read once."""
    same = lines(50, 51)
    older, newer = lines(0, 50) + same * 5, same * 3 + lines(51, 80)
    plan = arranged(put(tmp_path, "mail.log.1", older), put(tmp_path, "mail.log", newer))
    assert read(plan) == [older + lines(51, 80)]


def test_log_inside_another(tmp_path: Path) -> None:
    """A log that is a piece of another is not read."""
    plan = arranged(put(tmp_path, "all", lines(0, 100)), put(tmp_path, "piece", lines(40, 60)))
    assert read(plan) == [lines(0, 100)]
    assert texts(plan.findings, tmp_path) == ["info: piece: all of it is inside all; it was read once"]


def test_three_logs_that_overlap_in_turn(tmp_path: Path) -> None:
    """Each seam of a chain is found."""
    parts = [lines(0, 60), lines(40, 120), lines(100, 150)]
    plan = arranged(*(put(tmp_path, f"mail.log.{number}", part) for number, part in enumerate(parts)))
    assert read(plan) == [lines(0, 150)]


def test_two_hosts(tmp_path: Path) -> None:
    """Logs of two hosts over the same time are two strands, each in its own order, told once."""
    paths = [
        put(tmp_path / host, name, lines(first, first + 10, host))
        for host in ("a", "b")
        for name, first in (("mail.log.2", 0), ("mail.log.1", 10), ("mail.log", 20))
    ]
    plan = arranged(*paths)
    assert read(plan) == [lines(0, 30, "a"), lines(0, 30, "b")]
    assert texts(plan.findings, tmp_path) == [
        "info: b/mail.log.2: overlaps in time with a/mail.log.2 (and 2 that follow it); "
        "both were read, merged by time"
    ]


def test_overlap_with_common_lines_is_a_warning(tmp_path: Path) -> None:
    """Where lines are shared but no run is, they count twice, and that is said."""
    whole = lines(0, 100).splitlines(keepends=True)
    plan = arranged(put(tmp_path, "all", b"".join(whole)), put(tmp_path, "some", b"".join(whole[40:80:2])))
    assert sum(map(len, read(plan))) == len(b"".join(whole)) + len(b"".join(whole[40:80:2]))
    assert texts(plan.findings, tmp_path)[0] == (
        "warning: some: has lines in common with all but does not continue it; such lines count twice"
    )


def test_many_logs_over_the_same_time(tmp_path: Path) -> None:
    """A hundred hosts are a hundred strands, and an excerpt of one of them is found among all."""
    paths = [put(tmp_path, f"h{host}", lines(0, 30, f"h{host}")) for host in range(100)]
    paths.append(put(tmp_path, "excerpt", lines(10, 20, "h77")))
    plan = arranged(*paths)
    assert sorted(read(plan)) == sorted(lines(0, 30, f"h{host}") for host in range(100))


def test_log_without_any_stamp_is_read(tmp_path: Path) -> None:
    """A log that cannot be placed in time is read after the others."""
    plan = arranged(put(tmp_path, "b", b"what is this\n"), put(tmp_path, "a", lines(0, 10)))
    assert read(plan) == [lines(0, 10) + b"what is this\n"]
    assert read(arranged(put(tmp_path, "c", b"nothing else\n"))) == [b"nothing else\n"]


def test_pipe_beside_a_log(tmp_path: Path) -> None:
    """What came through a pipe is compared like a file."""
    path = put(tmp_path, "mail.log.1", lines(0, 100))
    sources, _ = discover(["-", path], stdin=io.BytesIO(lines(60, 150)))
    assert read(arrange(sources, [span(source) for source in sources])) == [lines(0, 150)]


def test_nothing_to_arrange() -> None:
    """No inputs make no strands."""
    plan = arrange([], [])
    assert (plan.strands, plan.findings) == ((), ())


def test_needles_are_sought_alike_few_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether lines are sought one by one or all at once, the same is found."""
    paths = [put(tmp_path, "all", lines(0, 100)), put(tmp_path, "end", lines(60, 150))]
    few = read(arranged(*paths))
    monkeypatch.setattr(overlap, "_FEW", 0)
    assert read(arranged(*paths)) == few == [lines(0, 150)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    seams=st.lists(st.integers(2, 98), min_size=1, max_size=5, unique=True),
    overlaps=st.lists(st.integers(2, 20), min_size=5, max_size=5),
    seed=st.randoms(use_true_random=False),
)
def test_pieces_of_a_log_make_the_log(
    tmp_path: Path, seams: list[int], overlaps: list[int], seed: random.Random
) -> None:
    """However a log was copied in overlapping pieces, named in any order, it is read once."""
    bounds = [0, *sorted(seams), 100]
    pieces = [
        lines(begin, min(end + overlaps[index % 5], 100))
        for index, (begin, end) in enumerate(itertools.pairwise(bounds))
    ]
    seed.shuffle(pieces)
    folder = tmp_path / str(seed.random())
    plan = arranged(*(put(folder, f"part{number}", piece) for number, piece in enumerate(pieces)))
    assert read(plan) == [lines(0, 100)]
    assert all(content(source) for strand in plan.strands for source in strand)
