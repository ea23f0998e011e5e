"""``mailstat anonymise`` as whoever sends a log to others calls it."""

import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loganalyzer.cli.main import app

LINES = "".join(
    f"Sep  1 08:00:0{second} mx postfix/smtpd[7]: {what} mail.example.org[192.0.2.7]\n"
    for second, what in ((1, "connect from"), (2, "disconnect from"))
)
RUNNER = CliRunner()


def test_one_key_one_name(tmp_path: Path) -> None:
    """With a key file runs agree; without one each run has names of its own."""
    log, key = tmp_path / "mail.log", tmp_path / "key"
    log.write_text(LINES)
    key.write_bytes(b"0123456789abcdef\n")
    command = ["anonymise", str(log), "--year", "2026", "--timezone", "UTC"]
    one, same = (RUNNER.invoke(app, [*command, "--key-file", str(key)]) for _ in range(2))
    other = RUNNER.invoke(app, command)
    assert one.exit_code == other.exit_code == 0
    assert one.stdout == same.stdout != other.stdout
    first = one.stdout.splitlines()[0]
    assert first.startswith("2026-09-01T08:00:01.000000+00:00 ")
    assert " postfix/smtpd[7]: connect from " in first
    assert "example.org" not in one.stdout


def test_what_is_masked_is_told(tmp_path: Path) -> None:
    """How many lines were not understood, on standard error; ``-o`` writes to a file, never to the log."""
    log, out = tmp_path / "mail.log", tmp_path / "out.log"
    log.write_text(LINES + "Sep  1 08:00:03 mx postfix/smtpd[7]: news of alice\n")
    result = RUNNER.invoke(app, ["anonymise", str(log), "-o", str(out)])
    assert result.exit_code == 0
    assert "1 lines not recognised: masked whole" in result.stderr
    assert not result.stdout
    assert "alice" not in out.read_text()
    assert len(out.read_text().splitlines()) == 3
    assert RUNNER.invoke(app, ["anonymise", str(log), "-o", str(log)]).exit_code == 2
    assert log.read_text().startswith(LINES)


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    """A short key is an error, and so is one that is not there, or a log that is not."""
    log, key = tmp_path / "mail.log", tmp_path / "key"
    log.write_text(LINES)
    key.write_bytes(b"secret\n")
    assert "at least 16 bytes" in RUNNER.invoke(app, ["anonymise", str(log), "--key-file", str(key)]).stderr
    missing = RUNNER.invoke(app, ["anonymise", str(log), "--key-file", str(tmp_path / "none")])
    assert missing.exit_code == 2
    assert RUNNER.invoke(app, ["anonymise", str(tmp_path / "none.log")]).exit_code == 2


SAMPLE = Path(__file__).parents[2] / "sample_logs" / "ready"


@pytest.mark.parametrize("command", [["report"], ["report", "--format", "json"], ["advise"]])
def test_a_report_may_name_nobody(command: list[str], tmp_path: Path) -> None:
    """--anonymise says the same under pseudonyms, the same ones with one key."""
    key = tmp_path / "key"
    key.write_bytes(b"0123456789abcdef\n")
    true = RUNNER.invoke(app, [*command, str(SAMPLE)])
    one, same = (
        RUNNER.invoke(app, [*command, str(SAMPLE), "--anonymise", "--key-file", str(key)]) for _ in range(2)
    )
    assert "example.org" in true.stdout
    assert "example.org" not in one.stdout
    assert "sample_logs" not in one.stdout
    assert (one.exit_code, one.stdout) == (true.exit_code, same.stdout)
    assert one.stdout.count("SAFE") == true.stdout.count("SAFE")


def test_a_picture_may_name_nobody(tmp_path: Path) -> None:
    """Neither in it nor in its sentence; without a key file each run has names of its own."""
    out = tmp_path / "x.svg"
    said = [
        RUNNER.invoke(app, ["plot", "plaintext", str(SAMPLE), "-o", str(out), "--anonymise"]).stdout
        for _ in range(2)
    ]
    assert "plainmail" not in out.read_text() + said[0]
    assert said[0] != said[1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--anonymise", "--store", "x.sqlite"], "--store brings true names"),
        (["--anonymise", "--settings", "/etc/postfix"], "--settings brings true names"),
        (["--key-file", "key"], "it is for --anonymise"),
    ],
)
def test_what_brings_names_along_is_refused(arguments: list[str], why: str) -> None:
    """A store, and the lines of a configuration, know nothing of pseudonyms."""
    result = RUNNER.invoke(app, ["report", str(SAMPLE), *arguments])
    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())


def test_what_cannot_be_read_is_told_without_its_name(tmp_path: Path) -> None:
    """The report says that something is missing, and ends so; which file it was is for the admin."""
    result = RUNNER.invoke(
        app,
        ["report", str(SAMPLE), str(tmp_path / "of-alice.log"), "--anonymise", "--decision", "certificate"],
    )
    assert result.exit_code == 2
    assert "error: findings about the true log: 1" in result.stdout
    assert "of-alice" not in result.stdout


def test_the_log_is_spared_and_room_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-o never names the log; where the log told anew finds no room there is one line of reason."""
    log = tmp_path / "mail.log"
    log.write_text(LINES)
    assert RUNNER.invoke(app, ["report", str(log), "--anonymise", "-o", str(log)]).exit_code == 2
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    result = RUNNER.invoke(app, ["report", str(log), "--anonymise"])
    assert result.exit_code == 2
    assert result.stderr.startswith("mailstat: the log without names cannot be kept")
