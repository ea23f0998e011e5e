"""Which year, and which of two equal hours, a stamp is of."""

import bz2
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalyzer.syslog import stamps, survey
from loganalyzer.terms.moment import from_datetime

from .logs import file, moments, opened, piped, records, rfc3164, rfc3339

BERLIN = ZoneInfo("Europe/Berlin")


def at(*numbers: int) -> datetime:
    """A moment in UTC."""
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc, arg-type]


def through(
    folder: Path, times: list[datetime], written: datetime, **options: object
) -> list[datetime | None]:
    """What these times become when written without their years, and read."""
    source = file(folder, map(rfc3164, times), written)
    return moments(source, survey(source, timezone=UTC, **options), UTC)  # type: ignore[arg-type]


def test_year_is_the_one_in_which_the_file_was_written(tmp_path: Path) -> None:
    """Stamps are of the latest year in which the file's last write comes after them."""
    times = [at(2025, 11, 2, 9), at(2025, 11, 3, 9)]
    assert through(tmp_path, times, written=at(2026, 2, 1)) == times


def test_new_year_inside_a_file(tmp_path: Path) -> None:
    """Where December turns into January, the lines before are of the year before."""
    times = [at(2025, 12, 30), at(2025, 12, 31, 23, 59, 59), at(2026, 1, 1), at(2026, 1, 3)]
    assert through(tmp_path, times, written=at(2026, 1, 3)) == times


def test_lines_out_of_order_around_new_year(tmp_path: Path) -> None:
    """A line of December that comes late, after the first of January, stays in December."""
    times = [
        at(2025, 12, 31, 23, 59, 58),
        at(2026, 1, 1),
        at(2025, 12, 31, 23, 59, 59),
        at(2026, 1, 1, 0, 0, 1),
    ]
    assert through(tmp_path, times, written=at(2026, 1, 2)) == times


def test_stamp_slightly_after_the_last_write(tmp_path: Path) -> None:
    """A clock that is a little ahead of the file system's does not cost a year."""
    times = [at(2025, 12, 31, 20), at(2026, 1, 1, 8)]
    assert through(tmp_path, times, written=at(2026, 1, 1, 7)) == times


def test_several_years_in_one_file(tmp_path: Path) -> None:
    """A file that was never rotated keeps all its years."""
    times = [at(2019, 3, 1) + timedelta(days=20 * step) for step in range(140)]
    assert through(tmp_path, times, written=times[-1]) == times


def test_long_silence(tmp_path: Path) -> None:
    """Months without a line do not hide the New Year among them."""
    times = [at(2024, 9, 1), at(2025, 4, 1), at(2025, 12, 1), at(2026, 7, 1)]
    assert through(tmp_path, times, written=at(2026, 8, 1)) == times


def test_leap_day_chooses_the_year(tmp_path: Path) -> None:
    """A log with a 29 February is of a leap year, whenever its file was copied."""
    times = [at(2024, 2, 28), at(2024, 2, 29, 12), at(2024, 3, 1)]
    assert through(tmp_path, times, written=at(2027, 6, 1)) == times


def test_leap_day_in_the_second_year_of_a_file(tmp_path: Path) -> None:
    """A 29 February after a New Year fixes the years on both sides of it."""
    times = [at(2023, 12, 1), at(2024, 1, 15), at(2024, 2, 29), at(2024, 4, 1)]
    assert through(tmp_path, times, written=at(2026, 6, 1)) == times


def test_year_is_told(tmp_path: Path) -> None:
    """A year that is given is the one in which the log ends, and nothing is inferred."""
    times = [at(2018, 12, 31), at(2019, 1, 1)]
    source = file(tmp_path, map(rfc3164, times), written=at(2026, 6, 1))
    found = survey(source, year=2019, timezone=UTC)
    assert moments(source, found, UTC) == times
    assert not found.inferred


def test_year_that_cannot_be(tmp_path: Path) -> None:
    """A given year without the log's 29 February is said to be wrong, in one line."""
    source = file(tmp_path, [rfc3164(at(2024, 2, 28)), rfc3164(at(2024, 2, 29))], written=at(2026, 6, 1))
    found = survey(source, year=2025, timezone=UTC)
    assert [str(finding) for finding in found.findings] == [
        f"{source.name}: holds a 29 February, which its year does not have (2025 was given)"
    ]


def test_dated_lines_fix_the_others(tmp_path: Path) -> None:
    """After an upgrade lines say their year; those before are of the same time, whatever the file's age."""
    lines = [
        rfc3164(at(2021, 12, 30)),
        rfc3164(at(2022, 1, 2)),
        rfc3339(at(2022, 1, 2, 1)),
        rfc3164(at(2022, 1, 3)),
    ]
    source = file(tmp_path, lines, written=at(2026, 6, 1))
    found = survey(source, timezone=UTC)
    assert moments(source, found, UTC) == [
        at(2021, 12, 30),
        at(2022, 1, 2),
        at(2022, 1, 2, 1),
        at(2022, 1, 3),
    ]
    assert found.dialects == ("RFC 3164", "RFC 3339")
    assert found.inferred


def test_machine_without_a_clock(tmp_path: Path) -> None:
    """Lines written before the time was known do not push the rest into another year."""
    times = [at(2026, 7, 10), at(2026, 7, 11)]
    start = [at(2026, 1, 1, 0, 0, second) for second in (7, 8, 9)]
    after = [at(2026, 7, 11, 0, 5), at(2026, 7, 12)]
    found = through(tmp_path, times + start + after, written=at(2026, 7, 12))
    assert found[:2] + found[5:] == times + after


def test_logs_joined_newest_first(tmp_path: Path) -> None:
    """``zcat -f mail.log*`` puts weeks in the wrong order; the years are right all the same."""
    weeks = [at(2026, 1, 5), at(2025, 12, 29), at(2025, 12, 22), at(2025, 12, 15)]
    times = [week + timedelta(days=day) for week in weeks for day in range(7)]
    assert through(tmp_path, times, written=at(2026, 1, 12)) == times


def test_pipe_ends_now() -> None:
    """Lines without a year that come through a pipe are taken to end now."""
    times = [at(2025, 12, 31), at(2026, 1, 1)]
    source = piped("".join(rfc3164(time) + "\n" for time in times))
    found = survey(source, timezone=UTC, now=at(2026, 1, 2))
    assert moments(source, found, UTC) == times
    assert (found.first, found.last) == (from_datetime(times[0]), from_datetime(times[1]))
    assert not source.once


def test_pipe_with_years_is_not_copied() -> None:
    """Lines that say their year are read as they come."""
    source = piped(rfc3339(at(2025, 12, 31)) + "\n")
    found = survey(source, timezone=UTC, now=at(2026, 1, 2))
    assert source.once
    assert (found.first, found.last) == (from_datetime(at(2025, 12, 31)), None)
    assert moments(source, found, UTC) == [at(2025, 12, 31)]


def test_clocks_set_back(tmp_path: Path) -> None:
    """Of the hour that occurs twice, the lines after the step back are an hour later."""
    first = [datetime(2025, 10, 26, 0, minute, tzinfo=UTC) for minute in range(0, 60, 5)]  # 02:xx CEST
    second = [time + timedelta(hours=1) for time in first]  # 02:xx CET
    times = [at(2025, 10, 25, 20), *first, *second, at(2025, 10, 26, 9), at(2025, 10, 27, 2, 30)]
    source = file(tmp_path, [rfc3164(time.astimezone(BERLIN)) for time in times], written=at(2025, 11, 1))
    found = survey(source, timezone=BERLIN)
    assert moments(source, found, UTC) == times


def test_clocks_set_back_as_the_log_ends(tmp_path: Path) -> None:
    """The last time of a log that ends in the doubled hour is the second one."""
    times = [at(2025, 10, 25, 20), at(2025, 10, 26, 0, 50), at(2025, 10, 26, 1, 10)]
    source = file(
        tmp_path, [rfc3164(time.astimezone(BERLIN)) for time in times], written=at(2025, 10, 26, 1, 10)
    )
    found = survey(source, timezone=BERLIN)
    assert moments(source, found, UTC) == times
    assert found.last == from_datetime(times[-1])


def test_clocks_set_back_with_lines_a_little_late(tmp_path: Path) -> None:
    """A line that is seconds late inside the hour is disorder and no second hour."""
    times = [
        at(2025, 10, 25, 23, 50),
        at(2025, 10, 26, 0, 30, 9),
        at(2025, 10, 26, 0, 30, 7),
        at(2025, 10, 26, 3),
    ]
    source = file(tmp_path, [rfc3164(time.astimezone(BERLIN)) for time in times], written=at(2025, 11, 1))
    assert moments(source, survey(source, timezone=BERLIN), UTC) == times


def test_clocks_set_forward(tmp_path: Path) -> None:
    """Where an hour is left out, time goes on without a gap."""
    times = [at(2026, 3, 29, 0, 59, 59), at(2026, 3, 29, 1), at(2026, 3, 29, 2)]
    source = file(tmp_path, [rfc3164(time.astimezone(BERLIN)) for time in times], written=at(2026, 4, 1))
    assert moments(source, survey(source, timezone=BERLIN), UTC) == times


def test_log_without_stamps(tmp_path: Path) -> None:
    """A log in which no line has an envelope has no time, and that is no failure."""
    source = file(tmp_path, ["a", "b"], written=at(2026, 4, 1))
    found = survey(source, timezone=UTC)
    assert (found.first, found.last, found.dialects, found.inferred) == (None, None, (), False)
    assert records(source, found) == [None, None]


def test_clock_that_was_never_set(tmp_path: Path) -> None:
    """A stamp of the year 1 or 9999 is read as written and does not count as the log's time."""
    lines = [f"{year}-01-01T00:00:00Z mx cron[7]: x" for year in ("0001", "2026", "9999")]
    source = file(tmp_path, lines, written=at(2026, 4, 1))
    found = survey(source, timezone=BERLIN)
    assert (found.first, found.last) == (from_datetime(at(2026, 1, 1)),) * 2
    assert None not in records(source, found)


def test_stamps_are_thinned_and_the_last_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many stamps there are, few are kept, and the log's end is known all the same."""
    monkeypatch.setattr(stamps, "LIMIT", 10)
    times = [at(2026, 1, 1) + timedelta(hours=step) for step in range(1000)]
    source = file(tmp_path, map(rfc3164, times), written=times[-1])
    found = survey(source, timezone=UTC)
    assert (found.first, found.last) == (from_datetime(times[0]), from_datetime(times[-1]))


LARGE = [at(2020, 1, 1) + timedelta(minutes=50 * step) for step in range(63_000)]
"""Six years, in lines enough for a file of which only samples are looked at."""


@pytest.mark.parametrize("pack", [None, gzip.compress, bz2.compress])
def test_large_file_of_several_years(tmp_path: Path, pack: object) -> None:
    """Years are found from samples of a large file, and in one pass of a packed one."""
    text = "".join(rfc3164(time, "x" * 40) + "\n" for time in LARGE).encode()
    assert len(text) > 4 << 20
    path = tmp_path / "mail.log"
    path.write_bytes(pack(text) if callable(pack) else text)
    source = opened(path)
    found = survey(source, year=LARGE[-1].year, timezone=UTC)
    assert moments(source, found, UTC) == LARGE
    assert (found.first, found.last) == (from_datetime(LARGE[0]), from_datetime(LARGE[-1]))


GAPS = st.lists(
    st.one_of(
        st.integers(0, 3600),
        st.integers(0, 40 * 86400),
        st.integers(0, 270 * 86400),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2030, 1, 1)),
    gaps=GAPS,
    zone=st.sampled_from([UTC, BERLIN]),
)
def test_years_come_back(tmp_path: Path, start: datetime, gaps: list[int], zone: ZoneInfo) -> None:
    """Times in order, no nine months apart, are found again from a log that says no years."""
    time = start.replace(microsecond=0, tzinfo=UTC)
    times = [time, *(time := time + timedelta(seconds=gap) for gap in gaps)]
    source = file(tmp_path, [rfc3164(moment.astimezone(zone)) for moment in times], written=times[-1])
    found = moments(source, survey(source, timezone=zone), UTC)
    # Of an hour that occurs twice only the order can tell which one is meant.
    hour = timedelta(hours=1) if zone is BERLIN else timedelta(0)
    assert all(a is not None and abs(a - b) <= hour for a, b in zip(found, times, strict=True))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 2000), gaps=GAPS)
def test_cutting_does_not_change_times(tmp_path: Path, size: int, gaps: list[int]) -> None:
    """However a log is cut into blocks, each line has the same time."""
    time = at(2020, 1, 1)
    times = [time, *(time := time + timedelta(seconds=gap) for gap in gaps)]
    source = file(tmp_path, map(rfc3164, times), written=times[-1])
    found = survey(source, timezone=UTC)
    assert records(source, found, size) == records(source, found)
