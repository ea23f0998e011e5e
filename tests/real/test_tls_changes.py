"""The changes of TLS as they are printed: the configuration that they make, and the way back."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from loganalyzer.advice.advice import Step
from loganalyzer.changes.change import Change
from tests.real.lenient import GROUPS, Story
from tests.real.played import SEED

FILES = ("main.cf", "master.cf", "dovecot.conf")
TLS_1_2 = ">=TLSv1.2"

MEANT: Mapping[Step, set[str]] = {
    "inbound minimum, port 25": {f"smtpd_tls_protocols = {TLS_1_2}"},
    "inbound minimum, submission": {
        f"{service}/inet/{name} = {TLS_1_2}"
        for service in ("submission", "submissions")
        for name in ("smtpd_tls_protocols", "smtpd_tls_mandatory_protocols")
    },
    "minimum, Dovecot": {"ssl_min_protocol = TLSv1.2"},
    "outbound minimum": {
        f"{name} = {TLS_1_2}" for name in ("smtp_tls_protocols", "smtp_tls_mandatory_protocols")
    },
    "require TLS, submission": {"submission/inet/smtpd_tls_security_level = encrypt"},
    "require TLS, port 25": {"smtpd_tls_security_level = encrypt"},
    "AUTH under TLS only": {"submission/inet/smtpd_tls_auth_only = yes", "smtpd_tls_auth_only = yes"},
    "require TLS, Dovecot": {"ssl = required", "disable_plaintext_auth = yes"},
    "policy map": {"smtp_tls_policy_maps = texthash:$config_directory/tls_policy"},
}
"""What is in the configuration after a step that was not there before, as the servers themselves read it."""


def read_by_the_servers(folder: Path) -> set[str]:
    """What postconf and doveconf say of a configuration that was kept."""
    names = ("postconf-n.txt", "postconf-P.txt", "doveconf-a.txt")
    return {line.strip() for name in names for line in (folder / name).read_text().splitlines()}


@pytest.mark.parametrize("group", GROUPS)
def test_the_diffs_make_the_configuration_that_is_meant(group: str, story: Story) -> None:
    """Nothing else has changed than what the advice is about, as postconf and doveconf read it."""
    out = story.followed[group].after.run.out
    before, after = read_by_the_servers(out), read_by_the_servers(out / "entered")
    meant = {line for step in GROUPS[group] for line in MEANT[step]}
    assert after - before == meant, SEED
    assert _names(before - after) <= _names(meant), SEED


def _names(lines: set[str]) -> set[str]:
    return {line.partition(" = ")[0] for line in lines}


@pytest.mark.parametrize("group", GROUPS)
def test_the_undos_give_the_very_bytes_back(group: str, story: Story) -> None:
    """All changes and all their undos, by patch(1) on the server itself, leave the files as they were."""
    out = story.followed[group].after.run.out
    for name in FILES:
        assert (out / "undone" / name).read_bytes() == (out / name).read_bytes(), (SEED, name)
    assert "tls_policy" not in (out / "undone" / "postfix.txt").read_text().splitlines(), SEED


@pytest.mark.parametrize("group", GROUPS)
def test_the_commands_do_what_the_diffs_do(group: str, story: Story, tmp_path: Path) -> None:
    """The lines of ``postconf`` make the same configuration as the diffs; those of the undos the old one."""
    followed = story.followed[group]
    out = followed.after.run.out
    for name in ("main.cf", "master.cf"):
        shutil.copy(out / name, tmp_path)
    postfix = [change for change in followed.changes if change.commands]
    for change in postfix:
        _enter(change, tmp_path)
    assert _postconf(tmp_path) == _kept(out / "entered"), SEED
    for change in reversed(postfix):
        assert change.undo is not None
        _enter(change.undo, tmp_path)
    assert _postconf(tmp_path) == _kept(out), SEED


def _enter(change: Change, folder: Path) -> None:
    for line in change.commands:
        command = line.replace("postconf ", f"postconf -c {folder} ", 1)
        subprocess.run(["/bin/sh", "-c", command], check=True, timeout=60)


def _postconf(folder: Path) -> tuple[list[str], list[str]]:
    """Parameters, and overrides of services, in Postfix's own words."""
    said = (
        subprocess.run(
            ["postconf", "-c", folder, flag], capture_output=True, text=True, check=True, timeout=60
        )
        for flag in ("-n", "-P")
    )
    main, master = (sorted(one.stdout.splitlines()) for one in said)
    return [line for line in main if not line.startswith("config_directory")], master


def _kept(folder: Path) -> tuple[list[str], list[str]]:
    main, master = (
        sorted((folder / name).read_text().splitlines()) for name in ("postconf-n.txt", "postconf-P.txt")
    )
    return main, master
