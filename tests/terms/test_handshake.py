"""Reasons of failed handshakes are told in words that need no knowledge of OpenSSL."""

import pytest

from loganalyzer.terms.handshake import CAUSES, UNKNOWN, cause_of, explained, reason_of


@pytest.mark.parametrize("name", ["sslv3 alert", "ssl/tls alert", "tlsv1 alert", "tlsv13 alert"])
def test_an_alert_is_the_same_by_all_its_names(name: str) -> None:
    """Old names of alerts speak of no version; each release of OpenSSL has another."""
    assert cause_of(f"{name} unknown ca") is CAUSES["alert unknown ca"]
    assert cause_of(f"{name} handshake failure").kind == "version"


def test_an_alert_may_come_without_the_word() -> None:
    """Newer alerts are called by their version and name alone."""
    assert cause_of("tlsv1 unrecognized name") is CAUSES["alert unrecognized name"]


def test_who_refuses_whom_is_told_apart() -> None:
    """With an alert the other side refuses us, without one we refuse it."""
    assert "our certificate" in cause_of("tlsv1 alert unknown ca").means
    assert "its certificate" in cause_of("certificate verify failed").means


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SSL_accept() failed: error:0A000102:SSL routines::unsupported protocol", "unsupported protocol"),
        (
            "SSL_accept() failed: error:14209102:SSL routines:tls_early_post_process_client_hello:"
            "unsupported protocol",
            "unsupported protocol",
        ),
        (
            "SSL_accept() failed: error:0A000418:SSL routines::tlsv1 alert unknown ca: SSL alert number 48",
            "tlsv1 alert unknown ca",
        ),
        ("SSL_accept() syscall failed: Invalid argument", "Invalid argument"),
        ("read(size=1021) failed: Connection reset by peer", "Connection reset by peer"),
        ("no shared cipher", "no shared cipher"),
        ("", ""),
    ],
)
def test_the_reason_is_found_in_what_a_daemon_says(text: str, reason: str) -> None:
    """Postfix logs OpenSSL's line as it is, Dovecot puts the call before it."""
    assert reason_of(text) == reason


@pytest.mark.parametrize("reason", ["", "-1", "0", "Success"])
def test_no_reason_is_said_to_be_none(reason: str) -> None:
    """smtpd prints a number where OpenSSL says more in the next line, or nothing."""
    assert cause_of(reason) is UNKNOWN
    assert explained(reason) == "no reason was logged"


def test_what_nobody_has_explained_stands_for_itself() -> None:
    """A reason that is new is shown as OpenSSL gives it."""
    assert explained("something new") == "OpenSSL says 'something new'"


@pytest.mark.parametrize("reason", CAUSES)
def test_a_meaning_fits_the_middle_of_a_sentence(reason: str) -> None:
    """Each is told with the reason itself, for whoever looks further."""
    assert explained(reason) == f"{CAUSES[reason].means} ({reason})"
    for said in (CAUSES[reason].means, CAUSES[reason].advice):
        assert not said.endswith(".")
        assert said == said.strip()
