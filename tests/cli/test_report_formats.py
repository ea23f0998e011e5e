"""``mailstat report --format …`` and ``mailstat schema`` as people, scripts and cron call them."""

import csv
import json
import subprocess
import sys
from email import message_from_string
from email.policy import default
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import loganalyzer as la
from loganalyzer.cli import events
from loganalyzer.cli.main import app
from loganalyzer.tables import EVENTS

ROOT = Path(__file__).parents[2]
LOG = ROOT / "tests" / "logs" / "everything.log.gz"
RUNNER = CliRunner()


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("form", "begin", "end"),
    [
        ("html", "<!DOCTYPE html>", "</html>\n"),
        ("markdown", "# Mail on mail", "|\n"),
        ("openmetrics", "# HELP mailstat_", "# EOF\n"),
        ("email", "Subject: mailstat: NOT YET on mail\n", "--\n"),
        ("json", "{", "}\n"),
    ],
)
def test_a_format_is_printed_or_written(form: str, begin: str, end: str, tmp_path: Path) -> None:
    """The same text goes to standard output and to a file."""
    printed = run("report", LOG, "--format", form)
    assert printed.exit_code == 0
    assert printed.stdout.startswith(begin)
    assert printed.stdout.rstrip("\n").endswith(end.rstrip("\n"))
    written = tmp_path / "report"
    assert run("report", LOG, "--format", form, "-o", written).exit_code == 0
    assert written.read_text() == printed.stdout


def test_check_works_with_every_format() -> None:
    """The exit code is the verdict's, however the report is written."""
    for form in ("html", "openmetrics", "email"):
        assert run("report", LOG, "--format", form, "--check").exit_code == 1


def test_a_page_holds_the_lines_themselves() -> None:
    """Its figures open to what the log says, with the place."""
    page = run("report", LOG, "--format", "html").stdout
    assert "NOQUEUE: reject_warning: RCPT from" in page
    assert f"{LOG.name}:" in page


def test_csv_goes_into_a_folder(tmp_path: Path) -> None:
    """The folder is made, each table is a file, and a second report takes the first one's place."""
    folder = tmp_path / "tables"
    for _ in range(2):
        assert run("report", LOG, "--format", "csv", "-o", folder).exit_code == 0
    rows = list(csv.DictReader((folder / "verdicts.csv").open(newline="")))
    assert [row["verdict"] for row in rows if row["decision"] == "warn_if_reject"] == ["NOT_YET"]
    assert {path.suffix for path in folder.iterdir()} == {".csv"}


def test_csv_never_lands_among_the_logs(tmp_path: Path) -> None:
    """Neither a file, nor a missing parent, nor the folder of the logs that are read will do."""
    (tmp_path / "file").touch()
    log = tmp_path / "logs" / "mail.log.gz"
    log.parent.mkdir()
    log.write_bytes(LOG.read_bytes())
    for where in (tmp_path / "file", tmp_path / "missing" / "tables", log.parent):
        result = run("report", log, "--format", "csv", "-o", where)
        assert (result.exit_code, "cannot write" in result.stderr) == (2, True)
    assert [path.name for path in log.parent.iterdir()] == [log.name]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "csv"],
        ["--format", "html", "--detail"],
        ["--to", "a@example.org"],
        ["--format", "email", "--to", ""],
        ["--format", "email", "--to", "a@example.org\nBcc: b@example.org"],
        ["--format", "email", "--to", "-oQ/tmp"],
        ["--format", "email", "--to", "a@,b"],
        ["--format", "email", "--to", "a@b@example.org"],
    ],
)
def test_what_does_not_go_together_is_told(arguments: list[str]) -> None:
    """Wishes that a format cannot fulfil, and addresses that are none, end with 2 and a reason."""
    result = run("report", LOG, *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_a_message_goes_to_whom_was_said() -> None:
    """--to names one or several; otherwise it is root, who has an alias."""
    for to in ("a@example.org", "a@example.org,postmaster", "root"):
        said = run("report", LOG, "--format", "email", "--to", to).stdout
        assert str(message_from_string(said, policy=default)["To"]).replace(" ", "") == to


def test_detail_shows_all_that_the_screen_leaves_out() -> None:
    """With --detail no list ends in "… and 5 more", and tables follow."""
    short, long = run("report", LOG).stdout, run("report", LOG, "--detail").stdout
    assert "--detail shows all" in short
    assert "… and" not in long
    assert "Destinations" in long


def test_the_schema_is_printed() -> None:
    """``mailstat schema`` gives what a validator takes."""
    schema = json.loads(run("schema").stdout)
    assert schema["title"] == "mailstat report"


def test_a_page_and_a_message_have_charts_unless_they_are_unwanted() -> None:
    """Inline in both: drawings in the page, pictures in the message; --no-charts leaves both without."""
    page = run("report", LOG, "--format", "html").stdout
    assert page.count('<div class="chart"') == page.count("<figcaption") > 3
    message = run("report", LOG, "--format", "email").stdout
    assert message.count("Content-Type: image/png") > 1
    for form in ("html", "email"):
        bare = run("report", LOG, "--format", form, "--no-charts").stdout
        assert "<figcaption" not in bare
        assert "image/png" not in bare


def test_only_what_shows_charts_loads_what_draws_them() -> None:
    """The plain report starts without matplotlib and pandas."""

    def loaded(*arguments: str) -> set[str]:
        command = [sys.executable, "-X", "importtime", "-m", "loganalyzer", "report", str(LOG), *arguments]
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stderr
        modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in said.splitlines()}
        assert "typer" in modules
        return modules & {"matplotlib", "pandas", "PIL"}

    assert not loaded() | loaded("--format", "json") | loaded("--format", "html", "--no-charts")
    assert "matplotlib" in loaded("--format", "html")


def test_parquet_holds_the_events(tmp_path: Path) -> None:
    """A file for each table of the API, with its rows, types and times; standard input is read once."""
    folder = tmp_path / "events"
    result = RUNNER.invoke(
        app, ["report", "-", "--format", "parquet", "-o", str(folder)], input=LOG.read_bytes()
    )
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in EVENTS}
    log = la.read(LOG)
    for name in EVENTS:
        read, made = pd.read_parquet(folder / f"{name}.parquet"), getattr(log, name)
        assert len(read) == len(made) > 3
        assert list(read.columns) == list(made.columns)
        assert read["time"].equals(made["time"])
        assert read.astype(str).equals(made.astype(str))


def test_parquet_takes_any_bytes_and_names_nobody_where_asked(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 break no file; --anonymise goes before."""
    log = tmp_path / "logs" / "mail.log"
    log.parent.mkdir()
    log.write_bytes(
        b"2026-09-01T08:00:00+00:00 mx postfix/smtp[1]: 4ABCDE: to=<ada\xff@b.example>, "
        b"relay=h.example[192.0.2.8]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n"
    )
    for options, shown in (([], True), (["--anonymise"], False)):
        folder = tmp_path / f"events{len(options)}"
        assert run("report", log, "--format", "parquet", "-o", folder, *options).exit_code == 0
        (recipient,) = pd.read_parquet(folder / "deliveries.parquet")["recipient"]
        assert recipient.startswith("ada") == shown
        assert recipient.endswith("@b.example") == shown


def test_parquet_needs_logs_a_folder_and_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store has no events; without pyarrow the answer is what to install."""
    folder = tmp_path / "events"
    assert run("report", LOG, "--format", "parquet").exit_code == 2
    assert "no single events" in run("report", "--format", "parquet", "-o", folder, "--store", "x").stderr
    monkeypatch.setattr(events, "find_spec", lambda name: None)
    assert "mailstat[parquet]" in run("report", LOG, "--format", "parquet", "-o", folder).stderr
    assert not folder.exists()
