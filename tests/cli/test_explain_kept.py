"""``mailstat explain --store``: what is left of a unit when its log is gone."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.cli.main import app
from tests.store.logrotate import SAMPLE
from tests.story import Story

BANK = "north-bank.example@alumni.example"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample server."""
    path = tmp_path_factory.mktemp("store") / "kept.sqlite"
    ingest(path, [str(SAMPLE)], Options())
    return path


def run(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", *arguments, f"--store={store}"])


def test_a_unit_is_told_from_what_was_kept(store: Path) -> None:
    """Its counts, its class with the signs, what to do, and lines with their places."""
    result = run(store, BANK)
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head == f"{BANK}: 14 messages on 11 days on mail"
    assert "  class    forwarder or list, in the way" in rows
    assert any("NOQUEUE: reject_warning: RCPT from fwd1.alumni.example" in row for row in rows)
    assert any(row.endswith("mail.log.6.gz:37656]") for row in rows)


def test_a_name_finds_all_units_of_its_organisation(store: Path) -> None:
    """As a sender, and as the network that others come through; a host's name too."""
    units = {
        line.partition(":")[0]
        for line in run(store, "fwd1.alumni.example").stdout.splitlines()
        if "@alumni.example: " in line
    }
    assert BANK in units
    assert len(units) > 3


def test_json_holds_the_same(store: Path) -> None:
    """With the raw lines."""
    plain = json.loads(run(store, BANK, "--format", "json").stdout)
    (one,) = plain["kept"]
    assert (one["unit"], one["messages"], one["class"]) == (BANK, 14, "forwarder or list")
    assert [line["where"] for line in one["lines"]] == one["where"]


def test_fresh_lines_are_counted_too(tmp_path: Path) -> None:
    """As report --store does with a LOG."""
    log, store, client = tmp_path / "mail.log", tmp_path / "s.sqlite", "mail.example.org[192.0.2.10]"
    story = Story()
    for queue_id in ("4F1AB", "4F1AC"):
        story.connect(client).warn(client=client).accept(queue_id, client).disconnect(client)
        log.write_bytes(story.text())
        if not store.exists():
            ingest(store, [str(log)], Options())
    assert ": 1 message on 1 day on " in run(store, "example.org").stdout
    assert ": 2 messages on 1 day on " in run(store, "example.org", str(log)).stdout


def test_who_is_not_there_ends_with_code_1(store: Path) -> None:
    """In one clear line."""
    result = run(store, "nobody.example")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "mailstat: no sender that would lose mail is 'nobody.example'\n"


def test_lines_that_were_kept_tell_addresses_and_queue_ids(tmp_path: Path) -> None:
    """A client by its address or network; a sender, recipient or queue id where a kept line has it."""
    log, store, client = tmp_path / "mail.log", tmp_path / "s.sqlite", "mail.example.org[192.0.2.10]"
    story = Story().connect(client).warn("4F1AB2", client, sender="a.b@example.org").accept("4F1AB2", client)
    log.write_bytes(story.disconnect(client).text())
    ingest(store, [str(log)], Options())
    sender, recipient = "a.b@example.org", "b@example.net"
    for what in ("192.0.2.10", "192.0.2.0/24", sender, sender.upper(), recipient, "4F1AB2"):
        result = run(store, what)
        assert result.exit_code == 0, what
        assert result.stdout.startswith("example.org@example.org: 1 message"), what


@pytest.mark.parametrize("what", ["192.0.2.1", "2001:db8:ffff::/48", "b@example.org", "4F1AB2C3D4"])
def test_what_no_line_was_kept_of_is_said_to_be_in_the_logs(store: Path, what: str) -> None:
    """Not found is an answer of its own, with where else to look."""
    result = run(store, what)
    assert (result.exit_code, result.stdout) == (1, "")
    assert what in result.stderr
    assert ("LOG" in result.stderr) == ("/" not in what and "192" not in what)


def test_what_was_kept_cannot_drive_a_terminal(tmp_path: Path) -> None:
    """Raw lines are the sender's words."""
    log, store, client = tmp_path / "mail.log", tmp_path / "s.sqlite", "mail.example.org[192.0.2.10]"
    story = Story().connect(client).warn(sender="a\x1b[31m\u202eb@evil.example", client=client)
    log.write_bytes(story.accept("4F1AB", client).disconnect(client).text())
    ingest(store, [str(log)], Options())
    said = run(store, "example.org").stdout + run(store, "evil.example").stdout
    assert "\\x1b[31m" in said
    assert not {"\x1b", "\u202e"} & set(said)
