"""The benchmark's log is the same everywhere, looks like a real one, and is timed fairly."""

import ipaddress
import re
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.benchmark.generator.mx import lines, write_log
from tests.benchmark.generator.world import BENCHMARK_NET
from tests.benchmark.timing import Command, CommandError, Run, in_turns, prefix, ratio, run

LINES = list(islice(lines(), 20_000))
IPV4 = re.compile(r"(?<![\w.:-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.-])")
OURS = {"127.0.0.1", "127.0.0.4", "192.0.2.25"}


def test_the_same_seed_gives_the_same_log() -> None:
    """Two people who compare ratios have read the same lines."""
    assert list(islice(lines(), 2000)) == LINES[:2000]


def test_another_seed_gives_another_log() -> None:
    """The seed decides everything."""
    assert list(islice(lines(seed=1), 100)) != LINES[:100]


def test_a_short_log_is_the_beginning_of_a_long_one(tmp_path: Path) -> None:
    """A hundred megabytes and a gigabyte tell of the same server."""
    count = write_log(tmp_path / "mail.log", 50_000)
    text = (tmp_path / "mail.log").read_text()
    assert text == "".join(LINES[:count])
    assert 50_000 <= len(text) < 51_000


def test_stamps_only_move_on() -> None:
    """The log is in order of time, to the microsecond."""
    stamps = [line.split(" ", 1)[0] for line in LINES]
    assert stamps == sorted(set(stamps))


def test_both_envelopes_hold_the_same_messages() -> None:
    """RFC 3164 and RFC 3339 differ before the host's name only."""
    old = islice(lines("rfc3164"), 500)
    assert [line[16:] for line in old] == [line.split(" ", 1)[1] for line in LINES[:500]]


def test_policyd_spf_result_lines_end_with_a_blank() -> None:
    """Real ones do, and a grammar that forgot it would be timed on lines it cannot read."""
    results = [line for line in LINES if "Received-SPF: " in line]
    assert len(results) > 500
    assert all(line.endswith("> \n") for line in results)


@pytest.mark.parametrize(
    "tag",
    [
        "postfix/smtpd",
        "postfix/smtp",
        "postfix/lmtp",
        "postfix/submission/smtpd",
        "postfix/postscreen",
        "dovecot",
    ],
)
def test_every_daemon_has_its_say(tag: str) -> None:
    """The mix holds what a mid-size MX's log holds."""
    assert any(f" mx1 {tag}{end}" in line for line in LINES for end in ("[", ":"))


def test_addresses_are_those_for_benchmarks_and_documentation() -> None:
    """Nobody real is in the log."""
    for line in LINES:
        for text in IPV4.findall(line):
            assert text in OURS or ipaddress.ip_address(text) in BENCHMARK_NET, line


def test_commands_take_turns(tmp_path: Path) -> None:
    """Each round begins with another command, after one round that warms the caches."""
    diary = tmp_path / "diary"
    write = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    commands: dict[str, Command] = {name: [sys.executable, "-c", write, diary, name] for name in "ABC"}
    runs = in_turns(commands, rounds=3)
    assert diary.read_text() == "ABC" + "ABC" + "BCA" + "CAB"
    assert [len(runs[name]) for name in "ABC"] == [3, 3, 3]


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """One round on a busy machine does not decide."""
    runs = {"slow": [Run(2, 0), Run(90, 0), Run(4, 0)], "fast": [Run(1, 0), Run(1, 0), Run(2, 0)]}
    assert ratio(runs, "slow", to="fast") == 2


def test_a_failing_command_is_no_measurement() -> None:
    """A report that failed fast must not look like a fast report."""
    with pytest.raises(CommandError, match=r"exit code 3\nno such log"):
        run([sys.executable, "-c", "import sys; print('no such log', file=sys.stderr); sys.exit(3)"])


def test_memory_is_that_of_the_process() -> None:
    """A process that fills a hundred megabytes is seen to do so."""
    assert run([sys.executable, "-c", "bytearray(100_000_000)"]).peak_mib > 90


def test_a_prefix_ends_at_the_end_of_a_line(tmp_path: Path) -> None:
    """A cut log holds whole lines only."""
    log = tmp_path / "mail.log"
    log.write_text("one\ntwo\nthree\n")
    assert prefix(log, 5, tmp_path / "short.log").read_text() == "one\ntwo\n"
