"""Dropping warn_if_reject drops that word, and the way back restores the very bytes."""

import shlex
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.changes.warn_if_reject import drop_warn_if_reject
from loganalyzer.settings.policy import spf_checks
from loganalyzer.settings.restrictions import restrictions
from loganalyzer.settings.settings import Settings
from tests.changes.patching import applied, patch, postconf, write
from tests.settings.made import PYTHON, SMTP, made

NAME = "smtpd_recipient_restrictions"
POLICY = "check_policy_service unix:private/policyd-spf"
WARNED = f"warn_if_reject {POLICY}"


def words(of: Settings, name: str = NAME) -> list[str]:
    """The words of a list of main.cf."""
    return [word.text for word in restrictions(of, name)]


BLANK = st.sampled_from(
    [" ", ", ", ",", "\n  ", ",\n\t", ",\r\n    ", "\n# a comment: warn_if_reject\n ", ",\n\n  "]
)
FORMS = [POLICY, POLICY.replace(" ", ","), "check_policy_service { unix:private/policyd-spf, timeout=9s }"]


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list as an admin may lay it out, with a warned SPF check somewhere in it."""
    others = ["permit_mynetworks", "reject_unauth_destination", "warn_if_reject reject_unknown_helo_hostname"]
    before = draw(st.lists(st.sampled_from(others), max_size=3))
    after = draw(st.lists(st.sampled_from([*others, "permit"]), max_size=2))
    pieces = [*before, "warn_if_reject", draw(st.sampled_from(FORMS)), *after]
    return pieces[0] + "".join(draw(BLANK) + piece for piece in pieces[1:])


MAINS = st.builds(
    lambda first, value, last: f"{first}{NAME} ={value}{last}",
    st.sampled_from(["", "a = b\n", "# café\r\na = b\r\n"]),
    st.builds(lambda blank, value: blank + value, st.sampled_from([" ", "", "\n  ", "\r\n\t"]), lists()),
    st.sampled_from(["", "\n", "\r\n", " \n", "\nz = y\n", "\n\n# end"]),
)


@given(MAINS)
def test_only_the_word_goes(text: str) -> None:
    """What is read afterwards is the same list without the word that covered the SPF check."""
    before = made(main=text, master=SMTP + PYTHON)
    change = drop_warn_if_reject(before)
    after = applied(before, change)
    (check,) = spf_checks(before)
    expected = words(before)
    del expected[check.index - len(check.warns) : check.index]
    assert words(after) == expected
    assert not spf_checks(after)[0].warns
    others = [(one.name, one.value.text) for one in before.parameters if one.name != NAME]
    assert [(one.name, one.value.text) for one in after.parameters if one.name != NAME] == others
    (line,) = change.commands
    command, option, assignment = shlex.split(line)
    assert (command, option) == ("postconf", "-e")
    told = made(main=assignment + "\n")
    assert words(told) == expected


@settings(max_examples=40, deadline=None)
@given(MAINS)
def test_the_printed_diff_is_taken_by_patch_both_ways(text: str) -> None:
    """patch makes of the file what was meant, and by the undo the very bytes that were there."""
    before = made(main=text, master=SMTP + PYTHON)
    change = drop_warn_if_reject(before)
    assert change.undo is not None
    with tempfile.TemporaryDirectory() as folder:
        write(before, Path(folder))
        patch(Path(folder), change)
        assert (Path(folder) / "etc/main.cf").read_bytes() == (change.files[0].after or "").encode()
        patch(Path(folder), change.undo)
        assert (Path(folder) / "etc/main.cf").read_bytes() == text.encode()


ELSEWHERE = [
    (f"{NAME} = $spf\nspf = {WARNED}\n", SMTP),
    (f"{NAME} = $mode {POLICY}\nmode = warn_if_reject\n", SMTP),
    (f"{NAME} = spf\nsmtpd_restriction_classes = spf\nspf = {WARNED}\n", SMTP),
    (f"{NAME} = warn_if_reject warn_if_reject spf\nsmtpd_restriction_classes = spf\nspf = {POLICY}\n", SMTP),
    (f"{NAME} = warn_if_reject {WARNED}\nsmtpd_sender_restrictions = {WARNED}\n", SMTP),
    ("", SMTP + f"  -o {NAME}=permit_mynetworks,{WARNED.replace(' ', ',')} -o a=b\n"),
    ("", SMTP + f"  -o mode=warn_if_reject -o a=b\n -o {{ {NAME} = $mode\n   {POLICY} }}\n"),
    ("", SMTP + f"  -o {{ {NAME} =\n  {WARNED} }}\n  -o a=b\n"),
]


@pytest.mark.parametrize(("main", "master"), ELSEWHERE)
def test_the_word_goes_wherever_it_is_written(main: str, master: str, tmp_path: Path) -> None:
    """Other parameters, classes and overrides are edited where they stand, in one change."""
    before = made(main="myhostname = mail.example.org\n" + main, master=master + PYTHON)
    change = drop_warn_if_reject(before)
    after = applied(before, change)
    assert spf_checks(after)
    assert not any(check.warns for check in spf_checks(after))
    assert after.value("a", after.smtpd[0]) == before.value("a", before.smtpd[0])
    write(before, tmp_path)
    patch(tmp_path, change)
    for file in after.files:
        assert (tmp_path / file.path).read_bytes() == file.data


@pytest.mark.parametrize(("main", "master"), ELSEWHERE[:6])
def test_postconf_takes_the_commands(main: str, master: str, tmp_path: Path) -> None:
    """The printed commands, run by postconf itself, have the effect of the diff; the undo has none left."""
    before = made(main="myhostname = mail.example.org\n" + main, master=master + PYTHON)
    change = drop_warn_if_reject(before)
    after = applied(before, change)
    assert change.undo is not None
    write(before, tmp_path)
    for lines, meant in ((change.commands, after), (change.undo.commands, before)):
        for line in lines:
            postconf(tmp_path / "etc", *shlex.split(line)[1:])
        now = made(
            main=(tmp_path / "etc/main.cf").read_text(), master=(tmp_path / "etc/master.cf").read_text()
        )
        for name in (NAME, "smtpd_sender_restrictions", "spf", "mode"):
            assert [word.text for word in restrictions(now, name, now.smtpd[0])] == [
                word.text for word in restrictions(meant, name, meant.smtpd[0])
            ]


def test_a_covered_class_is_named() -> None:
    """Who drops the word before a class makes all of it enforce."""
    change = drop_warn_if_reject(made(main=ELSEWHERE[3][0], master=SMTP + PYTHON))
    assert any("whole restriction class spf" in remark for remark in change.remarks)


def test_without_settings_the_lines_are_general() -> None:
    """Nothing is known, and so it is said."""
    change = drop_warn_if_reject(None)
    assert change.lines
    assert not change.files
    assert any("general" in remark for remark in change.remarks)


def test_output_of_postconf_gets_commands_only() -> None:
    """A diff of a command's output would change nothing."""
    change = drop_warn_if_reject(made(postconf_n=f"{NAME} = {WARNED}\n"))
    assert not change.files
    assert change.commands == (f"postconf -e '{NAME} = {POLICY}'",)


def test_nothing_to_drop_is_said() -> None:
    """A check that enforces already is left alone."""
    change = drop_warn_if_reject(made(main=f"{NAME} = {POLICY}\n"))
    assert change.is_empty
    assert change.remarks


def test_another_service_is_asked_for_by_name() -> None:
    """Each check that only warns is a change of its own."""
    grey = "inet:127.0.0.1:10023"
    before = made(main=f"{NAME} = warn_if_reject check_policy_service {grey}, {WARNED}\n")
    assert words(applied(before, drop_warn_if_reject(before, grey))) == [
        "check_policy_service",
        grey,
        *WARNED.split(),
    ]


def test_a_word_in_pieces_is_left_to_the_admin() -> None:
    """What stands nowhere in one piece cannot be taken out by a diff, and it is said."""
    main = f"{NAME} = ${{half}}reject {POLICY}\nhalf = warn_if_\n"
    change = drop_warn_if_reject(made(main=main))
    assert change.is_empty
    assert any("by hand" in remark for remark in change.remarks)
