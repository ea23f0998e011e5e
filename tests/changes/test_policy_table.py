"""The policy table: it grows by evidence, loses what does harm, and is taken back to the byte."""

from pathlib import Path

import pytest

from loganalyzer.changes.change import Change
from loganalyzer.changes.policy_table import TABLE, policy_map
from loganalyzer.settings.read import read_settings
from loganalyzer.settings.settings import Settings
from tests.changes.patching import patch, postconf
from tests.settings.made import made

TEXT = (
    "# destinations that insist\r\n"
    "partner.example\tsecure match=nexthop\r\n"
    ".cloud.example encrypt\r\n"
    "strict.example encrypt\r\n"
    "   ciphers=high\r\n"
    "lax.example may"
)
NEW = [("friend.example", "encrypt"), ("partner.example", "encrypt"), ("eu.cloud.example", "encrypt")]


def server(
    folder: Path, maps: str = "hash:/etc/postfix/tls_policy", text: str | None = TEXT, more: str = ""
) -> Settings:
    """A copy of /etc/postfix with a table in it."""
    place = folder / "postfix"
    place.mkdir(exist_ok=True)
    (place / "main.cf").write_text(f"smtp_tls_policy_maps = {maps}\n{more}")
    if text is not None:
        (place / "tls_policy").write_bytes(text.encode())
    return read_settings(place)


def lines(change: Change) -> list[str]:
    """What is lost and gained, of all files."""
    said = [line for diff in change.files for line in diff.text.splitlines()]
    return [line for line in said if line[:1] in "+-" and line[:3] not in ("---", "+++")]


def test_only_what_no_line_covers_is_added(tmp_path: Path) -> None:
    """At the end of the table that was read; main.cf stays as it is."""
    change = policy_map(server(tmp_path), NEW)
    assert [Path(diff.path).name for diff in change.files] == ["tls_policy"]
    assert lines(change) == ["-lax.example may", "+lax.example may", "+friend.example encrypt"]
    assert change.reload == "postmap hash:/etc/postfix/tls_policy && postfix reload"


def test_a_line_goes_with_its_evidence(tmp_path: Path) -> None:
    """With its continuation; where encryption itself was to be had, a lower level takes its place."""
    gone = [
        ("strict.example", ""),
        ("partner.example", "encrypt"),
        ("eu.cloud.example", ""),
        ("lax.example", ""),
    ]
    change = policy_map(server(tmp_path), [], gone)
    assert lines(change) == [
        "-partner.example\tsecure match=nexthop",
        "+partner.example encrypt",
        "-strict.example encrypt",
        "-   ciphers=high",
    ]
    assert any(
        said.startswith("eu.cloud.example: mail to it is put off under the line .cloud")
        for said in change.remarks
    )
    assert any(said.startswith("strict.example: its mail was put off") for said in change.remarks)


@pytest.mark.parametrize("gone", [[], [("strict.example", ""), ("partner.example", "encrypt")]])
def test_the_undo_restores_the_very_bytes(tmp_path: Path, gone: list[tuple[str, str]]) -> None:
    """Also ends of lines that are not ours, and a last line that has none."""
    change = policy_map(server(tmp_path), NEW, gone)
    table = tmp_path / "postfix/tls_policy"
    patch(tmp_path, change)
    assert table.read_bytes() != TEXT.encode()
    assert change.undo is not None
    patch(tmp_path, change.undo)
    assert table.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("maps", ["", "socketmap:inet:127.0.0.1:8461:postfix"])
def test_without_a_text_there_is_a_new_table_behind_the_others(tmp_path: Path, maps: str) -> None:
    """Postfix sees it after what was there, and the undo leaves neither table nor parameter."""
    settings = server(tmp_path, maps, None)
    change = policy_map(settings, NEW)
    patch(tmp_path, change)
    value = postconf(tmp_path / "postfix", "smtp_tls_policy_maps").partition("=")[2].strip()
    assert value == ", ".join(filter(None, (maps, TABLE)))
    assert (tmp_path / "postfix/tls_policy").read_text().splitlines() == [
        f"{name} encrypt" for name, _ in sorted(NEW)
    ]
    assert change.undo is not None
    patch(tmp_path, change.undo)
    assert not (tmp_path / "postfix/tls_policy").exists()
    assert (tmp_path / "postfix/main.cf").read_text() == f"smtp_tls_policy_maps = {maps}\n"


def test_verified_by_dane_is_dane_only(tmp_path: Path) -> None:
    """Where everybody is asked for DANE, Verified says that the TLSA records fitted, not the name."""
    settings = server(tmp_path, "", None, "smtp_tls_security_level = dane\n")
    assert "+friend.example dane-only" in lines(policy_map(settings, [("friend.example", "verify")]))
    assert "+friend.example encrypt" in lines(policy_map(settings, [("friend.example", "encrypt")]))


@pytest.mark.parametrize("level", ["encrypt", "verify", "secure"])
def test_what_is_asked_of_everybody_needs_no_line(tmp_path: Path, level: str) -> None:
    """A table would add nothing, and the remark says why."""
    settings = server(tmp_path, "", None, f"smtp_tls_security_level = {level}\n")
    change = policy_map(settings, NEW)
    assert change.is_empty
    assert f"friend.example: smtp_tls_security_level = {level} asks it of everybody already" in change.remarks


def test_a_table_may_be_named_by_itself(tmp_path: Path) -> None:
    """Wherever the copy lies; one that was not given is told in plain lines, beside what it holds."""
    server(tmp_path)
    copy = tmp_path / "copies"
    copy.mkdir()
    (tmp_path / "postfix/tls_policy").rename(copy / "tls_policy")
    found = read_settings(tmp_path / "postfix/main.cf", copy / "tls_policy")
    assert policy_map(found, NEW).files[0].path == str(copy / "tls_policy")
    change = policy_map(read_settings(tmp_path / "postfix/main.cf"), NEW, [("strict.example", "")])
    assert not change.files
    assert "In /etc/postfix/tls_policy, beside what it holds:" in change.lines
    assert "    friend.example encrypt" in change.lines
    assert "    strict.example" in change.lines


def test_only_plain_domains_get_into_a_table() -> None:
    """Names come from a log: what is no domain, or no level, stays out."""
    hostile = [("a.example encrypt\nb.example", "none"), ("-x.example", "encrypt"), ("c.example", "may")]
    assert policy_map(None, hostile).is_empty
    assert policy_map(None, [], [("a.example\n", ""), ("b example", "encrypt")]).is_empty


def test_without_settings_the_lines_are_general() -> None:
    """There is something to enter and a way back, and the admin is warned of DANE."""
    change = policy_map(None, [("friend.example", "verify")])
    assert "    friend.example verify" in change.lines
    assert change.undo is not None
    assert any("dane-only instead of verify" in said for said in change.remarks)


def test_a_line_that_is_lax_on_purpose_stays(tmp_path: Path) -> None:
    """``may`` was written by somebody who knew why; the remark tells what the log says."""
    change = policy_map(server(tmp_path), [("lax.example", "encrypt")])
    assert change.is_empty
    assert "lax.example: lax.example may stands there; the log speaks for encrypt" in change.remarks


def test_output_of_postconf_gets_commands() -> None:
    """There is no main.cf to be patched."""
    change = policy_map(made(postconf_n="smtp_tls_policy_maps =\nmyhostname = mail.example.org\n"), NEW)
    assert not change.files
    assert any(line.startswith("echo 'friend.example encrypt' >>") for line in change.commands)
    assert any(line.startswith("postconf -e") for line in change.commands)
