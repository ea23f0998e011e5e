"""``mailstat watch`` as admins and systemd call it."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app
from tests.story import Story

RUNNER = CliRunner()
MAILSTAT = (sys.executable, "-m", "loganalyzer")
PATIENCE = 60
"""Seconds after which a watch that says nothing is called broken."""


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["watch", *map(str, arguments)])


class Running:
    """A watch that runs, and the lines it has not been asked for yet."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self._rest = b""

    def line(self) -> str:
        """Its next line; waits for it."""
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        while b"\n" not in self._rest:
            assert select.select([descriptor], [], [], PATIENCE)[0], "the watch said nothing"
            piece = os.read(descriptor, 65536)
            assert piece, "the watch has ended"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[list[str], str]:
        """What it still says when it is told to end, and its errors."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[list[str], str]:
        """What it still says until it ends, and its errors."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return (self._rest + out).decode().splitlines(), err.decode()


@contextmanager
def watching(*arguments: str | Path, stdin: int | None = None, path: str = "") -> Iterator[Running]:
    command = [*MAILSTAT, "watch", *map(str, arguments)]
    environ = {**os.environ, "PATH": path or os.environ["PATH"]}
    with subprocess.Popen(
        command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


def story() -> Story:
    """A log that is written now: years and pauses are judged by the clock."""
    return Story(datetime.now(UTC) - timedelta(minutes=10))


def warned(told: Story, sender: str, queue_id: str) -> bytes:
    told.connect().warn(sender=sender).accept(queue_id).deliver(queue_id).removed(queue_id).disconnect()
    told.later(seconds=2).connect(pid=99)  # what comes later shows that no earlier line can come any more
    text = told.text()
    told.lines.clear()
    return text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_log_is_watched_through_its_rotation(tmp_path: Path, number: signal.Signals) -> None:
    """Each line is flushed as it comes, rotation is followed, and a signal ends it with a summary and 0."""
    log, told = tmp_path / "mail.log", story()
    log.write_bytes(warned(told, "a@example.org", "AAAAAA1"))
    with watching(log, "--from-start") as watch:
        assert "would be refused: example.org@example.org from mail.example.org" in watch.line()
        assert "summary: so far: 9 lines; 1 message in" in watch.line()
        with log.open("ab") as file:
            file.write(warned(told, "a@sub.example.com", "AAAAAA2"))
        assert "would be refused: example.com@example.org" in watch.line()
        log.rename(tmp_path / "mail.log.1")
        log.write_bytes(warned(told, "a@example.net", "AAAAAA3"))
        assert "would be refused: example.net@example.org" in watch.line()
        lines, err = watch.end(number)
    assert not err
    (last,) = lines
    assert "summary: ended, in the last " in last
    assert "18 lines; 2 messages in" in last
    assert "\x1b" not in last
    assert watch.process.returncode == 0


def test_json_is_one_object_a_line(tmp_path: Path) -> None:
    """Programs get each happening with its parts, times in UTC, and the place of its line."""
    log = tmp_path / "mail.log"
    log.write_bytes(warned(story(), "a@example.org", "AAAAAA1"))
    with watching(log, "--from-start", "--format", "json") as watch:
        one, summary = json.loads(watch.line()), json.loads(watch.line())
        watch.end()
    assert (one["what"], one["level"]) == ("would be refused", "warning")
    assert (one["unit"], one["class"], one["fate"]) == ("example.org@example.org", "unclear", "delivered")
    assert one["time"].endswith("+00:00")
    assert one["where"].startswith(f"{log}:")
    assert summary["counts"]["messages_in"] == 1


def journalctl(folder: Path, script: str) -> str:
    """A folder with a journalctl of our own, for PATH."""
    program = folder / "journalctl"
    program.write_text(f"#!{sys.executable}\n{script}")
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def test_the_journal_is_followed_and_its_end_is_an_error(tmp_path: Path) -> None:
    """``--journal`` reads journalctl; where that ends, so does the watch, with its code and 2."""
    script = """
import sys
assert sys.argv[1:] == ["--output=json", "--all", "--follow", "--lines=0"], sys.argv
entry = '{"__REALTIME_TIMESTAMP": "%d", "_HOSTNAME": "mx", "SYSLOG_IDENTIFIER": "postfix/smtpd", "_PID": "7",'
entry += '"MESSAGE": "warning: problem talking to server private/policyd-spf: Connection timed out"}'
print(entry % 1788249600000000, flush=True)
sys.stdin.read()
sys.exit(3)
"""
    with watching("--journal", path=journalctl(tmp_path, script)) as watch:
        assert "mx policy: smtpd could not ask the policy service: private/policyd-spf" in watch.line()
        lines, err = watch.ended()
    assert "summary: ended" in lines[-1]
    assert err == "mailstat: journal: journalctl ended with code 3\n"
    assert watch.process.returncode == 2


def test_ctrl_c_ends_journalctl_too(tmp_path: Path) -> None:
    """A signal ends the watch cleanly while journalctl goes on, and takes that with it."""
    script = """
import os, signal, sys
print('{"__REALTIME_TIMESTAMP": "1788249600000000", "_HOSTNAME": "mx", "SYSLOG_IDENTIFIER": "rsyslogd",'
      '"MESSAGE": "imuxsock[pid %d]: begin to drop messages due to rate-limiting"}' % os.getpid(), flush=True)
signal.pause()
"""
    with watching("--journal", path=journalctl(tmp_path, script)) as watch:
        said = watch.line()
        lines, err = watch.end(signal.SIGINT)
    assert (watch.process.returncode, err) == (0, "")
    assert "summary: ended" in lines[-1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.partition("[pid ")[2].partition("]")[0]), 0)


def test_standard_input_is_watched_to_its_end() -> None:
    """``-`` is what another program pipes in; its end is no error."""
    out, into = os.pipe()
    os.write(into, warned(story(), "a@example.org", "AAAAAA1"))
    with watching("-", stdin=out) as watch:
        assert "would be refused" in watch.line()
        os.close(into)
        lines, err = watch.ended()
    os.close(out)
    assert (watch.process.returncode, err) == (0, "")
    assert "9 lines" in lines[-1]


def test_labels_decide_what_is_told(tmp_path: Path) -> None:
    """What is labelled as junk is left to the summary."""
    labels, log = tmp_path / "labels.toml", tmp_path / "mail.log"
    log.write_bytes(warned(story(), "a@example.org", "AAAAAA1"))
    said = ("--unit", "example.org@example.org", "--as", "junk", "--why", "spam", "--who", "admin")
    assert RUNNER.invoke(app, ["label", str(log), "--labels", str(labels), *said]).exit_code == 0
    with watching(log, "--from-start", "--labels", labels) as watch:
        assert "summary: so far: 9 lines" in watch.line()
        watch.end()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "name a log, - or --journal"),
        (("mail.log", "--journal"), "only one of them"),
        (("mail.log", "--every", "soon"), "'soon' is no span of time; write 10m, 1h or 1d"),
        (("none.log",), "none.log: no such file"),
        ((".",), "is no regular file"),
    ],
)
def test_what_cannot_be_watched_is_refused(arguments: tuple[str, ...], reason: str) -> None:
    """Wrong usage and a log that is not there end with 2 and a reason."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.replace("│", " ").split())


def test_without_journalctl_the_reason_is_told(tmp_path: Path) -> None:
    """Where there is no systemd, ``--journal`` says so."""
    with watching("--journal", path=str(tmp_path)) as watch:
        _, err = watch.ended()
    assert (watch.process.returncode, err) == (2, "mailstat: journalctl: there is no such program\n")


def test_a_packed_log_is_refused(tmp_path: Path) -> None:
    """What will never grow is not waited for."""
    import gzip

    packed = tmp_path / "mail.log.1.gz"
    packed.write_bytes(gzip.compress(b"a line\n" * 100))
    result = run(packed)
    assert result.exit_code == 2
    assert "is packed (gz): it will not grow" in result.stderr
