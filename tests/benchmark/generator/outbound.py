"""Deliveries: into local mailboxes and out to other servers."""

from tests.benchmark.generator.server import Process, Server
from tests.benchmark.generator.world import Host

TRUST = ("Trusted", "Trusted", "Trusted", "Untrusted", "Verified", "Anonymous")


def deliver_here(server: Server, now: float, queue_id: str, recipient: str) -> None:
    """Hands the message to Dovecot, or root's mail to local, and removes it from the queue."""
    delay = 0.2 + server.rng.random() * 2
    if server.chance(0.93):
        lmtp(server, now, queue_id, recipient, delay)
    else:
        times = f"delay={delay:.2f}, delays={delay * 0.9:.2f}/0/0/{delay * 0.1:.2f}"
        server.emit_by(
            "postfix/local",
            now,
            f"{queue_id}: to=<root@mx1.example.org>, orig_to=<root>, relay=local, {times}, dsn=2.0.0, "
            "status=sent (delivered to mailbox)",
        )
    server.emit(now + 0.02, server.qmgr, f"{queue_id}: removed")


def lmtp(server: Server, now: float, queue_id: str, recipient: str, delay: float) -> None:
    """One LMTP transaction, as Postfix and Dovecot both log it."""
    rng = server.rng
    client = server.service("postfix/lmtp").take(now)
    client.free(now + 0.5)
    pid, session = server.any_pid(), server.token(16)
    server.emit(now - 0.05, "dovecot", f"lmtp({pid}): Connect from local")
    folder = "INBOX" if server.chance(0.8) else "Junk"
    stored = f"msgid=<{server.token(14)}@{rng.choice(server.world.domains)}>: stored mail into mailbox"
    server.emit(now - 0.01, "dovecot", f"lmtp({recipient})<{pid}><{session}>: sieve: {stored} '{folder}'")
    times = f"delay={delay:.2f}, delays={delay * 0.7:.2f}/0.01/0.02/{delay * 0.3:.2f}"
    server.emit(
        now,
        client.tag,
        f"{queue_id}: to=<{recipient}>, relay=mx1.example.org[private/dovecot-lmtp], {times}, dsn=2.0.0, "
        f"status=sent (250 2.0.0 <{recipient}> {session} Saved)",
    )
    server.emit(now + 0.01, "dovecot", f"lmtp({pid}): Disconnect from local: Logged out (state=READY)")


def deliver_out(server: Server, now: float, queue_id: str, sender: str, count: int = 1) -> None:
    """Sends the message to another server: taken, deferred, bounced or not even reached."""
    rng, host = server.rng, server.world.targets.pick()
    smtp = server.service("postfix/smtp").take(now)
    delay, fate = 0.4 + rng.random() * 3, rng.random()
    if fate < 0.06:
        time_out(server, smtp, now, host, queue_id, delay)
        return
    if host.tls and server.chance(0.97):
        text = f"TLS connection established to {host.client}:25: {server.world.tls()}"
        server.emit(now + 0.2, smtp.tag, f"{rng.choice(TRUST)} {text}")
    times = f"{delay * 0.2:.2f}/0.01/{delay * 0.3:.2f}/{delay * 0.5:.2f}"
    where = f"relay={host.client}:25, delay={delay:.2f}, delays={times}"
    for n in range(count):
        recipient = f"{rng.choice(server.world.users)}@{host.domain}"
        done = outcome(server, host, recipient, fate)
        server.emit(now + delay + n * 0.00002, smtp.tag, f"{queue_id}: to=<{recipient}>, {where}, {done}")
    smtp.free(now + delay + 0.1)
    if fate >= 0.95:
        bounce(server, now + delay, queue_id, sender)
    if fate < 0.88 or fate >= 0.95:
        server.emit(now + delay + 0.09, server.qmgr, f"{queue_id}: removed")


def outcome(server: Server, host: Host, recipient: str, fate: float) -> str:
    """What the other server said about one recipient."""
    if fate < 0.88:
        return f"dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {server.word_token(12)})"
    if fate < 0.95:
        why = "Greylisted, please try again in 300 seconds"
        said = f"450 4.2.0 <{recipient}>: Recipient address rejected: {why}"
        dsn, status = "4.2.0", "deferred"
    else:
        said = f"550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in virtual mailbox table"
        dsn, status = "5.1.1", "bounced"
    return f"dsn={dsn}, status={status} (host {host.client} said: {said} (in reply to RCPT TO command))"


def bounce(server: Server, now: float, queue_id: str, sender: str) -> None:
    """Tells the sender that his message came back."""
    notice = server.queue_id()
    server.emit_by(
        "postfix/cleanup", now + 0.05, f"{notice}: message-id=<20260301120000.{notice}@mx1.example.org>"
    )
    server.emit_by("postfix/bounce", now + 0.06, f"{queue_id}: sender non-delivery notification: {notice}")
    size = server.rng.randint(2000, 9000)
    server.emit(now + 0.07, server.qmgr, f"{notice}: from=<>, size={size}, nrcpt=1 (queue active)")
    deliver_here(server, now + 0.3, notice, sender)


def time_out(server: Server, smtp: Process, now: float, host: Host, queue_id: str, delay: float) -> None:
    """The other server does not answer; the message stays in the queue."""
    why = f"connect to {host.client}:25: Connection timed out"
    server.emit(now + 30, smtp.tag, why)
    recipient = f"{server.rng.choice(server.world.users)}@{host.domain}"
    times = f"delay={30 + delay:.2f}, delays={delay:.2f}/0.01/30/0"
    server.emit(
        now + 30.01,
        smtp.tag,
        f"{queue_id}: to=<{recipient}>, relay=none, {times}, dsn=4.4.1, status=deferred ({why})",
    )
    smtp.free(now + 31)


def submission(server: Server, start: float) -> None:
    """One of our own users sends a message."""
    rng, home = server.rng, server.world.homes.pick()
    starttls = server.chance(0.6)
    smtpd = server.service(f"postfix/{'submission' if starttls else 'smtps'}/smtpd").take(start)
    server.emit(start, smtpd.tag, f"connect from {home.client}")
    text = f"TLS connection established from {home.client}: {server.world.tls()}"
    server.emit(start + 0.1, smtpd.tag, f"Anonymous {text}")
    now = start + 0.4 + rng.random()
    queue_id, sender = server.queue_id(), server.local_sender()
    domain = sender.partition("@")[2]
    server.emit(
        now, smtpd.tag, f"{queue_id}: client={home.client}, sasl_method=PLAIN, sasl_username={sender}"
    )
    message_id = f"{server.word_token(8)}-{server.word_token(4)}-{server.word_token(12)}@{domain}"
    server.emit_by("postfix/cleanup", now + 0.1, f"{queue_id}: message-id=<{message_id}>")
    server.emit(now + 0.15, server.opendkim, f"{queue_id}: DKIM-Signature field added (s=mail, d={domain})")
    count = 1 if server.chance(0.8) else rng.randint(2, 6)
    size = rng.randint(1000, 900_000)
    server.emit(
        now + 0.3, server.qmgr, f"{queue_id}: from=<{sender}>, size={size}, nrcpt={count} (queue active)"
    )
    deliver_out(server, now + 0.4, queue_id, sender, count)
    end = now + 0.8 + rng.random() * 5
    greeting, handshakes = ("ehlo=2 starttls=1", 3) if starttls else ("ehlo=1", 1)
    counts = f"auth=1 mail=1 rcpt={count} data=1 quit=1 commands={4 + count + handshakes}"
    server.emit(end, smtpd.tag, f"disconnect from {home.client} {greeting} {counts}")
    smtpd.free(end + 0.001)


def retry(server: Server, start: float) -> None:
    """A message of an earlier day comes up for delivery again."""
    queue_id, sender = server.queue_id(), server.local_sender()
    size = server.rng.randint(1000, 90_000)
    server.emit(start, server.qmgr, f"{queue_id}: from=<{sender}>, size={size}, nrcpt=1 (queue active)")
    deliver_out(server, start + 0.1, queue_id, sender)
