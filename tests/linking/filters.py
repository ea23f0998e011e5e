"""Lines of filters and mailboxes beside Postfix, as they speak of one message."""

from tests.story import Story

LOCAL = "localhost[127.0.0.1]"
ALICE = "alice.example.net[198.51.100.200]"


def opendkim(story: Story, queue_id: str, domain: str, error: str = "") -> Story:
    return story.say("opendkim[50]", f"{queue_id}: s=s1 d={domain} a=rsa-sha256 SSL {error}")


def verified(story: Story, queue_id: str) -> Story:
    return story.say("opendkim[50]", f"{queue_id}: DKIM verification successful")


def opendmarc(story: Story, queue_id: str, domain: str, said: str = "pass") -> Story:
    return story.say("opendmarc[51]", f"{queue_id}: {domain} {said}")


def rspamd(story: Story, queue_id: str, symbols: str, action: str = "no action", mark: str = "F") -> Story:
    return story.say(
        "rspamd[52]",
        f"<a1b2c3>; task; rspamd_task_write_log: id: <x@example.org>, qid: <{queue_id}>, ip: 192.0.2.10, "
        f"from: <a@example.org>, (default: {mark} ({action}): [1.20/15.00] [{symbols}]), len: 2311, "
        "time: 120.5ms",
    )


def spamd(story: Story, message_id: str, mark: str = "Y", more: str = "") -> Story:
    return story.say(
        "spamd[53]",
        f"spamd: result: {mark} 15 - DKIM_VALID scantime=0.4,size=2311,user=u,uid=1000,required_score=5.0,"
        f"rhost=localhost,raddr=127.0.0.1,rport=50112,mid={message_id},{more}autolearn=no",
    )


def amavis(story: Story, queue_id: str, category: str = "SPAM", more: str = "") -> Story:
    return story.say(
        "amavis[54]",
        f"(03100-07) Passed {category} {{RelayedInbound}}, [192.0.2.10]:40112 [192.0.2.10] "
        f"<a@example.org> -> <b@example.net>, Queue-ID: {queue_id}, Message-ID: <m@example.org>, "
        f"mail_id: AbCdEfGh, Hits: 9.9, size: 2311, queued_as: 9A1B22C0D7, {more}812 ms",
    )


def saved(story: Story, message_id: str, mailbox: str = "Junk", user: str = "b@example.net") -> Story:
    return story.say(
        "dovecot",
        f"lmtp({user})<2700><mX3oK1YdZ2oMAAAA>: sieve: msgid={message_id}: stored mail into mailbox "
        f"'{mailbox}'",
    )


def arrive(
    story: Story,
    queue_id: str,
    client: str = "mail.example.org[192.0.2.10]",
    message_id: str = "",
    pid: int = 10,
    sender: str = "a@example.org",
    recipient: str = "b@example.net",
) -> Story:
    """A failing message up to cleanup's line, where filters begin to speak of it."""
    story.connect(client, pid).warn(client=client, sender=sender, recipient=recipient, pid=pid)
    story.smtpd(f"{queue_id}: client={client}", pid)
    return story.say(
        "postfix/cleanup[20]", f"{queue_id}: message-id={message_id or f'<{queue_id}@example.org>'}"
    )


def leave(
    story: Story,
    queue_id: str,
    client: str = "mail.example.org[192.0.2.10]",
    pid: int = 10,
    sender: str = "a@example.org",
    recipient: str = "b@example.net",
) -> Story:
    """The message's way into its mailbox."""
    story.active(queue_id, sender).disconnect(client, pid=pid)
    return story.deliver(queue_id, recipient).removed(queue_id)


def give_back(
    story: Story, queue_id: str, child: str, message_id: str = "", recipient: str = "b@example.net"
) -> Story:
    """A content filter on this machine gives a message back under another queue id."""
    story.connect(LOCAL, 11).smtpd(f"{child}: client={LOCAL}", 11)
    story.say("postfix/cleanup[20]", f"{child}: message-id={message_id or f'<{queue_id}@example.org>'}")
    return story.active(child).disconnect(LOCAL, pid=11)


def handed(story: Story, queue_id: str, child: str, recipient: str = "b@example.net") -> Story:
    """Postfix's own line for the same."""
    status = f"sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {child})"
    story.deliver(queue_id, recipient, "smtp", "127.0.0.1[127.0.0.1]:10024", status)
    return story.removed(queue_id)


def write(story: Story, queue_id: str, to: str, sender: str = "alice@example.net") -> Story:
    """A user logs in and sends a message; it is not delivered yet."""
    story.connect(ALICE, 12)
    story.smtpd(f"{queue_id}: client={ALICE}, sasl_method=PLAIN, sasl_username=alice", 12)
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.net>")
    return story.active(queue_id, sender).disconnect(ALICE, pid=12)


def taken(story: Story, queue_id: str, to: str, relay: str = "mx.example.org[192.0.2.25]:25") -> Story:
    """A server outside takes it."""
    return story.deliver(queue_id, to, "smtp", relay, "sent (250 2.0.0 Ok: queued as 77)").removed(queue_id)
