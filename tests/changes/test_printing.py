"""Whatever stands in a configuration, a printed diff or command is exactly that and nothing more."""

import shlex
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.quoting import UnsafeError, argument, command
from loganalyzer.changes.warn_if_reject import drop_warn_if_reject
from tests.changes.patching import patch, postconf
from tests.settings.made import made


@given(st.text())
def test_a_quoted_word_is_one_word_again(text: str) -> None:
    """The shell makes of it exactly the text; what a terminal would act on is refused."""
    try:
        quoted = argument(text)
    except UnsafeError:
        return
    assert shlex.split(quoted) == [text]
    assert all(one.isprintable() or one.isspace() for one in quoted)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "\x1b]0;x\x07", "a\x9bb", "a\u202eb", "a\0b", "\udc9b", "a\u2028b"]
)
def test_control_characters_are_refused(text: str) -> None:
    """No escape, no line end, no turned writing, no lone byte."""
    with pytest.raises(UnsafeError):
        argument(text)


@pytest.mark.parametrize("text", ["a\rb", "\x1b]0;x\x07", "a\x9bb", "a\u202eb", "a\0b", "\udc9b"])
def test_lines_that_hide_something_are_not_shown(text: str) -> None:
    """A return is fine only before the line's end."""
    with pytest.raises(UnsafeError):
        _ = FileDiff("etc/main.cf", f"a = {text}", "a = b\n").text


LINE = st.text(alphabet="ab'\"$`\\é +-@ \t#", max_size=5)
TEXT = st.builds(
    lambda lines, ending, last: ending.join(lines) + last,
    st.lists(LINE, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n"]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.none(), TEXT), TEXT.filter(bool), st.sampled_from(["main.cf", "a b.cf", 'q".cf', "b\\.cf"])
)
def test_patch_makes_one_text_of_the_other(before: str | None, after: str, name: str) -> None:
    """Without a newline at the end, with returns, from nothing: the printed diff is exact."""
    change = Change("", (FileDiff(name, before, after),))
    if before == after:
        return
    undo = Change("", (change.files[0].undone,))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        if before is not None:
            path.write_bytes(before.encode())
        patch(Path(folder), change)
        assert path.read_bytes() == after.encode()
        patch(Path(folder), undo)
        assert (path.read_bytes().decode() if path.exists() else None) in (before, before or None)


def test_an_absolute_name_is_patched_from_the_root(tmp_path: Path) -> None:
    """GNU patch refuses such names elsewhere, so the change says how."""
    path = tmp_path / "main.cf"
    path.write_text("a = b\n")
    change = Change("", (FileDiff(str(path), "a = b\n", "a = c\n"),))
    assert change.apply == "patch -d / -p0"
    patch(tmp_path, change)
    assert path.read_text() == "a = c\n"


VALUE = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), max_size=9
)


@settings(max_examples=40, deadline=None)
@given(VALUE)
def test_postconf_takes_any_value(value: str) -> None:
    """Quotes, dollars, backticks: the printed line sets exactly the value."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("main.cf", "master.cf"):
            (Path(folder) / name).write_text("")
        line = command("postconf", "-e", f"smtpd_banner = {value}")
        postconf(Path(folder), *shlex.split(line)[1:])
        assert (Path(folder) / "main.cf").read_text() == f"smtpd_banner = {value}\n"


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x85", "\u202e"])
def test_a_file_that_cannot_be_shown_is_said_so(evil: str) -> None:
    """Neither a diff nor a command is printed with such a character; a remark tells why."""
    words = f"x{evil} warn_if_reject check_policy_service unix:private/spf{evil}"
    change = drop_warn_if_reject(made(main=f"smtpd_recipient_restrictions = {words}\n"))
    assert change.is_empty
    assert len(change.remarks) >= 2
    assert all(remark.isprintable() for remark in change.remarks)
