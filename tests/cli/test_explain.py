"""``mailstat explain`` as people and scripts call it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.advice.decisions import DECISIONS
from loganalyzer.cli.main import app
from tests.story import Story

READY = Path(__file__).parents[2] / "sample_logs" / "ready"
SAMPLE = Path(__file__).parents[1] / "logs" / "everything.log.gz"
UNIT = "yarrow-herbs.example@yarrow-herbs.example"
RUNNER = CliRunner()


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return RUNNER.invoke(app, [str(argument) for argument in arguments], input=stdin)


def small(tmp_path: Path, client: str = "mail.example.org[192.0.2.10]") -> Path:
    story = Story().connect(client).warn(client=client).accept("4F1AB", client)
    story.deliver("4F1AB").removed("4F1AB").disconnect(client)
    path = tmp_path / "mail.log"
    path.write_bytes(story.text())
    return path


def test_without_argument_the_decisions_are_listed() -> None:
    """Every decision has a line, and it is said how to ask for all else."""
    result = run("explain")
    assert result.exit_code == 0
    for name in DECISIONS:
        assert re.search(rf"^  {name}  +\S.*$", result.stdout, re.MULTILINE)
    for word in ("DOMAIN@NETWORK", "client", "domain", "queue id"):
        assert word in result.stdout


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_what_it_reads_and_when_it_is_what(name: str) -> None:
    """Its docstring is all there, a paragraph for each verdict, and fits a mail."""
    result = run("explain", name)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{name}: ")
    assert max(map(len, lines)) <= 78
    for begin in ("SAFE", "NOT_YET", "UNSAFE", "BLIND", "Change: ", "Undo: "):
        assert any(line.startswith(begin) for line in lines), begin


def test_a_unit_is_told_in_lines_that_fit_a_mail() -> None:
    """At most 78 columns but for the log's own lines, which stand whole; no colour when piped."""
    result = run("explain", UNIT, SAMPLE, "--most", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    said = result.stdout.splitlines()
    raw = [line for line in said if line.startswith("2026-")]
    assert max(len(line) for line in said if line not in raw) <= 78
    assert max(map(len, raw)) > 200
    assert "\x1b" not in result.stdout
    assert said[0] == f"{UNIT} (unit): 5 stories, the newest 2 here"
    assert said[-1] == "… and 3 more stories (--most 5)"


def test_json_holds_the_same_stories() -> None:
    """A script reads each line with place, kind, meaning and fields, and the conclusion."""
    found = json.loads(run("explain", UNIT, SAMPLE, "--most", "1", "--format", "json").stdout)
    assert (found["version"], found["what"], found["total"]) == (1, "unit", 5)
    assert found["counted"] == {"check_policy_service (SPF)": 5}
    (story,) = found["stories"]
    assert set(story["lines"][0]) == {"where", "time", "raw", "kind", "meaning", "fields"}
    (judged,) = story["conclusion"]["judgements"]
    assert (judged["unit"], judged["fate"], judged["wanted"]) == (UNIT, "delivered", False)


def test_hostile_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    """Control characters and marks that turn the text are shown, in raw lines and in what was read."""
    path = small(tmp_path)
    evil = "evil\x1b[2J\x9b31m\u202e\u2028x\x07"
    path.write_text(path.read_text().replace("to=<b@example.net> proto", f"to=<{evil}@example.net> proto"))
    result = run("explain", "4F1AB", path)
    assert result.exit_code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", result.stdout)
    assert r"evil\x1b[2J\x9b31m\u202e\u2028x\x07" in result.stdout
    as_json = run("explain", "4F1AB", path, "--format", "json").stdout
    assert as_json.isascii()
    assert any(evil in line["raw"] for line in json.loads(as_json)["stories"][0]["lines"])


def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    """A byte that is no UTF-8 is written as its number, not lost."""
    path = small(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"(250 2.0.0 Saved)", b"(250 \xff Saved)"))
    assert r"(250 \xff Saved)" in run("explain", "4F1AB", path).stdout


def test_standard_input_is_told_like_a_file(tmp_path: Path) -> None:
    """What is piped in is read as often as needed, and its places are named ``-``."""
    path = small(tmp_path)
    told, piped = (
        json.loads(run("explain", "4F1AB", where, "--format", "json", stdin=path.read_bytes()).stdout)
        for where in (path, "-")
    )
    for line in told["stories"][0]["lines"]:
        line["where"] = line["where"].replace(str(path), "-")
    assert piped == told


def test_nothing_found_is_one_clear_line_and_code_1(tmp_path: Path) -> None:
    """What is not in the log is said on standard error, and by the exit code."""
    result = run("explain", "4F1AC", small(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "mailstat: nothing in 8 lines is about '4F1AC'\n"


def test_limits_of_time_choose_what_began_between(tmp_path: Path) -> None:
    """What began before --since, or at --until, is not told."""
    path = small(tmp_path)
    for option, code in (("--since", 1), ("--until", 0)):
        assert run("explain", "4F1AB", path, option, "2026-09-02", "--timezone", "UTC").exit_code == code


def test_what_could_not_be_read_or_understood_has_its_code(tmp_path: Path) -> None:
    """A missing file ends with 2, also where the others hold it; strange text with 3."""
    missing, strange = tmp_path / "missing", tmp_path / "strange"
    strange.write_text("no log at all\n" * 50)
    result = run("explain", "4F1AB", small(tmp_path), missing)
    assert result.exit_code == 2
    assert "removed" in result.stdout
    assert "no such file" in result.stderr
    assert run("explain", "4F1AB", missing).exit_code == 2
    assert run("explain", "4F1AB", strange).exit_code == 3


@pytest.mark.parametrize("arguments", [["nonsense"], ["4F1AB"], ["4F1AB", str(SAMPLE), "--most", "0"]])
def test_wrong_usage_ends_with_2_and_a_reason(arguments: list[str]) -> None:
    """A word that names nothing, a question without logs, and a number below one are refused."""
    result = run("explain", *arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_story_goes_to_a_file(tmp_path: Path) -> None:
    """``-o`` writes there and prints nothing."""
    path, out = small(tmp_path), tmp_path / "story.txt"
    result = run("explain", "4F1AB", path, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text() == run("explain", "4F1AB", path).stdout


def test_a_decision_with_logs_is_explained_and_judged() -> None:
    """What it says of itself, and then what these logs say of it: ``certificate`` with its shares."""
    found = run("explain", "certificate", READY)
    assert found.exit_code == 0
    about, verdict, shares = (
        found.stdout.index(text) for text in ("BLIND when", "UNSAFE   Would", "AES-GCM (")
    )
    assert about < verdict < shares
    plain = json.loads(run("explain", "certificate", READY, "--format", "json").stdout)
    assert [one["decision"] for one in plain["advice"]] == ["certificate"]
