"""Traps that lines of mail programs set for whoever reads them, each with a test of its own."""

import pytest

from loganalyzer.grammar.dovecot_elements import elements
from tests.grammar.sample import fits

TAIL = "from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<mail.example.org>"


def read(tag: str, message: str) -> tuple[str, dict[str, str | None]]:
    """The one kind of a message, and its fields."""
    (fit,) = fits(f"{tag}[7]", message)
    return fit.kind.name, fit.fields


@pytest.mark.parametrize(
    "client", ["unknown[192.0.2.66]", "unknown[unknown]", "localhost[127.0.0.1]", "a[::1]"]
)
def test_a_client_needs_no_dot_and_no_digits(client: str) -> None:
    """A name may be one word, an address the word unknown."""
    _, fields = read("postfix/smtpd", f"connect from {client}")
    assert f"{fields['client_name']}[{fields['client_address']}]" == client


def test_a_relay_may_be_a_socket() -> None:
    """LMTP over a UNIX socket has a path in the brackets and no port."""
    text = (
        "4A1B2C3D: to=<b@example.net>, relay=mx[private/dovecot-lmtp], delay=1, delays=0/0/0/1, dsn=2.0.0, "
    )
    assert read("postfix/lmtp", text + "status=sent (250 ok)")[1]["relay"] == "mx[private/dovecot-lmtp]"


def test_the_port_is_after_the_bracket() -> None:
    """Colons within the brackets are an IPv6 address's own."""
    tls = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
    _, fields = read(
        "postfix/smtp", f"Untrusted TLS connection established to mx.example.org[2001:db8::25]:25: {tls}"
    )
    assert (fields["relay_address"], fields["relay_port"]) == ("2001:db8::25", "25")


def test_every_smtpd_line_may_name_a_port() -> None:
    """smtpd_client_port_logging adds it after the client, also in a refusal and at the end."""
    for message in (
        "connect from a.example.org[192.0.2.1]:4711",
        "disconnect from a.example.org[192.0.2.1]:4711 commands=0/0",
        "lost connection after DATA (1234 bytes) from a.example.org[192.0.2.1]:4711",
        "4A1B2C3D: client=a.example.org[192.0.2.1]:4711",
        f"NOQUEUE: reject: RCPT from a.example.org[192.0.2.1]:4711: 554 5.7.1 <x>: No; {TAIL}",
    ):
        assert read("postfix/smtpd", message)[1]["client_address"] == "192.0.2.1"


def test_a_zone_belongs_to_the_address() -> None:
    """A link-local address names its interface."""
    assert read("postfix/smtpd", "connect from a[fe80::1%eth0]")[1]["client_address"] == "fe80::1%eth0"


def test_the_null_sender_is_empty_and_not_absent() -> None:
    """A bounce has a sender, of no characters."""
    assert read("postfix/qmgr", "4A1B2C3D: from=<>, size=1, nrcpt=1 (queue active)")[1]["sender"] == ""


@pytest.mark.parametrize(
    "sender", ['"a, b"@example.org', '"x>y"@example.org', "ä@example.org", "a?b@example.org"]
)
def test_an_address_may_hold_what_ends_others(sender: str) -> None:
    """Commas, brackets and blanks stand in quotes; UTF-8 and replaced characters stand for themselves."""
    message = f"4A1B2C3D: from=<{sender}>, size=1, nrcpt=1 (queue active)"
    assert read("postfix/qmgr", message)[1]["sender"] == sender


@pytest.mark.parametrize("helo", ["[192.0.2.66]", "ylmf-pc", "a?b??c", "x" * 300])
def test_a_helo_may_be_anything(helo: str) -> None:
    """An address, a word, neutralised characters, hundreds of them."""
    tail = f"from=<> to=<b@example.net> proto=SMTP helo=<{helo}>"
    assert (
        read("postfix/smtpd", f"NOQUEUE: reject: RCPT from a[192.0.2.1]: 554 5.7.1 No; {tail}")[1][
            "helo_name"
        ]
        == helo
    )


def test_a_helo_may_be_missing() -> None:
    """What is refused at once has said nothing yet."""
    message = "NOQUEUE: reject: CONNECT from a[192.0.2.1]: 554 5.7.1 <a[192.0.2.1]>: No; proto=SMTP"
    assert read("postfix/smtpd", message)[1]["helo_name"] is None


def test_a_status_runs_to_the_last_bracket() -> None:
    """The other server's words hold brackets of their own."""
    head = "4A1B2C3D: to=<b@example.com>, relay=none, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced "
    text = "host mx.example.com[198.51.100.25] said: 550 no (really) (in reply to RCPT TO command)"
    assert read("postfix/smtp", f"{head}({text})")[1]["text"] == text


def test_a_subject_that_looks_like_a_delivery_is_a_subject() -> None:
    """Patterns begin where the message does, and a program writes its own lines only."""
    text = "Subject: to=<b@example.com>, relay=none, status=sent (250 ok)"
    kind, fields = read("postfix/cleanup", f"4A1B2C3D: warning: header {text} from a[192.0.2.1]; {TAIL}")
    assert (kind, fields["text"]) == ("cleanup.check", text)


def test_an_empty_queue_id_of_the_policy_service_is_none() -> None:
    """3.x writes ``: prepend`` for the first recipient, later ones have the real id; 2.x has no prefix."""
    rest = (
        "prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; "
        "helo=mail.example.org; envelope-from=a@example.org; receiver=example.net "
    )
    for prefix, queue_id in ((": ", ""), ("", None), ("76B7624C056: ", "76B7624C056")):
        kind, fields = read("policyd-spf", prefix + rest)
        assert (kind, fields["queue_id"]) == ("spf.result", queue_id)


def test_the_perl_policy_services_tag_looks_like_a_daemon_of_postfix() -> None:
    """postfix/policy-spf is the Perl service, and its lines are no Postfix program's."""
    assert read("postfix/policy-spf", "Policy action=DUNNO")[0] == "perl.dunno"
    assert not fits("postfix/smtpd[7]", "Policy action=DUNNO")


def test_a_warning_is_told_from_a_refusal_by_smtpd_alone() -> None:
    """The policy service says 550 either way."""
    for action in ("reject", "reject_warning"):
        message = f"NOQUEUE: {action}: RCPT from a[192.0.2.1]: 550 5.7.23 <b@example.net>: No; {TAIL}"
        assert read("postfix/smtpd", message)[1]["action"] == action


@pytest.mark.parametrize("queue_id", ["DECADE", "FACADE", "4Fk2mN0Qj1z9vL3", "76B7624C056"])
def test_a_queue_id_may_look_like_a_word(queue_id: str) -> None:
    """Hexadecimal ids spell words, long ones have both cases."""
    assert read("postfix/qmgr", f"{queue_id}: removed")[1]["queue_id"] == queue_id


def test_noqueue_is_no_queue_id() -> None:
    """Nor are the words of severity that stand before a colon too."""
    message = f"NOQUEUE: reject: RCPT from a[192.0.2.1]: 550 5.7.1 No; {TAIL}"
    assert read("postfix/smtpd", message)[1]["queue_id"] is None
    assert not fits("postfix/qmgr[7]", "warning: removed")


@pytest.mark.parametrize("value", ["", "<>", "no brackets at all", "<a@example.org>, <b@example.org>"])
def test_a_message_id_may_be_anything(value: str) -> None:
    """It is the author's, who may leave it out or write it twice."""
    assert read("postfix/cleanup", f"4A1B2C3D: message-id={value}")[1]["message_id"] == value


@pytest.mark.parametrize("protocol", ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSLv3"])
def test_tls_1_0_is_not_the_beginning_of_another(protocol: str) -> None:
    """TLSv1 is exactly 1.0."""
    message = (
        f"Anonymous TLS connection established from a[192.0.2.1]: {protocol} with cipher X (128/128 bits)"
    )
    assert read("postfix/smtpd", message)[1]["tls_protocol"] == protocol


def test_a_server_name_stands_between_client_and_protocol() -> None:
    """`` to SNI`` is no part of the client."""
    tls = "TLSv1.3 with cipher X (1/1 bits)"
    message = f"Anonymous TLS connection established from a[192.0.2.1] to mx.example.net: {tls}"
    fields = read("postfix/smtpd", message)[1]
    assert (fields["client_address"], fields["sni"]) == ("192.0.2.1", "mx.example.net")


@pytest.mark.parametrize("name", ["X25519", "x25519", "ECDHE (P-256)", "X25519MLKEM768"])
def test_names_of_key_exchanges_change_their_form(name: str) -> None:
    """3.10 prints the library's name for a group, hybrids among them."""
    tls = f"TLSv1.3 with cipher X (256/256 bits) key-exchange {name} server-signature ED25519"
    message = f"Anonymous TLS connection established from a[192.0.2.1]: {tls}"
    assert read("postfix/smtpd", message)[1]["key_exchange"] == name


def test_secured_is_no_tls() -> None:
    """Dovecot says so of a client on the same host, in plaintext."""
    assert elements("user=<alice>, rip=127.0.0.1, lip=127.0.0.1, secured")["tls"] == "secured"


def test_a_good_session_ends_with_disconnected_too() -> None:
    """``imap(alice): Disconnected`` is the end of a session, ``imap-login: Disconnected`` no login."""
    assert read("dovecot", "imap(alice)<7><abc>: Disconnected: Logged out in=8 out=468")[0] == "dovecot.end"
    refused = "imap-login: Disconnected: Inactivity (no auth attempts in 180 secs): user=<>, rip=192.0.2.1"
    assert read("dovecot", refused)[0] == "dovecot.disconnected"


def test_a_login_has_two_wordings() -> None:
    """2.4 says Logged in."""
    for said in ("Login", "Logged in"):
        assert read("dovecot", f"imap-login: {said}: user=<a>, rip=192.0.2.1")[0] == "dovecot.login"


def test_a_repeated_error_gives_one_reason() -> None:
    """Dovecot writes OpenSSL's text twice into one line; only the second is an element."""
    text = "SSL_accept() failed: error:0A000102:SSL routines::unsupported protocol"
    line = f"Disconnected: Connection closed: {text} (no auth attempts in 0 secs): user=<>, rip=192.0.2.1, "
    fields = read("dovecot", f"imap-login: {line}TLS handshaking: {text}, session=<abc>")[1]
    assert elements(fields["elements"] or "")["tls_detail"] == text


def test_probes_and_greylisting_keep_their_status() -> None:
    """An address probe is deliverable, not sent; greylisting is deferred, not bounced."""
    head = "4A1B2C3D: to=<b@example.com>, relay=none, delay=1, delays=0/0/0/1, dsn=2.0.0, status="
    for status in ("deliverable", "undeliverable", "deferred", "SOFTBOUNCE"):
        assert read("postfix/smtp", f"{head}{status} (450 4.2.0 Greylisted)")[1]["status"] == status


@pytest.mark.parametrize("how", ["removed", "removed (canceled)"])
def test_a_message_may_be_canceled(how: str) -> None:
    """3.10's cleanup ends a message whose client broke off."""
    assert read("postfix/cleanup", f"4A1B2C3D: {how}")[0] == "removed"


def test_the_server_and_the_client_differ_by_one_letter() -> None:
    """postfix/smtp and postfix/smtpd, whatever stands before them."""
    tls = (
        "Trusted TLS connection established to mx.example.org[192.0.2.1]:25: TLSv1.3 with cipher X (1/1 bits)"
    )
    assert read("postfix/relay/smtp", tls)[0] == "smtp.tls"
    assert not fits("postfix/submission/smtpd[7]", tls)
