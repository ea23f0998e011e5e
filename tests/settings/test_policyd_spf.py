"""policyd-spf.conf is read as the service reads it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.settings.policyd_spf import DEFAULTS, PolicydSpf
from tests.settings.made import made


def read(text: str) -> PolicydSpf:
    """The settings of a file with this text."""
    found = made(policy=text).policyd_spf
    assert found is not None
    return found


def test_defaults_hold_where_the_file_is_silent() -> None:
    """Defaults are those of spf-engine 3."""
    found = read("")
    assert found.value("HELO_reject") == "Fail"
    assert found.items("skip_addresses") == ("127.0.0.0/8", "::ffff:127.0.0.0/104", "::1")
    assert found.items("Whitelist") == ()
    assert not found.test_only
    assert found.debug_level == 1


def test_the_last_line_counts_and_a_comment_ends_it() -> None:
    """As in the service: the last of a name, without what follows a #."""
    found = read("Whitelist = 192.0.2.1\r\n  Whitelist = 192.0.2.2,192.0.2.3 # backup\r\n")
    assert found.items("Whitelist") == ("192.0.2.2", "192.0.2.3")
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("TestOnly = 0\n", True),
        ("TestOnly = 00\n", True),
        ("TestOnly=0#really\n", True),
        ("TestOnly = 1\n", False),
        ("TestOnly = 0\nTestOnly = 1\n", False),
        ("#TestOnly = 0\n", False),
        ("defaultSeedOnly = 0\n", False),
        ("testonly = 0\n", False),
    ],
)
def test_only_testonly_0_is_test_mode(text: str, on: bool) -> None:
    """The old name has no effect any more, and names have case."""
    assert read(text).test_only is on


PROBLEMS = [
    ("Whitelist = 192.0.2.1, 192.0.2.2\n", "' 192.0.2.2' is not understood"),
    ("Whitelist = 192.0.2.7/24\n", "'192.0.2.7/24' is not understood"),
    ("Domain_Whitelist = a.example, b.example\n", "' b.example' is not understood"),
    ("Reason_Message = a=b\n", "the line is not taken"),
    ("TestOnly\n", "the line is not taken"),
    ("Test_Only = 0\n", "no setting of the service"),
    ("TestOnly = no\n", "the service does not start"),
    ("defaultSeedOnly = 0\n", "no effect any more"),
    ("Mock = False\n", "Mock is on"),
]


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_what_the_service_stumbles_over_is_said(text: str, problem: str) -> None:
    """What looks right and is not to the service, is a problem and no error."""
    (said,) = read(text).problems
    assert problem in said


@given(st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
def test_no_file_is_too_strange(text: str) -> None:
    """Whatever the file holds, it is read, and values are exactly what stands at their places."""
    for given_ in read(text).parameters:
        assert given_.value.text == "".join(text[span.start : span.end] for span in given_.value.spans)


def test_defaults_are_those_of_the_installed_service(tmp_path: Path) -> None:
    """Where spf-engine 3 is installed, its own table agrees with ours."""
    place = Path("/usr/lib/python3/dist-packages/spf_engine/policydspfsupp.py")
    if not place.is_file():
        pytest.skip("postfix-policyd-spf-python is not installed: no table to compare with")
    text = place.read_text().partition("defaultConfigData = {")[2].partition("}\n\n")[0]
    for name, value in DEFAULTS.items():
        assert (
            f"'{name}' : {value}" in text
            or f"'{name}' : '{value}'" in text
            or f"'{name}'  : '{value}'" in text
        )
