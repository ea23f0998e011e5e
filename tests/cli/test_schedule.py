"""``mailstat schedule``, as an admin types it."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["schedule", *arguments])


def test_a_crontab_line_is_printed_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """It calls the program that was called, by its whole path: procmail has one of that name too."""
    monkeypatch.setattr(sys, "argv", ["/opt/mailstat/bin/mailstat"])
    line = run("cron").stdout.splitlines()[-1]
    assert line == "17 6 * * 1 /opt/mailstat/bin/mailstat digest '/var/log/mail.log*' --store"
    monkeypatch.setattr(sys, "argv", ["/somewhere/loganalyzer/__main__.py"])
    assert f"{sys.executable} -m loganalyzer digest " in run("cron").stdout


def test_paths_are_good_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """cron and systemd start elsewhere than who types."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    line = run("cron", "logs", "x.log*", "--store=s.sqlite", "--settings", "etc", "--labels", "l").stdout
    for path in ("logs/", "x.log*", "s.sqlite", "etc", "l"):
        assert f"{tmp_path}/{path}" in line


def test_units_are_printed_or_written(tmp_path: Path) -> None:
    """Printed with where they belong, or into a folder as files."""
    printed = run("systemd", "--to", "ada@example.org", "--every", "day").stdout
    for name in ("mailstat-digest.service", "mailstat-digest.timer"):
        assert f"# /etc/systemd/system/{name}\n" in printed
    assert run("systemd", "--to", "ada@example.org", "--every", "day", "-o", str(tmp_path)).stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "mailstat-digest.service",
        "mailstat-digest.timer",
    ]
    assert all(path.read_text() in printed for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong",
    [
        ("cron", "-"),
        ("cron", "-o", "/tmp"),
        ("systemd", "-o", "/nowhere"),
        ("cron", "--to", "a b"),
        ("cron", "a\nb"),
    ],
)
def test_what_cannot_be_meant_is_said(wrong: tuple[str, ...]) -> None:
    """In one line, with exit code 2, and nothing on standard output."""
    result = run(*wrong)
    assert (result.exit_code, result.stdout) == (2, "")
