"""main.cf and master.cf are read as Postfix reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.settings.file import SettingsError
from loganalyzer.settings.logical import logical_lines
from tests.settings.made import made

MAIN = """\
# a comment
myhostname = mail.example.org
  # a comment in the middle of nothing
smtpd_recipient_restrictions =
    permit_mynetworks,
# a comment in the middle

    reject_unauth_destination
empty =
twice = 1
twice = 2
dollars = a$$b
first = ${empty?no}${empty:yes} ${myhostname?{set}:{unset}} $(twice)
second = ${{$twice} == {2} ? {two} : {not two}} ${{$compatibility_level} <level {3.6} ? {old} : {new}}
compatibility_level = 3.10
nested = ${myhostname?{${empty:{in$myhostname}}}}
blanks = [${ twice ? a}${twice ? {b} : {c}}]
"""

VALUES = [
    ("myhostname", "mail.example.org"),
    ("mydomain", "example.org"),
    ("empty", ""),
    ("twice", "2"),
    ("dollars", "a$b"),
    ("first", "yes set 2"),
    ("second", "two new"),
    ("nested", "inmail.example.org"),
    ("blanks", "[ ab]"),
    ("mydestination", "mail.example.org, localhost.example.org, localhost"),
    ("relay_domains", ""),
    ("never_set", ""),
]


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_value_is_expanded(name: str, value: str) -> None:
    """Names in values are replaced, with all forms of postconf(5), and the last line of a name counts."""
    assert made(main=MAIN).value(name) == value


def test_postfix_expands_alike(tmp_path: Path) -> None:
    """What postconf itself makes of the same file is what we make of it."""
    if not shutil.which("postconf"):
        pytest.skip("Postfix is not installed: no postconf to compare with")
    names = [name for name, _ in VALUES if name != "never_set"]
    all_of_them = "mail_name = " + "".join(f"[${name}]" for name in names) + "\n"
    (tmp_path / "main.cf").write_text(MAIN + all_of_them)
    (tmp_path / "master.cf").write_text("")
    command = ["postconf", "-c", str(tmp_path), "-x", "-h", "mail_name"]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert theirs.strip() == made(main=MAIN + all_of_them).value("mail_name")


def test_a_value_that_names_itself_ends() -> None:
    """A value that names itself does not keep us for ever."""
    assert made(main="a = x$b$b\nb = $a$a\n").value("a") == "x$a$a$a$a"


@pytest.mark.parametrize("text", ["just words\n", "= value\n", "two words = value\n"])
def test_a_line_that_postfix_refuses_is_an_error(text: str) -> None:
    """An error names the file and the line."""
    with pytest.raises(SettingsError, match=r"^etc/main.cf, line 2: "):
        made(main="a = b\n" + text)


LINES = st.lists(st.text(alphabet="ab=#$, \t\r\x0bé", max_size=8), max_size=8).map("\n".join)


@given(LINES)
def test_places_are_right(text: str) -> None:
    """The text of a logical line is exactly what stands in the file at its places."""
    for line in logical_lines(text):
        assert line.text == "".join(text[span.start : span.end] for span in line.spans)
        part = line.part(1, 3)
        assert part.text == "".join(text[span.start : span.end] for span in part.spans)


MASTER = """\
smtp      inet  n       -       y       -       -       smtpd -v
  -o smtpd_helo_required=yes -osyslog_name=postfix/mx
  -o { smtpd_recipient_restrictions = permit_mynetworks,
       reject }
policyd-spf unix - n n - 0 spawn
  user=policyd-spf argv={/usr/bin/policyd-spf /etc/x.conf}
"""


def test_services_have_their_overrides() -> None:
    """All spellings of -o are the same to Postfix, and an override is seen by its service only."""
    settings = made(main="smtpd_helo_required = no\n", master=MASTER)
    (smtp,) = settings.smtpd
    assert str(smtp) == "smtp/inet"
    assert settings.value("smtpd_helo_required", smtp) == "yes"
    assert settings.value("syslog_name", smtp) == "postfix/mx"
    assert settings.value("smtpd_recipient_restrictions", smtp).split() == ["permit_mynetworks,", "reject"]
    assert settings.value("smtpd_helo_required") == "no"


def test_arguments_of_a_spawned_program() -> None:
    """What follows the options belongs to the program."""
    spawned = made(master=MASTER).service("policyd-spf", "unix")
    assert spawned is not None
    assert spawned.arguments[0] == "user=policyd-spf"


@pytest.mark.parametrize("line", ["smtp inet n - y - -\n", "smtp tcp n - y - - smtpd\n"])
def test_a_service_that_postfix_refuses_is_an_error(line: str) -> None:
    """Too few fields and unknown types are named, with their line."""
    with pytest.raises(SettingsError, match=r"^etc/master.cf, line 1: "):
        made(master=line)


def test_output_of_postconf_is_read() -> None:
    """``postconf -n`` and ``-M`` tell the same; beside the file itself they are not used."""
    told = made(postconf_n="myhostname = mx.example.org\n", postconf_m=MASTER)
    assert told.value("myhostname") == "mx.example.org"
    assert told.smtpd
    both = made(main="myhostname = mail.example.org\n", postconf_n="myhostname = mx.example.org\n")
    assert both.value("myhostname") == "mail.example.org"
    assert both.ignored == ("etc/postconf -n: not used, main.cf itself was read",)
