"""Shares of keys, versions, ciphers, key exchanges, ports: what a line says, and BLIND where it does not."""

import pytest

from loganalyzer.advice import ports, shares
from loganalyzer.advice.decisions.certificate import knows_curves
from loganalyzer.terms.tls import COUNTED, NONE, Tls, told
from tests.advice.lines import all_advice
from tests.advice.test_cases import log_of

RSA, ECDSA, HIDDEN = "RSA key", "ECDSA key", shares.HIDDEN
CURVES = "key exchange by elliptic curves"


@pytest.mark.parametrize(
    ("tls", "said"),
    [
        (told("TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384"), (RSA, "AES-GCM", "forward secrecy", CURVES)),
        (
            told("TLSv1.2", "ECDHE-ECDSA-CHACHA20-POLY1305"),
            (ECDSA, "ChaCha20-Poly1305", "forward secrecy", CURVES),
        ),
        (
            told("TLSv1.2", "DHE-RSA-AES128-SHA"),
            (RSA, "CBC or older cipher", "forward secrecy", "key exchange by DH"),
        ),
        (
            told("TLSv1", "AES256-SHA"),
            (RSA, "CBC or older cipher", "no forward secrecy", "key exchange by RSA"),
        ),
        (
            told("TLSv1.3", "TLS_AES_128_GCM_SHA256", "X25519MLKEM768", "", "ECDSA"),
            (ECDSA, "AES-GCM", "forward secrecy", "post-quantum key exchange"),
        ),
        (
            told("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256", "X25519", "", "RSA-PSS"),
            (RSA, "ChaCha20-Poly1305", "forward secrecy", CURVES),
        ),
        (told("TLSv1.3", "TLS_AES_256_GCM_SHA384", "X25519"), (HIDDEN, "AES-GCM", "forward secrecy", CURVES)),
        (told("TLSv1.3", "TLS_AES_256_GCM_SHA384"), (HIDDEN, "AES-GCM", "forward secrecy", HIDDEN)),
        (
            told("TLSv1.2", "AECDH-AES256-SHA"),
            ("no certificate", "CBC or older cipher", "forward secrecy", CURVES),
        ),
        (COUNTED, (HIDDEN, HIDDEN, HIDDEN, HIDDEN)),
        (told("", ""), (HIDDEN, HIDDEN, HIDDEN, HIDDEN)),
    ],
)
def test_a_line_says_what_it_says(tls: Tls, said: tuple[str, str, str, str]) -> None:
    """Key, cipher, secrecy, key exchange; nothing is guessed of a line that holds none of it."""
    assert (shares.key(tls), shares.family(tls), shares.secrecy(tls), shares.exchange(tls)) == said


@pytest.mark.parametrize(
    ("tls", "knows"),
    [
        (told("TLSv1.2", "AES256-GCM-SHA384"), False),
        (told("TLSv1.2", "DHE-RSA-AES256-SHA"), False),
        (told("TLSv1.2", "ECDHE-RSA-AES256-SHA"), True),
        (told("TLSv1.3", "TLS_AES_256_GCM_SHA384"), True),
        (told("", ""), None),
        (COUNTED, None),
        (NONE, True),
    ],
)
def test_who_was_left_with_rsa_or_dh_knows_no_curves(tls: Tls, knows: bool | None) -> None:
    """Both ends prefer curves, so their absence tells; of plaintext a certificate takes nothing."""
    assert knows_curves(tls) is knows


@pytest.mark.parametrize(
    ("service", "port"),
    [
        ("submission/smtpd", "587"),
        ("submissions/smtpd", "465"),
        ("smtps/smtpd", "465"),
        ("smtpd", "25"),
        ("imap-login:993", "993"),
        ("pop3-login:110", "110"),
        ("imap-login", ""),
    ],
)
def test_a_service_tells_its_port(service: str, port: str) -> None:
    """By the names that Debian gives, or by Dovecot's own word."""
    assert ports.port_of(service) == port


LOGIN = "09:{}0:00 dovecot: imap-login: Login: user=<{}>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, "
CIPHER = "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)"


def logins(alices: str, bobs: str) -> list[str]:
    """Two days on which alice and bob log in, only bob with a line that tells his cipher."""
    told = (
        "# every day",
        LOGIN.format(1, "alice") + f"{alices}mpid=2611, TLS, session=<MsDHodpgz7TLAHEH>",
        LOGIN.format(2, "bob") + f"{bobs}mpid=2612, TLS, {CIPHER}, session=<mEPXodpgveTLAHEH>",
    )
    return log_of("\n".join(told), 2)


def test_who_uses_which_port_is_named_where_it_is_logged() -> None:
    """With ``lport`` in Dovecot's lines each user is named; without it the answer is BLIND."""
    (one,) = all_advice(logins("lport=143, ", "lport=993, "), "certificate")
    assert "port 143, to read mail: alice" in one.remarks
    assert "port 993, to read mail: bob" in one.remarks
    (other,) = all_advice(logins("", ""), "certificate")
    assert not other.remarks
    claims = {row.claim: (row.count, row.total) for row in other.because}
    assert claims["users read mail by a port that is not logged: BLIND"] == (2, 2)
    assert any("lport=%a" in said for said in other.blind_to)


def test_dovecots_logins_are_counted_by_what_they_say() -> None:
    """Half of these say it; of the other half the log is BLIND, and that is said in numbers."""
    (one,) = all_advice(logins("", ""), "certificate")
    claims = {row.claim: (row.count, row.total) for row in one.because}
    assert claims["encrypted logins to Dovecot: AES-GCM (1 of 2 users)"] == (2, 4)
    assert claims["encrypted logins to Dovecot: BLIND to the version, not logged (1 of 2 users)"] == (2, 4)
