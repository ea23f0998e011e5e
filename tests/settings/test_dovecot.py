"""Dovecot's configuration is read in each form that 2.2 to 2.4 write it."""

from pathlib import Path

import pytest

from loganalyzer.settings.dovecot import version_of
from loganalyzer.settings.read import read_settings, recognised
from loganalyzer.settings.settings import settings_of
from tests.settings.made import made

PRINTED = """\
# 2.3.19 (9b53102964): /etc/dovecot/dovecot.conf
# OS: Linux 6.1.0 x86_64 Debian 12
login_log_format_elements = "user=<%u> method=%m rip=%r %c"
namespace inbox {
  inbox = yes
  mailbox Drafts {
    special_use = \\Drafts
  }
}
protocols = " imap lmtp"
ssl_cert = </etc/dovecot/private/dovecot.pem
ssl_key = # hidden, use -P to show it
protocol imap {
  ssl = required # no plaintext here
}
service imap-login { }
ssl = yes
"""

NEW = """\
dovecot_config_version = 2.4.0
protocol/imap/ssl = required
ssl_server_cert_file = /etc/ssl/mail.crt
!include_try conf.d/*.conf
"""


def test_settings_come_with_their_block_and_quotes_are_gone() -> None:
    """What holds for all of the server is told apart from what holds in a block."""
    found = made(doveconf=PRINTED).dovecot
    assert found is not None
    assert found.version == (2, 3, 19)
    assert found.value("login_log_format_elements") == "user=<%u> method=%m rip=%r %c"
    assert found.value("ssl") == "yes"
    assert [(one.service, one.value.text) for one in found.anywhere("ssl")] == [
        ("protocol imap", "required"),
        ("", "yes"),
    ]
    assert found.anywhere("special_use")[0].service == "namespace inbox / mailbox Drafts"
    assert found.value("ssl_key") == ""


def test_a_name_may_hold_its_block() -> None:
    """2.4 prints ``protocol/imap/ssl``, and says its version in a setting."""
    found = made(dovecot=NEW).dovecot
    assert found is not None
    assert found.version == (2, 4, 0)
    assert found.value("ssl") == ""
    assert found.anywhere("ssl")[0].service == "protocol / imap"
    assert found.includes == ("conf.d/*.conf",)


def test_a_value_knows_where_it_stands() -> None:
    """So that a change could be said as a diff, as for all other settings."""
    settings = made(dovecot=NEW, main="")
    assert settings.dovecot is not None
    (parameter,) = settings.dovecot.anywhere("ssl_server_cert_file")
    span = parameter.value.spans[0]
    assert settings.file_at(parameter.file).text[span.start : span.end] == "/etc/ssl/mail.crt"


def test_what_doveconf_prints_is_better_than_the_file() -> None:
    """The file is mostly a list of others; the output holds what is in force."""
    both = made(doveconf=PRINTED, dovecot=NEW)
    assert both.dovecot is not None
    assert both.dovecot.version == (2, 3, 19)
    assert both.ignored == ("etc/dovecot.conf: not used, doveconf -n itself was read",)
    assert settings_of(()).dovecot is None


def test_output_of_doveconf_is_recognised_by_its_first_line(tmp_path: Path) -> None:
    """Whatever the file is called; a dovecot.conf by its name, also beside /etc/postfix."""
    assert recognised(PRINTED) == "doveconf -n"
    for folder in ("postfix", "dovecot"):
        (tmp_path / folder).mkdir()
    (tmp_path / "postfix/main.cf").write_text("myhostname = mail.example.org\n")
    (tmp_path / "dovecot/dovecot.conf").write_text(NEW)
    for place in (tmp_path, tmp_path / "postfix"):
        assert read_settings(place).dovecot is not None
    (tmp_path / "out.txt").write_text(PRINTED)
    assert [file.kind for file in read_settings(tmp_path / "out.txt").files] == ["doveconf -n"]


@pytest.mark.parametrize(
    ("text", "version"), [("2.3.19", (2, 3, 19)), ("2.4.0", (2, 4, 0)), ("", ()), ("dovecot", ())]
)
def test_a_version_is_numbers(text: str, version: tuple[int, ...]) -> None:
    """Versions compare as numbers, and what is no version compares as none."""
    assert version_of(text) == version


def test_included_files_are_read_where_they_are_included(tmp_path: Path) -> None:
    """In the order of their names; what comes later counts, and what does not exist is not missed."""
    (tmp_path / "conf.d").mkdir()
    main = (
        "ssl = no\n!include conf.d/*.conf\n!include_try local.conf\nprotocol imap {\n  !include imap.inc\n}\n"
    )
    (tmp_path / "dovecot.conf").write_text(main)
    (tmp_path / "conf.d/10-ssl.conf").write_text("ssl = yes\n")
    (tmp_path / "conf.d/20-ssl.conf").write_text("ssl = required\n}\nmail_debug = no\n")
    (tmp_path / "imap.inc").write_text("ssl = yes\n")
    found = read_settings(tmp_path).dovecot
    assert found is not None
    assert found.includes == ()
    assert found.value("ssl") == "required"
    parameter = found.parameter("ssl")
    assert parameter is not None
    assert parameter.file == str(tmp_path / "conf.d/20-ssl.conf")
    assert {one.service for one in found.anywhere("ssl") if one.file.endswith("imap.inc")} == {
        "protocol imap"
    }


def test_paths_of_another_machine_are_not_followed(tmp_path: Path) -> None:
    """A copy of a server's files may name paths that exist here too, with other things in them."""
    other = tmp_path / "other.conf"
    other.write_text("ssl = required\n")
    (tmp_path / "dovecot.conf").write_text(f"ssl = yes\n!include {other}\n")
    found = read_settings(tmp_path / "dovecot.conf").dovecot
    assert found is not None
    assert found.value("ssl") == "yes"
    assert found.includes == (str(other),)


def test_files_that_are_all_there_are_better_than_output() -> None:
    """They can be changed; the output is then not used, and that is said."""
    both = made(doveconf=PRINTED, dovecot="ssl = required\n")
    assert both.dovecot is not None
    assert both.dovecot.value("ssl") == "required"
    assert both.ignored == ("etc/doveconf -n: not used, dovecot.conf itself was read",)


def test_a_file_that_includes_itself_is_read_to_an_end(tmp_path: Path) -> None:
    """Dovecot refuses such a loop; here it ends, and its file is named as not read."""
    (tmp_path / "dovecot.conf").write_text("ssl = no\n!include loop.conf\n")
    (tmp_path / "loop.conf").write_text("ssl = yes\n!include loop.conf\n")
    found = read_settings(tmp_path / "dovecot.conf").dovecot
    assert found is not None
    assert (found.value("ssl"), found.includes) == ("yes", ("loop.conf",))
