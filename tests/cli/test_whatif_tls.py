"""``mailstat whatif`` for TLS: whom it would touch, in words and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from loganalyzer.cli.main import app

STORY = Path(__file__).parents[2] / "sample_logs" / "ready"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["whatif", str(STORY), *map(str, arguments)])


def asked(*arguments: object) -> dict[tuple[str, str], Any]:
    found = json.loads(run(*arguments, "--format", "json").stdout)["advice"]
    return {(one["decision"], one["subject"]): one for one in found}


def test_the_usual_minimum_is_what_the_report_says() -> None:
    """TLS 1.2 is the decisions' own question, in and out."""
    found = asked("--tls-min", "TLSv1.2")
    assert {key: one["verdict"] for key, one in found.items()} == {
        ("smtpd_tls_protocols", "submission"): "SAFE",
        ("smtpd_tls_protocols", "port 25"): "SAFE",
        ("dovecot_ssl", "ssl_min_protocol"): "BLIND",
        ("smtp_tls_protocols", "outbound"): "UNSAFE",
    }


def test_a_higher_minimum_locks_out_more_and_enters_nothing() -> None:
    """TLS 1.3 names every user with TLS 1.2; there is no change text for it."""
    one = asked("--tls-min", "TLSv1.3")["smtpd_tls_protocols", "submission"]
    assert one["verdict"] == "UNSAFE"
    assert {party["worst"] for party in one["parties"] if party["in_the_way"]} == {"TLSv1.2"}
    assert one["change"] is None
    assert "TLSv1.3" in one["question"]


def test_encrypting_a_domain_says_which_mail_would_queue() -> None:
    """A plaintext domain queues, and is not in the table; an encrypted one is."""
    (found,) = asked("--encrypt", "bigmail.example", "--encrypt", "plainmail.example").values()
    assert found["verdict"] == "UNSAFE"
    assert [party["name"] for party in found["parties"] if party["in_the_way"]] == ["plainmail.example"]
    assert found["policy_map"] == {"bigmail.example": "encrypt"}


def test_requiring_tls_tells_places_apart() -> None:
    """Submission is ready for it, port 25 is not, and need not be."""
    found = asked("--require-tls", "submission", "--require-tls", "25")
    assert found["smtpd_tls_security_level", "submission"]["verdict"] == "SAFE"
    assert found["smtpd_tls_security_level", "port 25"]["verdict"] == "UNSAFE"


@pytest.mark.parametrize("wrong", [("--tls-min", "1.2"), ("--require-tls", "imap")])
def test_what_cannot_be_meant_is_refused(wrong: tuple[str, str]) -> None:
    """Exit code 2, and what may be written instead."""
    result = run(*wrong)
    assert result.exit_code == 2
    assert wrong[1] in result.output


def test_a_domain_that_nobody_wrote_to_is_not_safe() -> None:
    """Of it the log says nothing; too little mail is too little, and neither gets into the table."""
    (unknown,) = asked("--encrypt", "nobody.example").values()
    assert (unknown["verdict"], unknown["policy_map"]) == ("BLIND", {})
    assert "Nobody wrote to nobody.example" in unknown["headline"]
    (little,) = asked("--encrypt", "kite-school.example").values()
    assert (little["verdict"], little["policy_map"]) == ("NOT_YET", {})
