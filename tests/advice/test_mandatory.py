"""Where TLS becomes a must another list of protocols counts: who is encrypted may be refused all the same."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from loganalyzer.advice.advice import Verdict
from loganalyzer.advice.facts import Given
from loganalyzer.advice.whatif_tls import Wish
from tests.advice.lines import all_advice, tls_what_if
from tests.story import BEGIN

SENDS = """\
postfix/submission/smtpd[50]: connect from unknown[203.0.113.7]
postfix/submission/smtpd[50]: Anonymous TLS connection established from unknown[203.0.113.7]: {tls}
postfix/submission/smtpd[50]: 4A000001: client=unknown[203.0.113.7], sasl_method=PLAIN, \
sasl_username=al@example.net
postfix/cleanup[20]: 4A000001: message-id=<4A000001@example.net>
postfix/qmgr[2]: 4A000001: from=<al@example.net>, size=900, nrcpt=1 (queue active)
postfix/submission/smtpd[50]: disconnect from unknown[203.0.113.7] ehlo=2 starttls=1 auth=1 \
mail=1 rcpt=1 data=1 quit=1 commands=8
postfix/smtp[30]: Untrusted TLS connection established to mx.friend.example[198.51.100.25]:25: {tls}
postfix/smtp[30]: 4A000001: to=<x@friend.example>, relay=mx.friend.example[198.51.100.25]:25, delay=1, \
delays=0.1/0/0.4/0.5, dsn=2.0.0, status=sent (250 2.0.0 Ok)
postfix/qmgr[2]: 4A000001: removed
"""
TLS = {
    "TLSv1": "TLSv1 with cipher ECDHE-RSA-AES128-SHA (128/128 bits)",
    "TLSv1.2": "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
}


FAILS = """\
postfix/qmgr[2]: 4A000002: from=<al@example.net>, size=900, nrcpt=1 (queue active)
postfix/smtp[30]: SSL_connect error to mx.friend.example[198.51.100.25]:25: -1
postfix/smtp[30]: warning: TLS library problem: error:0A000102:SSL routines::unsupported protocol:\
../ssl/statem/statem_lib.c:1986:
postfix/smtp[30]: 4A000002: to=<x@friend.example>, relay=mx.friend.example[198.51.100.25]:25, delay=1, \
delays=0.1/0/0.4/0.5, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)
"""


def month(version: str) -> list[str]:
    """A device that sends one mail a day to the same friend, by one version both ways."""
    return daily(SENDS.format(tls=TLS[version]), range(30))


def daily(lines: str, days: Iterable[int]) -> list[str]:
    """These lines on each of the days, at the same time."""
    return [
        f"{BEGIN + timedelta(days=day, seconds=second):%Y-%m-%dT%H:%M:%S.%f}+00:00 mx {line}"
        for day in days
        for second, line in enumerate(lines.splitlines())
    ]


def given(place: str, must: str | None) -> Given:
    return Given(where_a_must={place: must} if must else {})


@pytest.mark.parametrize(
    ("version", "must", "verdict"),
    [
        ("TLSv1", None, "BLIND"),
        ("TLSv1", "TLSv1", "SAFE"),
        ("TLSv1", "TLSv1.2", "UNSAFE"),
        ("TLSv1.2", None, "SAFE"),
        ("TLSv1.2", "TLSv1.2", "SAFE"),
        ("TLSv1.2", "TLSv1.3", "UNSAFE"),
    ],
)
def test_encrypt_on_submission_bars_what_the_other_list_bars(
    version: str, must: str | None, verdict: Verdict
) -> None:
    """A device with old TLS is refused at level encrypt where smtpd_tls_mandatory_protocols says so."""
    lines = month(version)
    advice, _ = all_advice(lines, "smtpd_tls_security_level", given("submission", must))
    assert advice.verdict == verdict
    if verdict == "UNSAFE":
        (party,) = advice.parties
        assert "too old a version" in advice.headline and f"asks for {must}" in party.fate
    if verdict == "BLIND":
        assert "--settings" in advice.gates[0].flips


def test_a_version_that_is_not_logged_may_be_barred_too() -> None:
    """At loglevel 0 counters tell encryption and no version, so a strict list leaves nobody knowing."""
    lines = [line for line in month("TLSv1.2") if " TLS connection established from" not in line]
    for must, verdict in ((None, "SAFE"), ("TLSv1", "SAFE"), ("TLSv1.2", "BLIND")):
        advice, _ = all_advice(lines, "smtpd_tls_security_level", given("submission", must))
        assert advice.verdict == verdict, must


@pytest.mark.parametrize(
    ("version", "must", "proposed"),
    [
        ("TLSv1", None, False),
        ("TLSv1", "TLSv1", True),
        ("TLSv1", "TLSv1.2", False),
        ("TLSv1.2", None, True),
        ("TLSv1.2", "TLSv1.3", False),
    ],
)
def test_no_policy_for_a_domain_whose_version_it_would_bar(
    version: str, must: str | None, proposed: bool
) -> None:
    """By a policy smtp_tls_mandatory_protocols counts: mail by an older version would queue and bounce."""
    advice, _ = all_advice(month(version), "smtp_tls_policy_maps", given("outbound", must))
    assert advice.entries == ((("friend.example", "encrypt"),) if proposed else ())
    (told,) = tls_what_if(month(version), Wish(encrypt=("friend.example",)), given("outbound", must))
    assert told.verdict == ("SAFE" if proposed else "UNSAFE")
    assert told.entries == advice.entries


@pytest.mark.parametrize(("again", "verdict"), [(False, "UNSAFE"), (True, "NOT_YET")])
def test_a_policy_that_bars_the_only_version_is_seen_by_what_it_does(again: bool, verdict: Verdict) -> None:
    """Where handshakes fail and no mail goes through any more a policy is too strict; else it passes."""
    lines = month("TLSv1.2") + daily(FAILS, range(30, 33))
    lines += daily(SENDS.format(tls=TLS["TLSv1.2"]), range(33, 35)) if again else []
    advice, _ = all_advice(lines, "smtp_tls_policy_maps")
    assert not advice.entries
    assert [one.name for one in advice.parties if one.in_the_way] == ([] if again else ["friend.example"])
    assert advice.verdict == verdict
