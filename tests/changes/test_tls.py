"""Changes of TLS: right for the version, on the very files, and taken back to the byte."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loganalyzer.changes import inbound_tls, outbound_tls
from loganalyzer.changes.change import Change
from loganalyzer.settings.settings import Settings
from tests.changes.patching import applied, patch, postconf, write
from tests.settings.made import SMTP, made

MAIN = "compatibility_level = 3.6\nsmtpd_tls_security_level = may\nsmtp_tls_protocols = !SSLv2,\n  !SSLv3\n"
MASTER = (
    SMTP
    + "submission inet n - y - - smtpd\n  -o syslog_name=postfix/submission\n"
    + "  -o smtpd_tls_security_level=may\n# end of it\n"
    + "submissions inet n - y - - smtpd\n  -o smtpd_tls_wrappermode=yes\nlmtp unix - - y - - lmtp"
)
OLD = "!SSLv2, !SSLv3, !TLSv1, !TLSv1.1"
Make = Callable[[Settings | None, str], Change]
ALL: dict[str, Make] = {
    "submission minimum": inbound_tls.submission_minimum,
    "port 25 minimum": inbound_tls.port_25_minimum,
    "submission encrypt": inbound_tls.require_on_submission,
    "port 25 encrypt": inbound_tls.require_on_port_25,
    "auth only": inbound_tls.auth_only,
    "outbound minimum": outbound_tls.minimum,
}


def values(settings: Settings, name: str) -> dict[str, str]:
    """What every SMTP server sees under a name."""
    return {str(service): settings.value(name, service) for service in settings.smtpd}


def test_the_minimum_is_set_for_submission_alone() -> None:
    """Both parameters, on both services of our people, and nothing for port 25."""
    before = made(main=MAIN, master=MASTER)
    after = applied(before, inbound_tls.submission_minimum(before, "3.7.11"))
    for name in inbound_tls.BOTH:
        assert values(after, name) == {
            "smtp/inet": "",
            "submission/inet": ">=TLSv1.2",
            "submissions/inet": ">=TLSv1.2",
        }
    assert after.service("lmtp", "unix") is not None


def test_on_port_25_the_parameter_that_counts_is_set() -> None:
    """At level encrypt that is the mandatory one, which at may would be none of its business."""
    lax = made(main=MAIN, master=MASTER)
    strict = made(main=MAIN.replace("= may", "= encrypt"), master=MASTER)
    for before, expected in ((lax, ""), (strict, OLD)):
        after = applied(before, inbound_tls.port_25_minimum(before, "3.5.6"))
        assert after.value("smtpd_tls_protocols") == OLD
        assert after.value("smtpd_tls_mandatory_protocols") == expected


def test_who_takes_the_minimum_of_port_25_over_is_said() -> None:
    """Submission at level may inherits it from main.cf; where TLS comes first the other list counts."""
    before = made(main=MAIN, master=MASTER)
    (remark,) = (
        one for one in inbound_tls.port_25_minimum(before, "3.7.11").remarks if "take it over" in one
    )
    assert remark.startswith("submission/inet will")


def test_encrypt_takes_the_place_of_may() -> None:
    """The override that stands there is edited; a port where TLS comes first needs none."""
    before = made(main=MAIN, master=MASTER)
    after = applied(before, inbound_tls.require_on_submission(before, ""))
    found = values(after, "smtpd_tls_security_level")
    assert found == {"smtp/inet": "may", "submission/inet": "encrypt", "submissions/inet": "may"}


@pytest.mark.parametrize(
    ("version", "said"), [("3.5.6", {OLD}), ("3.6.0", {">=TLSv1.2"}), ("", {">=TLSv1.2", OLD})]
)
def test_the_spelling_is_the_versions(version: str, said: set[str]) -> None:
    """``>=`` since 3.6, exclusions before, and both where nobody knows."""
    change = outbound_tls.minimum(None, version)
    assert {line.partition(" = ")[2] for line in change.lines if " = " in line} == said
    assert {line.partition(" = ")[0] for line in change.lines if " = " in line} == set(outbound_tls.BOTH)
    packed = {
        line.partition("=")[2] for line in inbound_tls.submission_minimum(None, version).lines if "-o" in line
    }
    assert packed == {one.replace(" ", "") for one in said}


@pytest.mark.parametrize("name", ALL)
def test_the_undo_restores_the_very_bytes(name: str, tmp_path: Path) -> None:
    """The printed diff and its undo, applied by patch, leave the files as they were."""
    before = made(main=MAIN, master=MASTER)
    write(before, tmp_path)
    change = ALL[name](before, "3.7.11")
    assert change.undo is not None
    assert change.files
    patch(tmp_path, change)
    assert any((tmp_path / file.path).read_bytes() != file.data for file in before.files)
    patch(tmp_path, change.undo)
    assert all((tmp_path / file.path).read_bytes() == file.data for file in before.files)


def test_postfix_reads_what_was_written(tmp_path: Path) -> None:
    """postconf itself sees the overrides as they are meant."""
    before = made(main=MAIN, master=MASTER)
    write(before, tmp_path)
    patch(tmp_path, inbound_tls.submission_minimum(before, "3.7.11"))
    said = postconf(tmp_path / "etc", "-P", "submission/inet/smtpd_tls_mandatory_protocols")
    assert said.strip() == "submission/inet/smtpd_tls_mandatory_protocols = >=TLSv1.2"


@pytest.mark.parametrize("name", ALL)
def test_without_settings_the_lines_are_general(name: str) -> None:
    """There is something to enter and a way back, and a remark says that nothing was read."""
    change = ALL[name](None, "3.7.11")
    assert change.lines
    assert change.undo is not None
    assert any("general lines" in remark for remark in change.remarks)


def test_what_stands_there_is_not_entered_again() -> None:
    """A server that has it already gets an empty change and is told so."""
    before = made(main=MAIN + "smtpd_tls_auth_only = yes\n", master=MASTER)
    assert inbound_tls.auth_only(before, "").is_empty
