"""How sessions, messages and deliveries were encrypted, from lines, counters and fields."""

import pytest

from loganalyzer.terms.tls import Tls
from tests.story import Story, told

TLS13 = (
    "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature ED25519"
)
TLS12 = "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)"
CLIENT = "mail.example.org[192.0.2.10]"
RELAY = "mx.example.com[198.51.100.25]:25"
OTHER = "mx2.example.com[198.51.100.26]:25"
SENT = "sent (250 2.0.0 Ok)"


def inbound(tls: str | None, counters: str, service: str = "postfix/smtpd") -> tuple[Tls, Tls]:
    """The encryption of a session that brought one message, and of the message."""
    story = Story().smtpd(f"connect from {CLIENT}", service=service)
    if tls:
        story.smtpd(f"Anonymous TLS connection established from {CLIENT}: {tls}", service=service)
    story.smtpd(f"4A1B2C3D: client={CLIENT}", service=service).active("4A1B2C3D").removed("4A1B2C3D")
    done = told(story.smtpd(f"disconnect from {CLIENT} {counters}".rstrip(), service=service))
    (session,), (message,) = done.sessions, done.messages
    assert session.mails == 1
    return session.tls, message.tls


def test_the_line_gives_protocol_cipher_key_exchange_and_signature() -> None:
    """A message is encrypted as its session is, to the server's key."""
    session, message = inbound(TLS13, "ehlo=2 starttls=1 mail=1 rcpt=1 data=1 commands=6")
    assert (
        session
        == message
        == Tls("line", "TLSv1.3", "TLS_AES_256_GCM_SHA384", "X25519", "Anonymous", "ED25519")
    )


@pytest.mark.parametrize(
    ("counters", "service", "seen"),
    [
        ("ehlo=2 starttls=1 mail=1 rcpt=1 data=1 commands=6", "postfix/smtpd", "counter"),
        ("ehlo=1 starttls=0/1 mail=1 rcpt=1 data=1 commands=4/5", "postfix/smtpd", "none"),
        ("ehlo=1 mail=1 rcpt=1 data=1 commands=4", "postfix/smtpd", "none"),
        ("", "postfix/smtpd", "bare"),
        ("ehlo=1 auth=1 mail=1 rcpt=1 data=1 commands=5", "postfix/smtps/smtpd", "bare"),
        ("ehlo=1 auth=1 mail=1 rcpt=1 data=1 commands=5", "postfix/submissions/smtpd", "bare"),
    ],
)
def test_without_lines_the_counters_tell_what_they_can(counters: str, service: str, seen: str) -> None:
    """``starttls=1`` proves encryption at loglevel 0; no counter proves nothing where TLS comes first."""
    session, message = inbound(None, counters, service)
    assert session.seen == message.seen == seen


def test_a_process_serves_one_connection_after_the_other() -> None:
    """The encryption of one session is not that of the next one of the same process."""
    story = Story().connect().smtpd(f"Anonymous TLS connection established from {CLIENT}: {TLS13}")
    story.disconnect(counters="ehlo=2 starttls=1 commands=3").connect()
    done = told(story.disconnect(counters="ehlo=1 commands=1"))
    assert [session.tls.seen for session in done.sessions] == ["line", "none"]


def test_a_connect_without_disconnect_ends_the_session_before() -> None:
    """A process that was killed begins anew; the end of its last session is not known."""
    story = Story().connect().connect("two.example.org[192.0.2.11]")
    done = told(story.disconnect("two.example.org[192.0.2.11]", "ehlo=1 commands=1"))
    assert [(session.client_name, session.ended is None) for session in done.sessions] == [
        ("mail.example.org", True),
        ("two.example.org", False),
    ]


def test_a_session_whose_begin_is_not_in_the_log_counts() -> None:
    """A log that begins in mid-session still shows what that session ended with."""
    story = Story().smtpd(f"Anonymous TLS connection established from {CLIENT}: {TLS12}")
    (session,) = told(story.disconnect(counters="ehlo=2 starttls=1 commands=3")).sessions
    assert (session.tls.protocol, session.client_address) == ("TLSv1.2", "192.0.2.10")


def test_who_hands_mail_in_decides_where_it_entered() -> None:
    """Strangers, users and our own machines are told apart; private nets are ours, documentation nets not."""
    story = Story()
    for pid, (client, sasl) in enumerate(
        [
            ("mail.example.org[192.0.2.10]", ""),
            ("unknown[203.0.113.7]", ", sasl_method=PLAIN, sasl_username=alice@example.net"),
            ("localhost[127.0.0.1]", ""),
            ("backup.example.net[10.0.0.7]", ""),
        ],
        start=10,
    ):
        queue_id = f"4A1B2C{pid}"
        story.connect(client, pid).smtpd(f"{queue_id}: client={client}{sasl}", pid).active(queue_id)
        story.removed(queue_id).disconnect(client, pid=pid)
    done = told(story)
    assert [m.origin for m in done.messages] == ["outside", "authenticated", "plumbing", "plumbing"]


def outbound(*lines: tuple[str, str]) -> list[str]:
    """How deliveries were seen to be encrypted; each line is (queue id or TLS, the rest)."""
    story = Story()
    for what, rest in lines:
        if what == "TLS":
            story.say("postfix/smtp[30]", f"Untrusted TLS connection established to {rest}: {TLS12}")
        elif what == "reused":
            story.say("postfix/smtp[30]", f"Trusted TLS connection reused to {rest}: {TLS12}")
        elif what == "failed":
            story.say("postfix/smtp[30]", f"SSL_connect error to {rest}: -1")
        else:
            relay, _, field = rest.partition(" ")
            conn_use = "conn_use=2, " if field == "conn_use" else ""
            tls = f"{field}, " if field.startswith("tls=") else ""
            story.say(
                "postfix/smtp[30]",
                f"{what}: to=<b@example.com>, relay={relay}, {conn_use}delay=1, delays=0.1/0/0/0.9, {tls}"
                f"dsn=2.0.0, status={SENT}",
            )
    return [delivery.tls.seen for delivery in told(story).deliveries]


def test_a_delivery_is_encrypted_by_the_line_before_it() -> None:
    """The process's TLS line is of the delivery that follows over the same relay."""
    assert outbound(("TLS", RELAY), ("4A1B2C3D", RELAY)) == ["line"]


def test_recipients_of_one_message_share_the_connection() -> None:
    """Several delivery lines of one message come of one connection."""
    assert outbound(("TLS", RELAY), ("4A1B2C3D", RELAY), ("4A1B2C3D", RELAY)) == ["line", "line"]


def test_the_next_message_needs_a_line_of_its_own() -> None:
    """A later message of the same process to the same relay, without a TLS line, went in the clear."""
    assert outbound(("TLS", RELAY), ("4A1B2C3D", RELAY), ("5A1B2C3D", RELAY)) == ["line", "bare"]


def test_a_connection_in_use_again_is_the_same_connection() -> None:
    """``conn_use`` says that the message went over the connection of the one before."""
    seen = outbound(("TLS", RELAY), ("4A1B2C3D", RELAY), ("5A1B2C3D", f"{RELAY} conn_use"))
    assert seen == ["line", "line"]


def test_another_relay_is_another_connection() -> None:
    """Encryption to one host says nothing about another one."""
    assert outbound(("TLS", RELAY), ("4A1B2C3D", OTHER)) == ["bare"]


def test_a_failed_handshake_forgets_the_connection_before() -> None:
    """After a failed handshake the mail goes in the clear, to the same relay."""
    assert outbound(("TLS", RELAY), ("failed", RELAY), ("4A1B2C3D", RELAY)) == ["bare"]


def test_a_reused_connection_is_encrypted() -> None:
    """A pooled TLS connection has a line of its own."""
    assert outbound(("reused", RELAY), ("4A1B2C3D", RELAY)) == ["line"]


@pytest.mark.parametrize(
    ("field", "seen"),
    [
        ("tls=may", "field"),
        ("tls=may:none", "none"),
        ("tls=none", "none"),
        ("tls=dane", "field"),
        ("tls=verify", "field"),
        ("tls=may/requiretls", "field"),
        ("tls=!encrypt", "none"),
        ("tls=may?", "none"),
    ],
)
def test_the_delivery_s_own_field_decides(field: str, seen: str) -> None:
    """Postfix 3.11 writes what was reached, whatever the TLS loglevel."""
    assert outbound(("4A1B2C3D", f"{RELAY} {field}")) == [seen]


def test_the_field_and_the_line_together_name_the_protocol() -> None:
    """Where both are there, the field says that, and the line how."""
    assert outbound(("TLS", RELAY), ("4A1B2C3D", f"{RELAY} tls=may")) == ["line"]


def test_spf_results_are_counted_once_a_message() -> None:
    """Refused recipients are repeated by the service and by smtpd; the message was checked once."""
    url = "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.10;r=example.net"
    said = f"550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see {url}"
    story = Story().connect().say("policyd-spf[40]", f": {said}").warn()
    story.smtpd("4A1B2C3D: client=mail.example.org[192.0.2.10]")
    story.say("policyd-spf[40]", f"4A1B2C3D: {said}").warn("4A1B2C3D", recipient="c@example.net")
    done = told(story.disconnect())
    assert [check.spf_result for check in done.spf_checks] == ["fail"]


def test_a_service_whose_postfix_logs_elsewhere_is_counted_too() -> None:
    """Refusals that no smtpd line claims are counted at the end, once for each run of the same mail."""
    url = "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.10;r=example.net"
    said = f"550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see {url}"
    story = Story().say("policyd-spf[40]", f": {said}").say("policyd-spf[40]", f"4A1B2C3D: {said}")
    done = told(story)
    assert [(check.spf_result, check.identity) for check in done.spf_checks] == [("fail", "mailfrom")]


def test_a_login_without_the_word_tls_was_in_the_clear() -> None:
    """Dovecot writes TLS, and the protocol where ``%k`` was added; ``secured`` is no encryption."""
    story = Story()
    for state in (
        "TLS, ",
        "TLS, TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits), ",
        "secured, ",
        "",
    ):
        story.say(
            "dovecot",
            "imap-login: Login: user=<alice>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, mpid=1, "
            f"{state}session=<MsDHodpgz7TLAHEH>",
        )
    assert [(login.tls.seen, login.tls.protocol) for login in told(story).logins] == [
        ("line", ""),
        ("line", "TLSv1.2"),
        ("none", ""),
        ("none", ""),
    ]
