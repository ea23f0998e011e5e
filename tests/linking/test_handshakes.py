"""Failed TLS handshakes, why they failed, and what the same client did next."""

import pytest

from loganalyzer.linking.finished import Handshake
from tests.linking.test_encryption import TLS12
from tests.story import Story, blocks, link, told

CLIENT = "mail.example.org[192.0.2.10]"
POOL = "mail2.example.org[192.0.2.11]"
NAMELESS = "unknown[198.51.100.7]"
REASON = "error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1664:"


def fails(story: Story, client: str = CLIENT, pid: int = 10, why: str = REASON) -> Story:
    """A client whose handshake fails, as smtpd tells it."""
    story.connect(client, pid).smtpd(f"SSL_accept error from {client}: -1", pid)
    if why:
        story.smtpd(f"warning: TLS library problem: {why}", pid)
    story.smtpd(f"lost connection after STARTTLS from {client}", pid)
    return story.disconnect(client, "ehlo=1 starttls=0/1 commands=1/2", pid)


def mails(story: Story, client: str = CLIENT, pid: int = 11) -> Story:
    """A client that hands a message in without TLS."""
    story.connect(client, pid).accept("4A1B2C3D", client, pid).removed("4A1B2C3D")
    return story.disconnect(client, "ehlo=1 mail=1 rcpt=1 data=1 commands=4", pid)


def encrypts(story: Story, client: str = CLIENT, pid: int = 12) -> Story:
    story.connect(client, pid).smtpd(f"Anonymous TLS connection established from {client}: {TLS12}", pid)
    return story.disconnect(client, "ehlo=2 starttls=1 commands=3", pid)


def outcomes(story: Story) -> list[tuple[str, str, str]]:
    return [(one.client_address, one.error, one.then) for one in told(story).handshakes]


def test_the_reason_is_the_librarys_and_the_client_smtpds() -> None:
    """The library's line has no client: it is of the last TLS operation of the same process."""
    (one,) = told(mails(fails(Story()))).handshakes
    assert isinstance(one, Handshake)
    assert (one.client_address, one.service, one.attempts) == ("192.0.2.10", "smtpd", 1)
    assert (one.error, one.then, one.tls.seen) == ("unsupported protocol", "plaintext", "none")


def test_who_comes_back_with_a_newer_version_is_encrypted() -> None:
    """A success within the hour is how the client helped itself."""
    (one,) = told(encrypts(fails(Story()))).handshakes
    assert (one.then, one.tls.protocol) == ("encrypted", "TLSv1.2")


def test_a_pool_takes_turns_where_its_name_is_confirmed() -> None:
    """Another server of the same organisation brings the mail; a neighbour without a name does not."""
    assert outcomes(mails(fails(Story()), POOL)) == [("192.0.2.10", "unsupported protocol", "plaintext")]
    neighbour = mails(fails(Story(), NAMELESS), "unknown[198.51.100.8]")
    assert outcomes(neighbour) == [("198.51.100.7", "unsupported protocol", "never")]


def test_a_probe_or_a_later_day_is_no_coming_back() -> None:
    """A session without mail and TLS tells nothing, and after an hour nobody waits any more."""
    probe = fails(Story()).connect(pid=13).disconnect(counters="ehlo=1 quit=1 commands=2", pid=13)
    assert outcomes(probe) == [("192.0.2.10", "unsupported protocol", "never")]
    assert outcomes(mails(fails(Story()).later(hours=1.5))) == [
        ("192.0.2.10", "unsupported protocol", "never")
    ]


def test_attempts_of_one_client_are_one() -> None:
    """Who tries three times fails once, for the first reason that was logged."""
    story = fails(fails(fails(Story(), why=""), pid=14).later(minutes=5), pid=15)
    (one,) = told(mails(story)).handshakes
    assert (one.attempts, one.error, one.then) == (3, "unsupported protocol", "plaintext")


@pytest.mark.parametrize("hours", [0, 2])
def test_any_cut_finishes_the_same(hours: int) -> None:
    """The hour is the log's own, wherever its blocks end."""
    story = encrypts(fails(mails(fails(Story(), NAMELESS).later(hours=hours), NAMELESS)))
    whole, _ = link(blocks(story.text()))
    assert len(whole.handshakes) == 2
    for cut in range(1, len(story.lines)):
        assert link(blocks(story.text(), [cut]))[0] == whole


def test_an_offer_that_was_not_taken_is_noted() -> None:
    """``Host offered STARTTLS`` names the server that could have been reached by TLS."""
    story = Story().say("postfix/smtp[30]", "4A1B2C3D: Host offered STARTTLS: [mx.example.com]")
    assert [(one.what, one.text) for one in told(story).notices] == [("offered", "mx.example.com")]


OLD = "SSL_accept() failed: error:0A000102:SSL routines::unsupported protocol"
SYSCALL = "SSL_accept() syscall failed: Invalid argument"


def dovecot(story: Story, why: str, state: str = "TLS handshaking") -> Story:
    """A client that Dovecot could not agree with, as 2.3 tells it."""
    where = f"user=<>, rip=203.0.113.7, lip=203.0.113.25, {state}: {why}, session=<j4ovpNpgbZLLAHEH>"
    return story.say(
        "dovecot", f"imap-login: Disconnected: Connection closed: {why} (no auth attempts): {where}"
    )


def logs_in(story: Story, tls: str = ", TLS") -> Story:
    """The same client's login."""
    where = f"user=<alice>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25, mpid=1{tls}, session=<abc>"
    return story.say("dovecot", f"imap-login: Login: {where}")


@pytest.mark.parametrize(
    ("tls", "then"), [(", TLS", "encrypted"), ("", "plaintext"), (None, "never"), (", secured", "plaintext")]
)
def test_dovecot_tells_why_and_a_login_what_next(tls: str | None, then: str) -> None:
    """The reason stands in the line twice; of several attempts the first reason counts."""
    story = dovecot(dovecot(Story(), OLD), SYSCALL)
    done = told(story if tls is None else logs_in(story, tls))
    assert [(one.service, one.error, one.attempts, one.then) for one in done.handshakes] == [
        ("imap-login", "unsupported protocol", 2, then)
    ]


def test_mail_programs_and_servers_are_waited_for_apart() -> None:
    """A login does not say that the same address's mail came in, nor the other way round."""
    client = "unknown[203.0.113.7]"
    assert [one.then for one in told(logs_in(fails(Story(), client))).handshakes] == ["never"]
    assert [one.then for one in told(encrypts(dovecot(Story(), OLD), client)).handshakes] == ["never"]


def test_a_session_under_tls_that_ends_is_no_failed_handshake() -> None:
    """``TLS: Connection closed`` was encrypted; nobody gave a password, and that is all."""
    assert not told(dovecot(Story(), "Connection closed", "TLS")).handshakes
