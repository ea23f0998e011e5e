"""``mailstat report`` as people, scripts and cron call it."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app
from loganalyzer.linking.restriction import SPF

LOG = Path(__file__).parent.parent / "logs" / "everything.log.gz"
RUNNER = CliRunner()


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return RUNNER.invoke(app, [str(argument) for argument in arguments], input=stdin)


def test_a_report_puts_the_verdict_first_and_fits_a_mail() -> None:
    """Verdict on the first line, at most 78 columns and no colour codes when piped."""
    result = run("report", LOG)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split()[:2] == ["NOT", "YET"]
    assert max(map(len, lines)) <= 78
    assert "\x1b" not in result.stdout
    assert not result.stderr


def test_json_has_the_names_that_scripts_rely_on() -> None:
    """``coverage.lines``, ``coverage.unrecognised``, ``advice[].decision`` and ``.verdict`` stay."""
    found = json.loads(run("report", LOG, "--format", "json").stdout)
    assert found["version"] == 1
    coverage = found["coverage"]
    parts = ("recognised", "ignored", "other_programs", "unrecognised", "damaged", "blank")
    assert coverage["lines"] == sum(coverage[part] for part in parts) > 1000
    verdicts = {(one["decision"], one["subject"]): one["verdict"] for one in found["advice"]}
    assert verdicts["warn_if_reject", SPF] == "NOT_YET"
    assert verdicts["dovecot_ssl", "ssl_min_protocol"] == "BLIND"
    assert set(found["inbound"]["messages"]["encrypted"]) == {"count", "total", "unknown"}


def test_standard_input_is_read() -> None:
    """``-`` is what is piped in, packed or not."""
    from_file = json.loads(run("report", LOG, "--format", "json").stdout)
    for data in (LOG.read_bytes(), gzip.decompress(LOG.read_bytes())):
        piped = json.loads(run("report", "-", "--format", "json", stdin=data).stdout)
        said = [
            [(one["verdict"], one["headline"], one["gates"]) for one in found["advice"]]
            for found in (piped, from_file)
        ]
        assert said[0] == said[1]
        assert piped["coverage"]["lines"] == from_file["coverage"]["lines"]


def test_the_report_goes_to_a_file(tmp_path: Path) -> None:
    """``-o`` writes there and prints nothing."""
    out = tmp_path / "report.txt"
    result = run("report", LOG, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text() == run("report", LOG).stdout


def test_a_file_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    """An output path that does not work ends with 2 and a reason."""
    result = run("report", LOG, "-o", tmp_path / "missing" / "report.txt")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


def test_what_was_not_read_is_told_beside_a_file(tmp_path: Path) -> None:
    """With ``-o`` nobody sees the report yet, so errors go to standard error as well."""
    result = run("report", LOG, tmp_path / "mail.log.9", "-o", tmp_path / "report.txt")
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("mail.log.9: no such file")


def test_a_report_never_takes_the_place_of_a_log(tmp_path: Path) -> None:
    """``-o`` refuses a log that is read, by any name, and its rotated kin (``-o mail.log*``)."""
    read, kin, link = (tmp_path / name for name in ("mail.log.1.gz", "mail.log", "other"))
    read.write_bytes(LOG.read_bytes())
    kin.write_text("a log\n")
    link.symlink_to(read)
    for out in (read, kin, link):
        result = run("report", read, "-o", out)
        assert (result.exit_code, "belongs to the logs" in result.stderr) == (2, True)
    assert read.read_bytes() == LOG.read_bytes()
    assert kin.read_text() == "a log\n"
    assert run("report", tmp_path, "-o", tmp_path / "mail.txt").exit_code == 0


def test_any_text_can_be_printed(tmp_path: Path) -> None:
    """Neither half a character in a log nor an old terminal's encoding stops a report."""
    entry = (
        '{"__REALTIME_TIMESTAMP":"1793612958104233","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/smtpd",'
        '"_PID":"1","MESSAGE":"%s"}\n'
    )
    log = tmp_path / "mail.json"
    log.write_text(entry % "connect from mail.example.org[192.0.2.10]" + entry % r"odd \ud800 thing")
    out = tmp_path / "report.txt"
    assert run("report", log, "-o", out).exit_code == 0
    assert "odd ? thing" in out.read_text()
    for encoding in ("ascii", "utf-8"):
        result = CliRunner(charset=encoding).invoke(app, ["report", str(log)])
        assert (result.exit_code, "odd ? thing" in result.stdout) == (0, True)


def test_a_full_disk_is_told_in_one_line() -> None:
    """A report that cannot be printed ends with 2 and the reason."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "loganalyzer", "report", str(LOG)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"cannot write the report: No space left on device" in done.stderr


def test_a_missing_file_is_named_and_the_rest_is_reported(tmp_path: Path) -> None:
    """What cannot be read ends with 2; what can be read is still reported."""
    missing = tmp_path / "mail.log.9"
    result = run("report", LOG, missing)
    assert result.exit_code == 2
    assert "mail.log.9: no such file" in " ".join(result.stdout.split())
    assert "NOT YET" in result.stdout


def test_nothing_to_read_is_an_error_and_no_page_of_zeros(tmp_path: Path) -> None:
    """Without any input there is no figure, and the reason is said."""
    result = run("report", tmp_path)
    assert result.exit_code == 2
    assert "no mail log in this folder" in " ".join((result.stdout + result.stderr).split())
    assert "Encrypted" not in result.stdout


def test_a_damaged_archive_is_reported_as_far_as_it_goes(tmp_path: Path) -> None:
    """Half an archive gives half a report, its name, and exit code 2."""
    half = tmp_path / "mail.log.2.gz"
    data = LOG.read_bytes()
    half.write_bytes(data[: len(data) // 2])
    result = run("report", half)
    assert result.exit_code == 2
    assert "mail.log.2.gz" in result.stdout
    assert "recognised" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"line {n} of something that is no log\n" for n in range(50)),
        "".join(f"2026-09-01T08:00:{n:02}+00:00 mx postfix/smtpd[1]: odd thing {n}\n" for n in range(50)),
        "".join(f"2026-09-01T08:00:{n:02}+00:00 mx kernel: thing {n}\n" for n in range(50)),
    ],
)
def test_a_log_that_is_not_understood_is_no_page_of_zeros(tmp_path: Path, text: str) -> None:
    """Text without mail lines, or with mail lines that nobody knows, ends with 3 and says so."""
    path = tmp_path / "mail.log"
    path.write_text(text)
    result = run("report", path)
    assert result.exit_code == 3
    assert "not understood" in result.stderr


def test_check_says_by_its_code_that_not_all_is_safe() -> None:
    """With --check a verdict that is not SAFE ends with 1, otherwise the report ends with 0."""
    assert run("report", LOG).exit_code == 0
    assert run("report", LOG, "--check").exit_code == 1


def test_check_tells_blind_from_not_yet(tmp_path: Path) -> None:
    """A decision that was asked for and cannot be judged ends with 3."""
    lines = [
        line
        for line in gzip.decompress(LOG.read_bytes()).splitlines()
        if b"SPF" not in line and b"5.7.23" not in line
    ]
    path = tmp_path / "mail.log"
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert run("report", path, "--check").exit_code == 1
    assert run("report", path, "--check", "--decision", "warn_if_reject").exit_code == 3
    assert run("report", path, tmp_path / "missing", "--check", "--decision", "warn_if_reject").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--decision", "nonsense"],
        ["--since", "yesterday"],
        ["--last", "soon"],
        ["--last", "2d", "--since", "2026-09-01"],
        ["--timezone", "Nowhere/Land"],
        ["--timezone", ""],
        ["--since", ""],
        ["--since", "0001-01-01T00:00+01:00"],
        ["--until", "9999-12-31T23:59-05:00"],
        ["--since", "2026-09-02", "--until", "2026-09-01"],
        ["--last", "0d"],
        ["--last", "99999999999w"],
        ["--year", "26"],
        ["--format", "telepathy"],
    ],
)
def test_wrong_usage_ends_with_2_and_a_reason(arguments: list[str]) -> None:
    """What cannot be meant is refused with one line that says how to write it."""
    result = run("report", LOG, *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert "Traceback" not in result.stderr


def test_since_and_until_choose_what_began_between() -> None:
    """The parts before and after a moment hold all messages, each once."""

    def accepted(*arguments: str) -> int:
        found = json.loads(run("report", LOG, "--format", "json", *arguments).stdout)
        return int(found["inbound"]["messages"]["encrypted"]["total"])

    times = json.loads(run("report", LOG, "--format", "json").stdout)["coverage"]
    middle = times["first"][:17] + "30+00:00"
    before, after, whole = accepted("--until", middle), accepted("--since", middle), accepted()
    assert before + after == whole
    said = " ".join(run("report", LOG, "--since", middle, "--until", "2099-01-01").stdout.split())
    assert f"counted: only what began from {middle[:10]} {middle[11:16]} to before 20" in said
    assert accepted("--last", "4w") == whole


def test_help_documents_the_exit_codes() -> None:
    """Who writes a cron job finds the codes in --help, and what each option takes in words."""
    said = " ".join(run("report", "--help").stdout.split())
    for code in ("0 done", "1 (with --check)", "2 wrong usage", "3 the input was not understood"):
        assert code in said
    for option in ("--output FILE", "--since DATE", "--last SPAN", "--own-domain DOMAIN", "--decision NAME"):
        assert option in said
    assert run("--version").stdout.startswith("mailstat ")


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR silences colour even on a terminal, and so does a terminal that has none."""
    from loganalyzer.cli.showing import colors

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert colors(terminal=True)
    assert not colors(terminal=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not colors(terminal=True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colors(terminal=True)
