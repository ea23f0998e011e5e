"""Changes of Dovecot's TLS: in the words of its version, in the file where it stands, back to the byte."""

from pathlib import Path

import pytest

from loganalyzer.changes.change import Change
from loganalyzer.changes.dovecot_tls import minimum, required
from loganalyzer.settings.read import read_settings
from loganalyzer.settings.settings import Settings
from tests.changes.patching import doveconf, patch
from tests.settings.made import made

MAIN = "protocols = imap\n!include conf.d/*.conf\n!include_try local.conf\nlog_path = /dev/stderr\n"
SSL = "# SSL\nssl = yes # and not: required\n#ssl_min_protocol = TLSv1.2\nssl_cert = </etc/ssl/mail.crt\n"
AUTH = "disable_plaintext_auth = no\r\nauth_mechanisms = plain login\r\n"


def tree(folder: Path, **more: str) -> Settings:
    """Debian's files of Dovecot below the folder, with others in ``conf.d`` besides."""
    files = {"dovecot.conf": MAIN, "conf.d/10-ssl.conf": SSL, "conf.d/10-auth.conf": AUTH}
    for name, text in (files | {f"conf.d/{name}.conf": text for name, text in more.items()}).items():
        path = folder / "dovecot" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return read_settings(folder / "dovecot")


def changed(change: Change) -> dict[str, list[str]]:
    """The lines that each file loses and gains."""
    return {
        Path(diff.path).name: [
            line for line in diff.text.splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")
        ]
        for diff in change.files
    }


def test_the_change_is_made_where_the_setting_stands(tmp_path: Path) -> None:
    """In the included files; a comment behind the value stays."""
    settings = tree(tmp_path)
    assert changed(required(settings, "2.3.19")) == {
        "10-ssl.conf": ["-ssl = yes # and not: required", "+ssl = required # and not: required"],
        "10-auth.conf": ["-disable_plaintext_auth = no", "+disable_plaintext_auth = yes"],
    }
    assert changed(minimum(settings, "2.3.4")) == {"10-ssl.conf": ["+ssl_min_protocol = TLSv1.2"]}


@pytest.mark.parametrize("make", [required, minimum])
@pytest.mark.parametrize("version", ["2.2.36", "2.3.19", ""])
def test_the_undo_restores_the_very_bytes(tmp_path: Path, make: object, version: str) -> None:
    """The printed diff and its undo, applied by patch, leave all files as they were."""
    assert callable(make)
    change = make(tree(tmp_path), version)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.conf")}
    patch(tmp_path, change)
    assert {path: path.read_bytes() for path in before} != before
    patch(tmp_path, change.undo)
    assert {path: path.read_bytes() for path in before} == before


def test_dovecot_itself_reads_what_was_written(tmp_path: Path) -> None:
    """doveconf shows the values as they are meant."""
    settings = tree(tmp_path)
    for change in (required(settings, "2.3.19"), minimum(settings, "2.3.19")):
        assert change.files
    patch(tmp_path, required(settings, "2.3.19"))
    patch(tmp_path, minimum(read_settings(tmp_path / "dovecot"), "2.3.19"))
    shown = doveconf(tmp_path / "dovecot/dovecot.conf", "ssl", "ssl_min_protocol", "disable_plaintext_auth")
    assert shown.splitlines() == [
        "ssl = required",
        "ssl_min_protocol = TLSv1.2",
        "disable_plaintext_auth = yes",
    ]


@pytest.mark.parametrize(
    ("version", "line"),
    [
        ("2.2.36", "ssl_protocols = !SSLv3 !TLSv1 !TLSv1.1"),
        ("2.3.4", "ssl_min_protocol = TLSv1.2"),
        ("2.4.0", "ssl_min_protocol = TLSv1.2"),
    ],
)
def test_the_minimum_has_the_versions_name(tmp_path: Path, version: str, line: str) -> None:
    """2.2 excludes protocols, 2.3 and 2.4 name a minimum; so with and without the files."""
    assert changed(minimum(tree(tmp_path), version)) == {"10-ssl.conf": [f"+{line}"]}
    assert line in minimum(None, version).lines
    assert len([one for one in minimum(None, version).lines if "=" in one]) == 1


def test_clear_passwords_have_the_versions_name() -> None:
    """``disable_plaintext_auth`` up to 2.3, ``auth_allow_cleartext`` with the opposite sense in 2.4."""
    assert "disable_plaintext_auth = yes" in required(None, "2.3.19").lines
    assert "auth_allow_cleartext = no" not in required(None, "2.3.19").lines
    assert "auth_allow_cleartext = no" in required(None, "2.4.1").lines
    new = made(dovecot="dovecot_config_version = 2.4.0\nssl = yes\nauth_allow_cleartext = yes\n")
    assert changed(required(new, "")) == {
        "dovecot.conf": [
            "-ssl = yes",
            "-auth_allow_cleartext = yes",
            "+ssl = required",
            "+auth_allow_cleartext = no",
        ]
    }
    both = (*required(None, "").lines, *minimum(None, "").lines)
    for said in ("disable_plaintext_auth = yes", "auth_allow_cleartext = no", "ssl_min_protocol = TLSv1.2"):
        assert said in both
    assert "ssl_protocols = !SSLv3 !TLSv1 !TLSv1.1" in both


def test_output_of_doveconf_gets_lines_and_the_old_values_back() -> None:
    """There is no file to be patched, but what stands there is known."""
    settings = made(doveconf="# 2.2.36 (a): /etc/dovecot/dovecot.conf\nssl = yes\nssl_protocols = !SSLv3\n")
    change = required(settings, "")
    assert (change.files, change.lines) == ((), ("ssl = required",))
    assert change.undo is not None
    assert change.undo.lines == ("ssl = yes",)
    other = minimum(settings, "")
    assert other.lines == ("ssl_protocols = !SSLv3 !TLSv1 !TLSv1.1",)
    assert other.undo is not None
    assert other.undo.lines == ("ssl_protocols = !SSLv3",)


def test_nothing_is_made_weaker_and_nothing_entered_twice() -> None:
    """TLS 1.3 as the minimum stays, and so does what says the same in other words."""
    strict = made(dovecot="ssl = required\nssl_min_protocol = TLSv1.3\n")
    assert required(strict, "2.3.19").is_empty
    assert minimum(strict, "2.3.19").is_empty
    assert minimum(made(dovecot="ssl_protocols = !SSLv2 !SSLv3 !TLSv1 !TLSv1.1\n"), "2.2.27").is_empty
    assert minimum(made(dovecot="ssl_protocols = TLSv1.2\n"), "2.2.27").is_empty


def test_an_exception_of_a_block_is_named_and_left(tmp_path: Path) -> None:
    """``protocol imap { ssl = no }`` goes on to hold there, which the admin is told."""
    change = required(tree(tmp_path, **{"20-imap": "protocol imap {\n  ssl = no\n}\n"}), "2.3.19")
    assert "20-imap.conf" not in changed(change)
    assert any(remark.startswith("protocol imap: ssl = no") for remark in change.remarks)


def test_a_file_without_a_last_newline_or_without_ssl_gets_a_line_of_its_own() -> None:
    """At the end of dovecot.conf, which is outside of every block."""
    change = minimum(made(dovecot="protocol imap {\n  ssl = no\n}"), "2.3.19")
    assert change.files[0].after == "protocol imap {\n  ssl = no\n}\nssl_min_protocol = TLSv1.2\n"


def test_files_that_were_not_read_are_named() -> None:
    """What stands there may overrule the change."""
    change = required(made(dovecot="ssl = yes\n!include conf.d/*.conf\n"), "2.3.19")
    assert "not read, and may say otherwise: conf.d/*.conf" in change.remarks
