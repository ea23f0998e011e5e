"""Small logs that show, or hide, what the doctor looks for."""

from tests.story import Story

TLS = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
CLIENT = "mail.example.org[192.0.2.10]"
LOGIN = "Login: user=<alice>, method=PLAIN, rip=203.0.113.7, lip=203.0.113.25"


def encrypted(story: Story, lines: bool = True, counters: bool = True, queue_id: str = "4A1B2C3D") -> Story:
    """One mail over STARTTLS, with or without its TLS line."""
    story.connect()
    if lines:
        story.smtpd(f"Anonymous TLS connection established from {CLIENT}: {TLS}")
    story.accept(queue_id).disconnect(counters="ehlo=2 starttls=1 mail=1 data=1 commands=5" * counters)
    return story.deliver(queue_id).removed(queue_id)


def plain(story: Story, queue_id: str = "4A1B2C3E") -> Story:
    """One mail without TLS."""
    story.connect().accept(queue_id).disconnect(counters="ehlo=1 mail=1 data=1 commands=3")
    return story.deliver(queue_id).removed(queue_id)


def refused(story: Story, error: str) -> Story:
    """A handshake that fails for this reason, with smtpd and with Dovecot."""
    story.connect().smtpd(f"SSL_accept error from {CLIENT}: -1")
    story.smtpd(f"warning: TLS library problem: error:{error}:../ssl/record/rec_layer_s3.c:1:")
    story.disconnect(counters="ehlo=1 starttls=0/1 commands=1/2")
    why = f"SSL_accept() failed: error:{error}"
    return story.say(
        "dovecot",
        f"imap-login: Disconnected: Connection closed: {why} (no auth attempts in 0 secs): user=<>, "
        f"rip=203.0.113.7, lip=203.0.113.25, TLS handshaking: {why}, session=<abc>",
    )


def all_plain(story: Story, mails: int) -> Story:
    """So many mails, none over TLS."""
    for number in range(mails):
        plain(story, f"4A1B2C{number:02}")
    return story


def sent(story: Story, lines: bool, queue_id: str = "4A1B2C3F") -> Story:
    """One mail that leaves, with or without a TLS line of smtp."""
    relay = "mx.example.com[198.51.100.25]:25"
    if lines:
        message = f"Untrusted TLS connection established to {relay}: {TLS}"
        story.say("postfix/smtp[30]", message)
    return story.deliver(queue_id, "b@example.com", "smtp", relay, "sent (250 ok)")


def login(story: Story, protocol: bool = False, port: bool = False) -> Story:
    """One login over TLS."""
    text = LOGIN + ", lport=993" * port + ", TLS" + f", {TLS}" * protocol + ", session=<abc>"
    return story.say("dovecot", f"imap-login: {text}")


def spf(story: Story, result: str, times: int = 1) -> Story:
    """Results of the SPF policy service."""
    for number in range(times):
        story.say(
            "policyd-spf[40]",
            f": prepend Received-SPF: {result} (mailfrom) identity=mailfrom; "
            f"client-ip=192.0.2.{number % 250}; "
            f"helo=mail.example.org; envelope-from=a{number}@example.org; receiver=example.net ",
        )
    return story


def hourly(story: Story, hours: int) -> Story:
    """Lines in each of so many hours."""
    for _ in range(hours):
        for _ in range(10):
            story.connect()
        story.later(hours=1, seconds=-10)
    return story
