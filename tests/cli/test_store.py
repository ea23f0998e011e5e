"""``mailstat ingest``, ``mailstat store`` and ``--store``, as people and cron call them."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app
from loganalyzer.cli.stores import default_store
from tests.store.logrotate import SAMPLE, sample_days

RUNNER = CliRunner()
DAYS = sample_days()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's real store is touched."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("loganalyzer.cli.stores.SHARED", tmp_path / "shared")
    monkeypatch.setattr(
        default_store, "__defaults__", ({"XDG_STATE_HOME": f"{tmp_path}/state"}, tmp_path / "shared")
    )
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, [str(argument) for argument in arguments])


def test_ingest_then_report_needs_no_log(home: Path) -> None:
    """The usual store is made, filled, and read; a second run finds nothing new."""
    first, second = run("ingest", SAMPLE), run("ingest", SAMPLE)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.endswith("new lines\n")
    assert second.stdout.endswith("nothing new\n")
    assert (home / "state" / "mailstat" / "store.sqlite").exists()
    stored = json.loads(run("report", "--format", "json", "--store").stdout)
    direct = json.loads(run("report", "--format", "json", SAMPLE).stdout)
    for part in ("inbound", "outbound", "spf_results", "would_be_refused", "coverage"):
        assert stored[part] == direct[part]


@pytest.mark.parametrize("command", ["report", "advise", "whatif"])
def test_each_judging_command_reads_a_store_with_fresh_lines(home: Path, command: str) -> None:
    """``--store`` at the end is the usual one, ``--store=FILE`` any; LOG adds what is not in it yet."""
    log, store = home / "mail.log", home / "kept.sqlite"
    log.write_bytes(b"".join(DAYS[:5]))
    assert run("ingest", log, "--store", store).exit_code == 0
    assert run("ingest", log).exit_code == 0
    log.write_bytes(b"".join(DAYS[:30]))
    usual = run(command, log, "--store")
    assert usual.exit_code == 0
    assert usual.stdout == run(command, f"--store={store}", log).stdout
    assert usual.stdout != run(command, "--store").stdout


def test_nothing_named_is_wrong_usage() -> None:
    """Without LOG and --store there is nothing to say."""
    for command in ("report", "advise", "whatif"):
        result = run(command)
        assert result.exit_code == 2
        assert "--store" in result.stderr


@pytest.mark.parametrize("command", [("report", "--store"), ("store", "info"), ("store", "vacuum")])
def test_a_missing_store_is_said_with_what_makes_one(command: tuple[str, ...]) -> None:
    """In one line, with exit code 2."""
    result = run(*command)
    assert result.exit_code == 2
    assert "mailstat ingest" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_log_after_store_is_taken_for_no_store(home: Path) -> None:
    """``--store mail.log`` names a store; that is said, and the log stays as it is."""
    log = home / "mail.log"
    log.write_bytes(DAYS[0])
    result = run("report", "--store", log)
    assert result.exit_code == 2
    assert "is no store" in result.stderr
    assert run("ingest", log, "--store", log).exit_code == 2
    assert log.read_bytes() == DAYS[0]


def test_a_report_never_takes_the_place_of_the_store(home: Path) -> None:
    """``-o`` refuses the store by any name."""
    log, store = home / "mail.log", home / "kept.sqlite"
    log.write_bytes(DAYS[0])
    run("ingest", log, "--store", store)
    before = store.read_bytes()
    (home / "link").symlink_to(store)
    result = run("report", f"--store={store}", "-o", home / "link")
    assert result.exit_code == 2
    assert "it is the store" in result.stderr
    assert store.read_bytes() == before


def test_a_store_is_narrowed_to_whole_days(home: Path) -> None:
    """What --since and --until pick of a store is what they pick of its logs; a span ends with the store."""
    run("ingest", SAMPLE)
    picked = ("--since", "2026-09-20T00:00Z", "--until", "2026-10-02T00:00Z", "--format", "json")
    of_store, of_logs = (json.loads(run("report", where, *picked).stdout) for where in ("--store", SAMPLE))
    for name in ("inbound", "outbound", "spf_results", "rejections", "would_be_refused", "logins", "days"):
        assert of_store[name] == of_logs[name], name
    said = [
        [
            (one["verdict"], [(gate["holds"], gate["value"]) for gate in one["gates"]])
            for one in each["advice"]
        ]
        for each in (of_store, of_logs)
    ]
    assert said[0] == said[1]
    week = json.loads(run("report", "--store", "--last", "7d", "--format", "json").stdout)
    assert len(week["days"]) == 7
    assert any("whole UTC days" in one["text"] for one in week["findings"])


def test_a_damaged_store_is_rebuilt_on_request_only(home: Path) -> None:
    """It is kept aside under a name that says so."""
    log, store = home / "mail.log", home / "kept.sqlite"
    log.write_bytes(DAYS[0])
    store.write_bytes(b"\0" * 9000)
    refused = run("ingest", log, "--store", store)
    assert refused.exit_code == 2
    assert "--rebuild" in refused.stderr
    assert store.read_bytes() == b"\0" * 9000
    rebuilt = run("ingest", log, "--store", store, "--rebuild")
    assert rebuilt.exit_code == 0
    (aside,) = home.glob("kept.sqlite.corrupt-*")
    assert str(aside) in rebuilt.stderr
    assert aside.read_bytes() == b"\0" * 9000


def test_what_cannot_be_read_ends_with_2_and_the_rest_is_taken(home: Path) -> None:
    """One missing file does not keep the others' lines out."""
    log = home / "mail.log"
    log.write_bytes(DAYS[0])
    result = run("ingest", log, home / "mail.log.9")
    assert result.exit_code == 2
    assert "mail.log.9: no such file" in result.stderr
    lines = len(DAYS[0].splitlines())
    assert f"{lines:,} new lines" in result.stdout


def test_the_store_can_be_looked_after(home: Path) -> None:
    """info, forget, vacuum, export and merge do what they say and say what they did."""
    run("ingest", SAMPLE)
    run("report", "--store")
    info = run("store", "info").stdout
    assert "mail: read here, new senders counted since 2026-09-2" in info
    forgotten = run("store", "forget", "--before", "2026-10-01")
    assert forgotten.exit_code == 0
    assert " lines of before 2026-10-01 forgotten" in forgotten.stdout
    assert run("store", "vacuum").exit_code == 0
    rows = [json.loads(line) for line in run("store", "export").stdout.splitlines()]
    days = {row["day"] for row in rows if row["table"] == "messages"}
    assert min(days) == (date(2026, 9, 6) - date(1970, 1, 1)).days
    fleet = home / "fleet.sqlite"
    usual = home / "state" / "mailstat" / "store.sqlite"
    assert "1 host added" in run("store", "merge", usual, "--store", fleet).stdout
    assert "1 brought up to date" in run("store", "merge", usual, "--store", fleet).stdout
    refused = run("store", "merge", usual, "--store", usual)
    assert refused.exit_code == 2


def test_the_servers_store_is_used_where_one_may(tmp_path: Path) -> None:
    """Its folder decides for writing, its file for reading; else one's own, never a relative one."""
    shared, environ = tmp_path / "lib", {"HOME": str(tmp_path), "XDG_STATE_HOME": "relative"}
    own = tmp_path / ".local" / "state" / "mailstat" / "store.sqlite"
    assert default_store(True, environ, shared) == default_store(False, environ, shared) == own
    shared.mkdir()
    assert default_store(True, environ, shared) == shared / "store.sqlite"
    assert default_store(False, environ, shared) == own
    (shared / "store.sqlite").touch()
    assert default_store(False, environ, shared) == shared / "store.sqlite"
    assert default_store(True, {}, tmp_path / "none") == tmp_path / "none" / "store.sqlite"


def test_machines_that_are_ours_are_named_once(home: Path) -> None:
    """``--own-host`` at ingest is kept; what is no host is refused before anything is read."""
    assert (
        run("ingest", SAMPLE, "--own-host", "198.51.100.0/24", "--own-host", "mx.example.org").exit_code == 0
    )
    said = run("store", "info").stdout
    assert "called our own: 198.51.100.0/24, mx.example.org\n" in said
    wrong = run("ingest", SAMPLE, "--own-host", "the hub")
    assert (wrong.exit_code, "'the hub' is no address, network or full name" in wrong.stderr) == (2, True)


def test_how_long_people_are_remembered_is_said_and_set(home: Path) -> None:
    """400 days by themselves; less than verdicts need is refused, and nothing is changed by that."""
    run("ingest", SAMPLE)
    assert run("store", "remember").stdout.endswith("for 400 days\n")
    assert run("store", "remember", "26w").stdout.endswith("for 182 days\n")
    short = run("store", "remember", "4w")
    assert (short.exit_code, "for 92 at least" in short.stderr) == (2, True)
    assert run("store", "remember").stdout.endswith("for 182 days\n")
    assert run("store", "remember", "ever").stdout.endswith("for ever\n")


def test_the_doctor_says_of_a_store_what_it_says_of_its_logs(home: Path) -> None:
    """Its findings need no raw line."""
    run("ingest", SAMPLE)
    of_store, of_logs = (
        json.loads(run("doctor", where, "--format", "json").stdout) for where in ("--store", SAMPLE)
    )
    assert of_store["findings"]
    assert of_store == of_logs
