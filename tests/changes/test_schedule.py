"""What starts a digest says exactly what was asked for, whatever stands in a path."""

import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from posixpath import dirname

import pytest
from hypothesis import given
from hypothesis import strategies as some

from loganalyzer.changes.crontab import crontab, entry
from loganalyzer.changes.quoting import UnsafeError, is_safe
from loganalyzer.changes.schedule import Schedule
from loganalyzer.changes.systemd import HARDENING, STORE, service, units

PLAIN = Schedule(("/usr/local/bin/mailstat",), ("/var/log/mail.log*",))
NASTY = Schedule(
    ("/opt/50% $HOME ${X} ;/mailstat",),
    ("/srv/50% 'a' \"b\" \\\\ $HOME ${X} %h ; #/*.log",),
    store="/srv/x y/%i/$s.sqlite",
    settings=("/etc/post fix",),
    labels="/etc/mail stat/labels.toml",
)

PATHS = some.text(some.characters(codec="utf-8") | some.sampled_from("\\%'\"$ ;#*"), min_size=1)


def strict(line: str) -> str:
    """The command as cronie's cron hands it to the shell: only ``\\%`` is special."""
    return re.split(r"(?<!\\)%", line)[0].replace("\\%", "%")


def lenient(line: str) -> str:
    """As Vixie's and Debian's cron do, which unescape ``\\\\`` as well."""
    found = re.match(r"(?:\\.|[^%\\])*", line)
    assert found is not None
    return re.sub(r"\\([%\\])", r"\1", found[0])


@given(PATHS.filter(is_safe))
def test_a_word_of_a_crontab_is_the_text(text: str) -> None:
    """For every cron, and the shell behind it."""
    for cron in (strict, lenient):
        assert shlex.split(cron(entry(text))) == [text]


def test_what_a_terminal_would_act_on_is_refused() -> None:
    """A line end would begin an entry of its own."""
    hurt = replace(PLAIN, logs=("/srv/a\n* * * * * reboot",))
    for write in (crontab, units):
        with pytest.raises(UnsafeError):
            write(hurt)


def test_a_program_that_systemd_would_not_run_is_refused() -> None:
    """It takes no quotes and backslashes in its path, whatever they are written as."""
    for path in ("/opt/o'clock/mailstat", '/opt/"a"/mailstat', "/opt/a\\b/mailstat"):
        with pytest.raises(UnsafeError, match="no program"):
            units(replace(PLAIN, program=(path,)))


def test_a_crontab_line_is_whole() -> None:
    """When, what, and who is told what goes wrong."""
    *comments, mailto, line = crontab(replace(PLAIN, to="ada@example.org", only_if_changed=True)).splitlines()
    assert all(comment.startswith("# ") for comment in comments)
    assert mailto == "MAILTO=root"
    assert line == (
        "17 6 * * 1 /usr/local/bin/mailstat digest '/var/log/mail.log*' --store --to=ada@example.org "
        "--only-if-changed"
    )
    assert crontab(replace(PLAIN, every="day")).splitlines()[-1].startswith("17 6 * * * /")


def settings(text: str) -> dict[str, list[str]]:
    """A unit's settings by name, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line[:1] not in ("", "#", "["):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def words(value: str, variables: bool) -> list[str]:
    """What systemd makes of a value, by systemd.syntax, systemd.unit (specifiers) and systemd.service."""
    parts = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    found = [re.sub(r"\\(.)", r"\1", quoted) if quoted else bare for quoted, bare in parts]
    assert all("%" not in word.replace("%%", "") for word in found)
    found = [word.replace("%%", "%") for word in found]
    if variables:
        assert all("$" not in word.replace("$$", "") for word in found[1:])
        found[1:] = [word.replace("$$", "$") for word in found[1:]]
    return found


@given(PATHS.filter(is_safe))
def test_a_word_of_a_unit_is_the_text(text: str) -> None:
    """Neither specifiers nor variables are put into it."""
    one = settings(service(replace(PLAIN, logs=(f"/{text}",), store=f"/{text}/s")))
    assert words(one["ExecStart"][0], True)[1:] == ["digest", f"/{text}", f"--store=/{text}/s"]
    assert words(one["ReadWritePaths"][0], False) == [dirname(f"/{text}/s")]


def test_a_service_may_read_logs_and_write_its_store() -> None:
    """It has no capability, no network, no home, and its own account."""
    found = settings(service(PLAIN))
    assert found["SupplementaryGroups"] == ["adm"]
    assert found["ReadOnlyPaths"] == ["/var/log"]
    assert found["ExecStart"][0].endswith(f"--store={STORE}")
    assert "ReadWritePaths" not in found
    assert found["PrivateNetwork"] == ["yes"]
    assert (found["ProtectHome"], found["PrivateTmp"]) == (["yes"], ["yes"])
    assert set(HARDENING) <= set(service(PLAIN).splitlines())


def test_mail_needs_the_queue_and_perhaps_a_network() -> None:
    """Without new privileges postdrop cannot become its group, so the service is in it."""
    found = settings(service(replace(PLAIN, to="ada@example.org")))
    assert found["SupplementaryGroups"] == ["adm postdrop"]
    assert "-/var/spool/postfix/maildrop" in found["ReadWritePaths"][0]
    assert "PrivateNetwork" not in found


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"logs": ("/home/ada/mail.log",)}, "ProtectHome", "read-only"),
        ({"program": ("/root/.venv/bin/mailstat",)}, "ProtectHome", "read-only"),
        ({"logs": ("/tmp/mail.log",)}, "PrivateTmp", "no"),
        ({"logs": ("/srv/*/mail.log", "/var/log/")}, "ReadOnlyPaths", "/srv /var/log"),
        ({"store": "/srv/kept.sqlite"}, "ReadWritePaths", "/srv"),
    ],
)
def test_what_is_asked_for_is_not_hidden(change: dict[str, tuple[str, ...]], name: str, value: str) -> None:
    """A log at home, or beside others, is still to be seen."""
    assert settings(service(replace(PLAIN, **change)))[name] == [value]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("every", ["week", "day"])
@pytest.mark.parametrize("to", ["", "ada@example.org"])
@pytest.mark.parametrize("schedule", [PLAIN, NASTY], ids=["plain", "nasty"])
def test_systemd_finds_no_fault(schedule: Schedule, to: str, every: str, tmp_path: Path) -> None:
    """Every setting is known to it, and every value understood."""
    program = tmp_path / Path(schedule.program[0]).relative_to("/")
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    for name, text in units(replace(schedule, program=(str(program),), to=to, every=every)).items():
        (tmp_path / name).write_text(text)
    files = sorted(str(path) for path in tmp_path.glob("mailstat-digest.*"))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
