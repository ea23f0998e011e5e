"""``mailstat doctor`` as people and scripts call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.doctor import modes
from loganalyzer.cli.main import app

ROOT = Path(__file__).parents[2]
BLIND = ROOT / "sample_logs" / "blind"
RUNNER = CliRunner()


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["doctor", *map(str, arguments)])


@pytest.fixture(scope="module")
def blind() -> Result:
    return run(BLIND / "mail.log.1.gz", "--settings", BLIND, "--format", "json")


def test_a_blind_log_is_told_why(blind: Result) -> None:
    """The sample whose check only tests and whose TLS is not logged: both are found, each with its line."""
    told = json.loads(blind.stdout)
    written = {finding["id"]: finding["write"] for finding in told["findings"]}
    assert written["tls-in-not-logged"] == ["smtpd_tls_loglevel = 1"]
    assert written["policyd-spf-test-only"][0] == "TestOnly = 1"
    assert "dovecot-no-protocol" in written
    assert blind.exit_code == 0


def test_json_has_the_names_that_scripts_rely_on(blind: Result) -> None:
    """Findings with id and severity, questions with their answer, what was seen."""
    told = json.loads(blind.stdout)
    assert set(told) == {"version", "findings", "questions", "seen", "shapes"}
    assert set(told["findings"][0]) == {"id", "severity", "where", "what", "why", "write", "into"}
    decisions = [one for one in told["questions"] if one["text"].startswith("Decision warn_if_reject")]
    assert [one["answered"] for one in decisions] == [False]
    assert told["seen"]["first"] < told["seen"]["last"]


def test_text_fits_a_mail_and_check_is_told_by_the_exit_code() -> None:
    """At most 78 columns when piped; 1 with --check where there is a warning, else 0."""
    result = run(BLIND / "mail.log.1.gz", "--settings", BLIND, "--check")
    assert result.exit_code == 1
    assert max(map(len, result.stdout.splitlines())) <= 78
    assert run(BLIND / "mail.log.1.gz").exit_code == 0


def test_what_is_no_mail_log_is_not_understood(tmp_path: Path) -> None:
    """Exit code 3, as for the report; and 2 for settings that are not there."""
    log = tmp_path / "log"
    log.write_text("no mail at all\n" * 5)
    assert run(log).exit_code == 3
    assert run(log, "--settings", tmp_path / "nowhere").exit_code == 2


def test_permissions_are_those_of_files_that_are_here(tmp_path: Path) -> None:
    """Settings may be another machine's; what is not here says nothing."""
    key = tmp_path / "mail.key"
    key.write_text("")
    key.chmod(0o604)
    found = modes([str(key), str(tmp_path / "other.key")])
    assert {path: mode & 0o777 for path, mode in found.items()} == {str(key): 0o604}


def test_a_key_that_everybody_may_read_is_found(tmp_path: Path) -> None:
    """The path comes from main.cf, its permissions from this machine."""
    key = tmp_path / "mail.key"
    key.write_text("")
    key.chmod(0o644)
    settings = tmp_path / "main.cf"
    settings.write_text(f"smtpd_tls_key_file = {key}\n")
    told = json.loads(run(BLIND / "mail.log.1.gz", "--settings", settings, "--format", "json").stdout)
    assert next((one["id"], one["severity"]) for one in told["findings"]) == ("key-readable", "error")


def test_a_line_that_was_not_understood_is_shown_with_nobody_named(tmp_path: Path) -> None:
    """It is fit for a bug report: its words stay, who is named in it does not."""
    log = tmp_path / "mail.log"
    head = "2026-09-01T08:00:00+00:00 mybox postfix/smtpd[7]: "
    said = "something new about <anna@private.example.org> from 198.51.100.7 on mybox\n"
    log.write_text(head + "connect from unknown[192.0.2.1]\n" + head + said)
    for format in ("text", "json"):
        shown = " ".join(run(log, "--format", format).stdout.split())
        assert "something new about <user1@host1.example> from 192.0.2.2 on host" in shown
        assert "anna" not in shown
        assert "198.51.100.7" not in shown
