"""A folder's configuration is found, its bytes are kept, and what is wrong is said in one line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.settings.file import ConfigFile, SettingsError
from loganalyzer.settings.read import read_settings, recognised
from tests.settings.made import PYTHON, SMTP

MAIN = b"myhostname = mail.example.org\r\nsmtpd_banner = caf\xe9"


def test_a_folder_like_etc_is_read(tmp_path: Path) -> None:
    """Below /etc only what is ours is looked at; the very bytes are kept."""
    for folder in ("postfix", "postfix-policyd-spf-python"):
        (tmp_path / folder).mkdir()
    (tmp_path / "hosts").write_text("127.0.0.1 localhost\n")
    (tmp_path / "postfix/main.cf").write_bytes(MAIN)
    (tmp_path / "postfix-policyd-spf-python/policyd-spf.conf").write_text("TestOnly = 0\n")
    for place in (tmp_path, tmp_path / "postfix"):
        settings = read_settings(place)
        assert {file.kind for file in settings.files} == {"main.cf", "policyd-spf.conf"}
        file = settings.file("main.cf")
        assert file is not None
        assert file.data == MAIN
        assert not settings.ignored


def test_output_of_postconf_is_recognised(tmp_path: Path) -> None:
    """By content, whatever the file is called; other files are named as not recognised."""
    (tmp_path / "postconf-n.txt").write_text("alias_maps =\nmyhostname = mail.example.org\n")
    (tmp_path / "services.txt").write_text(SMTP + PYTHON)
    (tmp_path / "notes.txt").write_text("to do: nothing\n")
    settings = read_settings(tmp_path)
    assert {file.kind for file in settings.files} == {"postconf -n", "postconf -M"}
    assert settings.ignored == (f"{tmp_path}/notes.txt: not recognised",)


@pytest.mark.parametrize(
    "text", ["", "ssl = required\n", "hello\n", "a b c d e f g h\n", "# only a comment\n"]
)
def test_other_files_are_not_taken_for_postfix(text: str) -> None:
    """One line of the form a = b is no proof."""
    assert recognised(text) is None


def test_what_is_missing_is_said_in_a_line(tmp_path: Path) -> None:
    """The message begins with the name and has one line."""
    missing = tmp_path / "postfix"
    with pytest.raises(SettingsError, match=f"^{missing}: no such file or folder$"):
        read_settings(missing)
    with pytest.raises(SettingsError, match=rf"^{tmp_path}: neither main.cf.*$"):
        read_settings(tmp_path)


@given(st.binary())
def test_bytes_come_back(data: bytes) -> None:
    """Whatever the encoding, the file's text gives its bytes again."""
    assert ConfigFile.of("main.cf", "main.cf", data).data == data
