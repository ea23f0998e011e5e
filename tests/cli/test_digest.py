"""``mailstat digest``, as cron and a systemd timer call it."""

import shutil
import stat
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.cli.main import app
from tests.store.logrotate import SAMPLE, sample_days

Run = Callable[..., Result]
On = Callable[[date], None]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample server."""
    path = tmp_path_factory.mktemp("store") / "kept.sqlite"
    ingest(path, [str(SAMPLE)], Options())
    return path


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """Sets the calendar."""
    return lambda day: monkeypatch.setattr("loganalyzer.cli.digest.now", lambda: day)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on: On) -> Run:
    """A digest of a store in a folder of its own, on the day after the sample log's last."""
    monkeypatch.chdir(tmp_path)
    on(date(2026, 10, 26))

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["digest", *arguments, "--store=kept.sqlite"])

    return command


@pytest.fixture
def again(run: Run, filled: Path) -> Run:
    """The same, with the sample server's lines in the store."""
    shutil.copyfile(filled, "kept.sqlite")
    return run


def sendmail(script: str = 'printf "%s " "$@" >arguments; cat >message') -> tuple[str, ...]:
    """The options for a mail system that keeps what it is given."""
    program = Path("sendmail").absolute()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(stat.S_IRWXU)
    return "--to", "ada@example.org", "--sendmail", str(program)


def mailed() -> EmailMessage:
    found = message_from_bytes(Path("message").read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def first(result: Result) -> str:
    return result.stdout.split("\n\n")[0].replace("\n", " ")


def test_new_lines_are_taken_in_and_judged(run: Run) -> None:
    """The store is made, filled and judged in one run; the report follows."""
    Path("mail.log").write_bytes(b"".join(sample_days()[:5]))
    result = run("mail.log")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("This is the first digest; the verdict is UNSAFE.\n")
    assert "\n UNSAFE " in result.stdout
    assert "What was read" in result.stdout
    assert "nothing new" in CliRunner().invoke(app, ["ingest", "mail.log", "--store=kept.sqlite"]).stdout


def test_a_quiet_week_is_told_as_one(again: Run, on: On) -> None:
    """Whoever gets no mail does not know whether nothing happened or nothing ran."""
    again()
    on(date(2026, 10, 27))
    assert first(again()).startswith("Nothing has changed since 26 October.")
    on(date(2027, 1, 2))
    assert first(again()).startswith("Nothing has changed since 27 October 2026.")


def test_what_changed_stands_first(run: Run, on: On) -> None:
    """What the log shows since: the switch, then the senders who are refused, then the mail since."""
    days = sample_days(SAMPLE.parent / "after-the-switch")
    said = []
    for upto in (20, 25, 30):
        on(date(2026, 9, 7 + upto - 1) if upto < 25 else date(2026, 10, upto - 23))
        Path("mail.log").write_bytes(b"".join(days[:upto]))
        said.append(first(run("mail.log")))
    assert said[1].startswith("On 2026-10-01 warn_if_reject before the SPF check was dropped, and from now")
    assert said[2].startswith("One new undecided sender is refused")
    assert "New: unclear, acme-tools.example through" in said[2]
    assert "Since 2 October: " in said[2]
    assert " messages from strangers, encrypted " in said[2]
    assert "; in the 4 days before " in said[2]


def test_only_if_changed_is_silent_in_a_quiet_week(again: Run, on: On) -> None:
    """And in no other: neither where the log has ended, nor where one could not be read."""
    again()
    quiet = again("--only-if-changed")
    assert (quiet.exit_code, quiet.stdout) == (0, "")
    missing = again("missing.log", "--only-if-changed")
    assert missing.exit_code == 2
    assert "missing.log" in missing.stdout
    on(date(2026, 11, 2))
    ended = again("--only-if-changed")
    assert "The newest line is of 2026-10-25, 8 days ago" in ended.stdout


def test_it_is_mailed_as_text_and_as_a_page(again: Run) -> None:
    """sendmail reads the recipients from the message, which begins with the news in both parts."""
    result = again(*sendmail())
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("arguments").read_text() == "-t -i "
    found = mailed()
    assert (found["To"], found["Subject"]) == ("ada@example.org", "mailstat: UNSAFE on mail")
    for kind in ("plain", "html"):
        body = found.get_body((kind,))
        assert body is not None
        assert "This is the first digest; the verdict is UNSAFE." in body.get_content()


def test_the_message_has_charts(again: Run) -> None:
    """What the store holds is drawn too; --no-charts leaves the pictures out."""
    again(*sendmail())
    kinds = [part.get_content_type() for part in mailed().walk()]
    assert kinds.count("image/png") == 3
    again(*sendmail(), "--no-charts")
    assert "image/png" not in [part.get_content_type() for part in mailed().walk()]


def test_the_subject_stays_while_the_verdict_does(again: Run) -> None:
    """Mail programs keep the weeks in one thread."""
    subjects = []
    for _ in range(2):
        again(*sendmail())
        subjects.append(mailed()["Subject"])
    assert subjects[0] == subjects[1]


@pytest.mark.parametrize("script", ["echo 'queue full' >&2; exit 75", None])
def test_news_that_were_not_taken_are_told_again(again: Run, script: str | None) -> None:
    """A digest that never left is no digest: the next one still says what it said."""
    options = sendmail(script or "")
    if script is None:
        Path("sendmail").unlink()
    lost = again(*options)
    assert lost.exit_code == 2
    assert lost.stderr.count("\n") == 1
    assert ("exit code 75, queue full" if script else "No such file") in lost.stderr
    assert first(again()).startswith("This is the first digest")


@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "-oQ/tmp", "a b@example.org", ""])
def test_no_header_can_be_smuggled_in(run: Run, to: str) -> None:
    """An address is an address; else nothing is read or kept."""
    assert run(str(SAMPLE), *sendmail(), "--to", to).exit_code == 2
    assert not Path("message").exists()
    assert not Path("kept.sqlite").exists()


def test_check_tells_the_verdict_by_the_exit_code(again: Run) -> None:
    """As report does."""
    assert again("--check").exit_code == 1


def test_a_missing_store_is_said(run: Run) -> None:
    """Without logs there is nothing to make one from."""
    result = run()
    assert result.exit_code == 2
    assert "there is no store yet" in result.stderr
