"""Text that others wrote, where a line's own fields stand beside it: one trap a test."""

import pytest

from loganalyzer.grammar.dovecot_elements import elements
from tests.grammar.sample import fits
from tests.grammar.test_traps import TAIL, read

LIKE_ENDS = [
    "status=sent",
    "; from=<x@example.com> to=<y@example.com> proto=ESMTP helo=<z>",
    "relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)",
    ", size=1, nrcpt=1 (queue active)",
    "identity=helo; client-ip=198.51.100.1; helo=x; envelope-from=y@example.com; receiver=z",
    " from other.example.com[198.51.100.1]: 250 2.0.0 Ok; from=<> to=<> proto=SMTP",
]
"""Ends of lines of several programs, as a sender would like to see them."""


@pytest.mark.parametrize("text", LIKE_ENDS)
def test_a_helo_name_is_a_helo_name(text: str) -> None:
    """Postfix replaces what could end it; what is left of another line's end ends nothing."""
    helo = "".join("?" if c in ' <>()";@\\' else c for c in text)
    context = f"from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<{helo}>"
    message = f"NOQUEUE: reject_warning: RCPT from a[192.0.2.1]: 550 5.7.23 <b@example.net>: No; {context}"
    kind, fields = read("postfix/smtpd", message)
    assert kind == "smtpd.reject"
    assert (fields["helo_name"], fields["sender"], fields["recipient"]) == (
        helo,
        "a@example.org",
        "b@example.net",
    )


@pytest.mark.parametrize("text", LIKE_ENDS)
def test_an_envelope_sender_is_an_envelope_sender(text: str) -> None:
    """In quotes a local part holds anything; smtpd, qmgr and a refusal all show it whole."""
    sender = f'"{text}"@example.org'
    assert read("postfix/qmgr", f"4A1B2C3D: from=<{sender}>, size=7, nrcpt=2 (queue active)")[1] == {
        "queue_id": "4A1B2C3D",
        "sender": sender,
        "size": "7",
        "nrcpt": "2",
    }
    context = f"from=<{sender}> to=<b@example.net> proto=ESMTP helo=<mail.example.org>"
    message = f"NOQUEUE: reject: RCPT from a[192.0.2.1]: 550 5.7.23 <b@example.net>: No; {context}"
    fields = read("postfix/smtpd", message)[1]
    assert (fields["sender"], fields["recipient"], fields["reply_code"]) == (sender, "b@example.net", "550")


@pytest.mark.parametrize("text", LIKE_ENDS)
def test_an_explanation_is_an_explanation(text: str) -> None:
    """A domain's exp= text reaches smtpd's line verbatim, and moves neither sender nor recipient."""
    said = f"<b@example.net>: Recipient address rejected: Message rejected due to: {text}. Please see http://x.example"
    message = f"NOQUEUE: reject: RCPT from mail.example.org[192.0.2.10]: 550 5.7.23 {said}; {TAIL}"
    fields = read("postfix/smtpd", message)[1]
    assert fields["reply_text"] == said
    assert (fields["sender"], fields["recipient"], fields["helo_name"], fields["client_address"]) == (
        "a@example.org",
        "b@example.net",
        "mail.example.org",
        "192.0.2.10",
    )


@pytest.mark.parametrize("text", LIKE_ENDS)
def test_a_message_id_is_a_message_id(text: str) -> None:
    """The whole rest of cleanup's line, whatever another program's line looks like."""
    fields = read("postfix/cleanup", f"4A1B2C3D: message-id={text}")[1]
    assert fields == {"queue_id": "4A1B2C3D", "message_id": text}


@pytest.mark.parametrize(
    "user",
    [
        "alice, orig_queue_id",
        "a]b c",
        "x@example.net; from=<y>",
        "alice status=sent",
        "a, b=c",
    ],
)
def test_a_sasl_user_may_hold_commas_blanks_and_brackets(user: str) -> None:
    """Of smtpd's client line the name is what stands up to the next field that smtpd writes, or the end."""
    for end, sender in (("", None), (", sasl_sender=other@example.net", "other@example.net")):
        message = f"4A1B2C3D: client=a.example.org[192.0.2.1], sasl_method=PLAIN, sasl_username={user}{end}"
        fields = read("postfix/submission/smtpd", message)[1]
        assert (fields["sasl_username"], fields["sasl_sender"]) == (user, sender)
        assert fields["client_address"] == "192.0.2.1"


@pytest.mark.parametrize("user", ["alice", "a b", "a, b", "x from y[192.0.2.9]"])
def test_who_could_not_log_in_comes_last(user: str) -> None:
    """3.9 adds the name to the line of a failed login; the client stands before everything."""
    line = f"warning: unknown[203.0.113.7]: SASL PLAIN authentication failed: no, sasl_username={user}"
    kind, fields = read("postfix/submission/smtpd", line)
    assert kind == "sasl_failed"
    assert (fields["client_address"], fields["sasl_username"]) == ("203.0.113.7", user)


def test_a_refused_user_is_named_after_the_helo_name() -> None:
    """Since 3.10 a refusal ends with who had logged in; a name cannot look like a refusal's context."""
    message = (
        f"NOQUEUE: reject: RCPT from a[192.0.2.1]: 554 5.7.1 No; {TAIL} sasl_method=PLAIN sasl_username=a b"
    )
    fields = read("postfix/smtpd", message)[1]
    assert (fields["sender"], fields["helo_name"], fields["sasl_username"]) == (
        "a@example.org",
        "mail.example.org",
        "a b",
    )


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("postfix/postscreen", r"PREGREET 14 after 0.02 from [192.0.2.66]:40113: EHLO example\r\n"),
        ("postfix/postscreen", r"NON-SMTP COMMAND from [192.0.2.66]:40113 after CONNECT: GET / HTTP/1.1\r\n"),
        (
            "postfix/smtpd",
            r"improper command pipelining after CONNECT from a[192.0.2.66]: \026\003\001\002: to=<x>",
        ),
    ],
)
def test_what_a_client_sent_is_escaped_and_comes_last(tag: str, message: str) -> None:
    """Commands and handshakes that are none come out as backslashes and digits behind the client."""
    assert read(tag, message)[1]["client_address"] == "192.0.2.66"


def test_a_command_that_is_none_is_known_and_counts_for_nothing() -> None:
    """smtpd prints the client's own words; no field is taken of them."""
    message = "warning: non-SMTP command from a[192.0.2.66]: \\026\\003\\001 status=sent"
    assert read("postfix/smtpd", message)[0] == "smtpd.syntax"


def test_a_list_s_own_words_are_words() -> None:
    """A DNS list answers with text of its own: semicolons, links, what looks like a context."""
    said = (
        "Service unavailable; Client host [192.0.2.66] blocked using zone.example.org; "
        "https://www.example.org/q?ip=192.0.2.66;from=<a>; see; proto=none"
    )
    message = f"NOQUEUE: reject: RCPT from unknown[192.0.2.66]: 554 5.7.1 {said}; {TAIL}"
    fields = read("postfix/smtpd", message)[1]
    assert (fields["reply_text"], fields["sender"]) == (said, "a@example.org")


def test_postscreen_names_no_client_and_puts_commas() -> None:
    """``[address]:port`` with colons inside of the brackets, and a context with commas."""
    message = (
        "NOQUEUE: reject: RCPT from [2001:db8::66]:40113: 550 5.7.1 Service unavailable; client "
        "[2001:db8::66] blocked using zone.example.org; from=<a@example.org>, to=<b@example.net>, "
        "proto=ESMTP, helo=<host.example.org>"
    )
    fields = read("postfix/postscreen", message)[1]
    assert (fields["client_address"], fields["client_port"]) == ("2001:db8::66", "40113")
    assert (fields["sender"], fields["helo_name"]) == ("a@example.org", "host.example.org")
    assert read("postfix/postscreen", "PASS NEW [fe80::1%eth0]:25")[1]["client_address"] == "fe80::1%eth0"


def test_a_statistics_line_holds_a_date_and_an_ipv6_address() -> None:
    """anvil's text has a stamp and colons of its own; its line is known whole."""
    message = "statistics: max connection rate 4/60s for (smtp:2001:db8::66) at Nov  2 09:49:20"
    assert read("postfix/anvil", message)[0] == "anvil.statistics"


@pytest.mark.parametrize("word", ["warning", "statistics", "fatal", "error", "panic"])
def test_a_severity_word_is_no_queue_id(word: str) -> None:
    """What stands before a colon may be how bad it is."""
    found = fits("postfix/qmgr[7]", f"{word}: from=<a@example.org>, size=1, nrcpt=1 (queue active)")
    assert not [fit for fit in found if "queue_id" in fit.fields]


def test_a_plaintext_login_that_was_refused_looks_like_a_wrong_password() -> None:
    """Dovecot 2.3 tells it by what is missing alone: no TLS token and no method."""
    line = (
        "imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 0 secs): user=<alice>, "
        "rip=203.0.113.7, lip=203.0.113.25, session=<abc>"
    )
    kind, fields = read("dovecot", line)
    found = elements(fields["elements"] or "")
    assert kind == "dovecot.disconnected"
    assert found["user"] == "alice"
    assert "tls" not in found
    assert "method" not in found


def test_an_old_client_may_leave_invalid_argument_only() -> None:
    """A version that Dovecot refuses under STARTTLS often leaves no better reason than this."""
    text = "SSL_accept() syscall failed: Invalid argument"
    line = f"imap-login: Disconnected: Connection closed: {text} (no auth attempts in 0 secs): user=<>, "
    fields = read(
        "dovecot", f"{line}rip=203.0.113.7, lip=203.0.113.25, TLS handshaking: {text}, session=<a>"
    )[1]
    found = elements(fields["elements"] or "")
    assert (found["tls"], found["tls_detail"]) == ("TLS handshaking", text)


def test_a_user_of_pam_does_not_write_the_address() -> None:
    """The name that was tried stands before the address, and may look like one."""
    line = "pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser="
    fields = read("dovecot-auth", f"{line}x rhost=198.51.100.1  user=a rhost=192.0.2.10")[1]
    assert (fields["client_address"], fields["user"]) == ("192.0.2.10", None)
