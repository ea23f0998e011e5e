"""``mailstat anonymise`` as whoever sends a log to others calls it."""

from pathlib import Path

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
