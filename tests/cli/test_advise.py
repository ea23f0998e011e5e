"""``mailstat advise`` and ``whatif``: what they say is what the story holds, and can be entered."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app
from tests.advice.test_cases import log_of

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_logs"
STORY = SAMPLES / "forgotten-forwarder"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def advice(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("advise", *arguments, "--format", "json").stdout)["advice"][0]
    return found


def test_the_forgotten_forwarder_is_named_with_what_frees_it() -> None:
    """The one exception names the forwarder's addresses, and what else they would let in."""
    found = advice(STORY)
    assert found["verdict"] == "UNSAFE"
    (exception,) = found["exceptions"]
    assert exception["values"] == ["2001:db8:70::1", "203.0.113.70"]
    assert exception["after"] == "NOT_YET"
    assert {one["class"] for one in found["obstacles"] if one["messages"] > 5} <= {
        "forwarder or list",
        "unclear",
    }


def test_an_exception_that_is_entered_no_longer_stands_in_the_way(tmp_path: Path) -> None:
    """With the proposed Whitelist in policyd-spf.conf, the verdict is the one that was foretold."""
    found = advice(STORY)
    for name in ("main.cf", "master.cf", "policyd-spf.conf"):
        shutil.copy(STORY / name, tmp_path)
    with (tmp_path / "policyd-spf.conf").open("a") as conf:
        conf.write(f"\nWhitelist = {','.join(found['exceptions'][0]['values'])}\n")
    after = advice(STORY, "--settings", tmp_path)
    assert after["verdict"] == found["exceptions"][0]["after"]
    assert not after["exceptions"]


def test_a_domain_that_is_entered_frees_who_passes_for_it(tmp_path: Path) -> None:
    """As foretold, and for nobody else; the log needs not hold a line that says so yet."""
    case = ROOT / "tests" / "advice" / "cases" / "forwarder_by_its_domain"
    log, conf = tmp_path / "mail.log", tmp_path / "policyd-spf.conf"
    log.write_text("\n".join(log_of((case / "days.log").read_text(), 43)) + "\n")
    (exception,) = advice(log)["exceptions"]
    assert (exception["setting"], exception["values"]) == ("Domain_Whitelist", ["alumni.example"])
    for entered, verdict in (("alumni.example", exception["after"]), ("shop.example", "UNSAFE")):
        conf.write_text(f"Domain_Whitelist = {entered}\n")
        assert advice(log, "--settings", conf)["verdict"] == verdict


def test_a_switch_that_nobody_logged_can_be_given() -> None:
    """The day is one of the calendar, and the log is believed before it."""
    found = advice(SAMPLES / "after-the-switch", "--switched", "2026-09-01")
    assert any("later lines still warn" in remark for remark in found["remarks"])
    assert run("advise", STORY, "--switched", "yesterday").exit_code == 2


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch(1) is not installed")
def test_the_printed_change_can_be_applied_as_it_is_printed(tmp_path: Path) -> None:
    """The lines on the screen, saved and given to patch, make the change, and the undo takes it back."""
    for name in ("main.cf", "master.cf", "policyd-spf.conf"):
        shutil.copy(STORY / name, tmp_path)
    before = (tmp_path / "main.cf").read_bytes()
    said = run("advise", STORY, "--settings", tmp_path).stdout
    forth, back = (_section(said, title) for title in ("Drop warn_if_reject", "Undo: Drop warn_if_reject"))
    _patch(forth, tmp_path)
    assert b"    check_policy_service unix:private/policyd-spf" in (tmp_path / "main.cf").read_bytes()
    assert b"warn_if_reject" not in (tmp_path / "main.cf").read_bytes()
    _patch(back, tmp_path)
    assert (tmp_path / "main.cf").read_bytes() == before


def _section(said: str, title: str) -> str:
    """The indented lines of a change, as a reader marks them on the screen."""
    found = re.search(rf"^  {re.escape(title)}.*\n((?:    .*\n|\n)+)", said, flags=re.MULTILINE)
    assert found is not None
    return found[1]


def _patch(lines: str, folder: Path) -> None:
    text = "".join(line for line in lines.splitlines(keepends=True) if "save these lines" not in line)
    subprocess.run(["patch", "-d", "/", "-p0"], input=text, text=True, check=True, cwd=folder)


def test_nothing_is_lost_by_a_check_that_goes_on_to_warn() -> None:
    """What if nothing changes: nothing is refused."""
    (found,) = json.loads(run("whatif", STORY, "--keep-warn-if-reject", "--format", "json").stdout)["what_if"]
    assert found["refused"] == 0


def test_what_if_agrees_with_the_advice() -> None:
    """The same mail is lost by the replay of the settings that the log was written under."""
    found = advice(STORY)
    (replayed,) = json.loads(run("whatif", STORY, "--format", "json").stdout)["what_if"]
    assert replayed["verdict"] == found["verdict"]
    assert replayed["lost"]["total"] == sum(one["messages"] for one in found["obstacles"])


def test_stricter_settings_lose_more_and_an_allowed_client_less() -> None:
    """Softfail refuses more than Fail; a client that is skipped is not refused."""

    def refused(*arguments: object) -> int:
        said = run("whatif", STORY, *arguments, "--format", "json").stdout
        count: int = json.loads(said)["what_if"][0]["refused"]
        return count

    assert refused("--allow", "203.0.113.70") < refused() < refused("--mail-from-reject", "Softfail")


def test_the_page_of_what_if_fits_a_mail() -> None:
    """78 columns at most where it is piped."""
    said = run("whatif", STORY, "--mail-from-reject", "Softfail").stdout
    assert max(map(len, said.splitlines())) <= 78


@pytest.mark.parametrize(
    "wrong",
    [
        ("advise", STORY, "--settings", SAMPLES / "nowhere"),
        ("whatif", STORY, "--mail-from-reject", "Perhaps"),
        ("whatif", STORY, "--allow", "example.org"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(wrong: tuple[object, ...]) -> None:
    """Exit code 2, and the option or file by its name."""
    result = run(*wrong)
    assert result.exit_code == 2
    assert str(wrong[-1]).rpartition("/")[2] in result.output


def test_days_that_are_cut_away_are_no_quiet_days() -> None:
    """A part of a log is judged like the log that holds only that part."""
    cut = advice(STORY, "--until", "2026-10-12T00:00+02:00")
    files = [STORY / f"mail.log.{age}.gz" for age in (6, 5, 4, 3, 2)]
    alone = advice(*files)
    told = {gate["name"]: gate["value"] for gate in cut["gates"]}
    assert told["long enough"] == {gate["name"]: gate["value"] for gate in alone["gates"]}["long enough"]
    assert told["bounded"] == {gate["name"]: gate["value"] for gate in alone["gates"]}["bounded"]
    assert cut["verdict"] == alone["verdict"]
