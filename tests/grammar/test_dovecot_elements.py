"""Elements of Dovecot's login lines are found by name, wherever they stand and whatever their text holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.grammar.dovecot_elements import elements

FULL = "user=<alice>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, mpid=2611, TLS, session=<MsDHodpgz7>"

SSL = "SSL_accept() failed: error:0A000102:SSL routines::unsupported protocol, error:0A000C9, see x"


def test_each_element_is_found_by_its_name() -> None:
    """Names are the line's own, values come without brackets."""
    assert elements(FULL) == {
        "user": "alice",
        "method": "PLAIN",
        "rip": "203.0.113.7",
        "lip": "203.0.113.25",
        "mpid": "2611",
        "tls": "TLS",
        "session": "MsDHodpgz7",
    }


@pytest.mark.parametrize(
    ("text", "tls", "detail"),
    [
        ("rip=203.0.113.7", None, None),
        ("rip=203.0.113.7, TLS", "TLS", None),
        ("rip=203.0.113.7, TSL, session=<a>", "TLS", None),
        ("rip=203.0.113.7, secured, session=<a>", "secured", None),
        ("rip=203.0.113.7, TLS: Connection closed, session=<a>", "TLS", "Connection closed"),
        (f"rip=203.0.113.7, TLS handshaking: {SSL}, session=<a>", "TLS handshaking", SSL),
        ("rip=203.0.113.7, TLS handshaking, session=<a>", "TLS handshaking", None),
    ],
)
def test_tls_is_what_dovecot_says_of_it(text: str, tls: str | None, detail: str | None) -> None:
    """Plaintext has no token; the text after a token may hold commas and colons."""
    found = elements(text)
    assert found.get("tls") == tls
    assert found.get("tls_detail") == detail
    assert found["rip"] == "203.0.113.7"


def test_protocol_and_cipher_are_found_where_the_administrator_added_them() -> None:
    """``%k`` gives an element without a name, anywhere in the list."""
    found = elements(
        "user=<alice>, rip=203.0.113.7, TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits), TLS"
    )
    assert found["tls_protocol"] == "TLSv1.2"
    assert found["tls_cipher"] == "ECDHE-RSA-AES256-GCM-SHA384"
    assert found["tls"] == "TLS"


@pytest.mark.parametrize("further", ["JA3=0123", "0123456789abcdef", "Client: x, y"])
def test_an_element_of_the_administrators_own_does_not_hide_the_protocol(further: str) -> None:
    """``login_log_format_elements`` may hold anything, without a name or with one of any case."""
    found = elements(
        f"user=<alice>, rip=203.0.113.7, TLSv1 with cipher AES128-SHA (128/128 bits), {further}, TLS"
    )
    assert (found["tls_protocol"], found["tls_cipher"], found["tls"]) == ("TLSv1", "AES128-SHA", "TLS")


def test_tls_that_ends_at_a_proxy_has_no_protocol() -> None:
    """``(proxied)`` stands where the protocol would: it is unknown, not absent TLS."""
    found = elements("user=<alice>, rip=203.0.113.7, TLS, (proxied), session=<a>")
    assert found["tls"] == "TLS"
    assert "tls_protocol" not in found


def test_no_user_and_no_name_are_two_things() -> None:
    """``user=<>`` is somebody who gave no name yet; without the element nothing is known."""
    assert elements("user=<>, rip=203.0.113.7")["user"] == ""
    assert "user" not in elements("rip=203.0.113.7, lip=203.0.113.25")


def test_elements_may_stand_in_any_order() -> None:
    """The list is the administrator's to arrange."""
    found = elements(
        "session=<a/b+c>, rip=2001:db8::7, lport=993, user=<a, b>, secured, local_name=mx.example.net"
    )
    assert found == {
        "session": "a/b+c",
        "rip": "2001:db8::7",
        "lport": "993",
        "user": "a, b",
        "tls": "secured",
        "local_name": "mx.example.net",
    }


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
def test_a_user_cannot_write_the_address(user: str) -> None:
    """Whatever a name looks like, the address is the one that Dovecot saw."""
    found = elements(f"user=<{user}>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, session=<abc>")
    assert (found["rip"], found["lip"], found["session"]) == ("203.0.113.7", "203.0.113.25", "abc")


def test_a_user_that_looks_like_elements_is_a_user() -> None:
    """A name may hold anything up to 80 bytes."""
    user = "x>, method=PLAIN, rip=198.51.100.1, TLS"
    found = elements(f"user=<{user}>, method=LOGIN, rip=203.0.113.7, lip=203.0.113.25")
    assert found == {"user": user, "method": "LOGIN", "rip": "203.0.113.7", "lip": "203.0.113.25"}
