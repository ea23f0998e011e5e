"""Clients that talk to the server's SMTP ports: senders, strangers, robots."""

from tests.benchmark.generator.outbound import deliver_here
from tests.benchmark.generator.server import Process, Server
from tests.benchmark.generator.world import Host

SPF_RESULTS = (
    *["Pass"] * 70,
    *["None"] * 12,
    *["Softfail"] * 8,
    *["Neutral"] * 4,
    *["Fail"] * 3,
    "Temperror",
    "Permerror",
    "Permerror",
)
SPF_REFUSAL = (
    "Message rejected due to: SPF fail - not authorized. "
    "Please see http://www.openspf.net/Why?s=mfrom;id={};ip={};r=<UNKNOWN>"
)
KILLED = 0.002  # so many sessions end without a line, as when the process is killed


def from_sender(server: Server, start: float) -> None:
    """An honest mail server delivers one or a few messages."""
    rng, host = server.rng, server.world.senders.pick()
    smtpd = server.service("postfix/smtpd").take(start)
    server.emit(start, smtpd.tag, f"connect from {host.client}")
    now = start + 0.1 + rng.random() * 0.5
    encrypted = server.chance(0.93)
    if encrypted:
        sni = " to mx1.example.org" if server.chance(0.1) else ""
        level = "Anonymous" if server.chance(0.93) else rng.choice(("Trusted", "Untrusted"))
        server.emit(now, smtpd.tag, f"{level} {established(server, host, sni)}")
    count = 1 if server.chance(0.85) else rng.randint(2, 4)
    sender = sender_address(server, host)
    for _ in range(count):
        now += 0.2 + rng.random() * 1.5
        now = transaction(server, smtpd, now, host, sender)
    end = now + 0.3 + rng.random() * (10 if server.chance(0.8) else 120)
    killed = server.chance(KILLED)
    if not killed:
        greeting = "ehlo=2 starttls=1" if encrypted else "ehlo=1"
        counts = f"mail={count} rcpt={count} data={count} quit=1"
        total = 3 * count + (4 if encrypted else 2)
        server.emit(end, smtpd.tag, f"disconnect from {host.client} {greeting} {counts} commands={total}")
        smtpd.free(end + 0.001)


def transaction(server: Server, smtpd: Process, now: float, host: Host, sender: str) -> float:
    """One message from MAIL FROM to the mailbox; returns when the client is done with it."""
    rng, recipient = server.rng, server.world.mailboxes.pick()
    check_spf(server, now, host, host.name, sender)
    if server.chance(0.10):
        warned = rng.choice(
            (
                f"450 4.7.1 <{host.name}>: Helo command rejected: Host not found",
                f"550 5.7.1 Client host rejected: cannot find your reverse hostname, [{host.address}]",
            )
        )
        who = f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<{host.name}>"
        server.emit(
            now + 0.01, smtpd.tag, f"NOQUEUE: reject_warning: RCPT from {host.client}: {warned}; {who}"
        )
    queue_id = server.queue_id()
    server.emit(now + 0.02, smtpd.tag, f"{queue_id}: client={host.client}")
    now += 0.1 + rng.random() * 0.4
    message_id = f"{server.token(16)}.{rng.randint(10**9, 10**10)}@{host.domain}"
    server.emit_by("postfix/cleanup", now, f"{queue_id}: message-id=<{message_id}>", 0.3)
    authenticate(server, now, host, queue_id)
    if server.chance(0.07):
        who = f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<{host.name}>"
        text = f"milter-reject: END-OF-MESSAGE from {host.client}: 5.7.1 Spam message rejected; {who}"
        server.emit_by("postfix/cleanup", now + 0.2, f"{queue_id}: {text}")
        return now
    size = rng.randint(2000, 90000)
    active = f"from=<{sender}>, size={size}, nrcpt=1 (queue active)"
    server.emit(now + 0.2, server.qmgr, f"{queue_id}: {active}")
    if server.chance(0.35):
        through_amavis(server, now, host, queue_id, (sender, recipient, message_id, size))
    else:
        if server.chance(0.5):
            rspamd_record(server, now + 0.15, host, queue_id, (sender, recipient, message_id, size))
        deliver_here(server, now + 0.5 + rng.random(), queue_id, recipient)
    return now


def authenticate(server: Server, now: float, host: Host, queue_id: str) -> None:
    """What the DKIM and DMARC milters say."""
    rng = server.rng
    server.emit(now + 0.05, server.opendkim, f"{queue_id}: {host.name} [{host.address}] not internal")
    server.emit(now + 0.06, server.opendkim, f"{queue_id}: not authenticated")
    if server.chance(0.85):
        server.emit(now + 0.07, server.opendkim, f"{queue_id}: DKIM verification successful")
        signature = f"s=sel{rng.randint(1, 3)} d={host.domain} a=rsa-sha256 SSL "
        server.emit(now + 0.071, server.opendkim, f"{queue_id}: {signature}")
    dmarc = rng.choice(("pass", "pass", "none", "fail"))
    server.emit(now + 0.1, server.opendmarc, f"{queue_id}: {host.domain} {dmarc}")


def through_amavis(
    server: Server, now: float, host: Host, queue_id: str, mail: tuple[str, str, str, int]
) -> None:
    """The content filter takes the message and hands it back under a second queue id."""
    rng, (sender, recipient, message_id, size) = server.rng, mail
    again, back = server.queue_id(), now + 0.5 + rng.random() * 2
    pid = server.any_pid()
    server.emit(
        back,
        f"amavis[{pid}]",
        f"({pid:05d}-{rng.randint(1, 20):02d}) Passed CLEAN {{RelayedInbound}}, "
        f"[{host.address}]:{rng.randint(1024, 65000)} [{host.address}] <{sender}> -> <{recipient}>, "
        f"Queue-ID: {queue_id}, Message-ID: <{message_id}>, mail_id: {server.word_token(12)}, "
        f"Hits: {rng.random() * 4 - 2:.3f}, size: {size}, queued_as: {again}, {rng.randint(300, 4000)} ms",
    )
    delay = back - now
    server.emit_by(
        "postfix/amavis/smtp",
        back + 0.01,
        f"{queue_id}: to=<{recipient}>, relay=127.0.0.1[127.0.0.1]:10024, delay={delay:.2f}, "
        f"delays=0.2/0.01/0.01/{delay - 0.2:.2f}, dsn=2.0.0, status=sent "
        f"(250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {again})",
    )
    server.emit(back + 0.02, server.qmgr, f"{queue_id}: removed")
    server.emit(
        back + 0.005, server.qmgr, f"{again}: from=<{sender}>, size={size + 700}, nrcpt=1 (queue active)"
    )
    deliver_here(server, back + 0.2, again, recipient)


def rspamd_record(
    server: Server, now: float, host: Host, queue_id: str, mail: tuple[str, str, str, int]
) -> None:
    """rspamd's one long line about a message."""
    rng, (sender, recipient, message_id, size) = server.rng, mail
    symbols = (
        f"R_SPF_ALLOW(-0.20){{+ip4:{host.address}:c;}},"
        f"DMARC_POLICY_ALLOW(-0.50){{{host.domain};none;}},MIME_GOOD(-0.10){{text/plain;}}"
    )
    server.emit(
        now,
        server.rspamd,
        f"<{server.word_token(6)}>; task; rspamd_task_write_log: id: <{message_id}>, qid: <{queue_id}>, "
        f"ip: {host.address}, from: <{sender}>, "
        f"(default: F (no action): [{rng.random() * 6 - 3:.2f}/15.00] [{symbols}]), len: {size}, "
        f"time: {rng.random() * 900:.3f}ms, dns req: {rng.randint(5, 40)}, digest: <{server.token(32)}>, "
        f"rcpts: <{recipient}>, mime_rcpts: <{recipient}>",
    )


def from_stranger(server: Server, start: float) -> None:
    """A client, mostly a spammer, is refused, once or several times."""
    rng, host = server.rng, server.world.strangers.pick()
    smtpd = server.service("postfix/smtpd").take(start)
    server.emit(start, smtpd.tag, f"connect from {host.client}")
    now = start + 0.1 + rng.random()
    encrypted = server.chance(0.55)
    if encrypted:
        server.emit(now, smtpd.tag, f"Anonymous {established(server, host)}")
    count = 1 if server.chance(0.8) else rng.randint(2, 6)
    pretended = rng.choice(("User", "ylmf-pc", "localhost.localdomain", host.domain, f"[{host.address}]"))
    helo = host.name if server.chance(0.4) else pretended
    sender = f"{rng.choice(server.world.users)}@{host.domain}" if server.chance(0.95) else ""
    for _ in range(count):
        now += 0.3 + rng.random() * 2
        refuse(server, smtpd, now, host, helo, sender)
    now += rng.random() * 20
    if server.chance(0.3):
        server.emit(now, smtpd.tag, f"lost connection after RCPT from {host.client}")
    killed = server.chance(KILLED)
    if not killed:
        greeting, handshakes = ("ehlo=2 starttls=1", 2) if encrypted else ("ehlo=1", 0)
        counts = f"mail=1 rcpt=0/{count} quit=1 commands={3 + handshakes}/{3 + count + handshakes}"
        server.emit(now + 0.0001, smtpd.tag, f"disconnect from {host.client} {greeting} {counts}")
        smtpd.free(now + 0.002)


def refuse(server: Server, smtpd: Process, now: float, host: Host, helo: str, sender: str) -> None:
    """One RCPT that is refused, or would be."""
    recipient = server.world.mailboxes.pick()
    text, spf_fails = reason(server, host, helo, sender, recipient)
    if spf_fails:
        server.emit_by(
            "policyd-spf", now - 0.01, f": 550 5.7.23 {SPF_REFUSAL.format(sender, host.address)}", 0.3
        )
    elif server.chance(0.5):
        check_spf(server, now - 0.01, host, helo, sender)
    # A restriction either warns or refuses; whoever asks whether to drop warn_if_reject has SPF warn.
    action = "reject_warning" if spf_fails else "reject"
    protocol = "ESMTP" if server.chance(0.9) else "SMTP"
    who = f"from=<{sender}> to=<{recipient}> proto={protocol} helo=<{helo}>"
    server.emit(now, smtpd.tag, f"NOQUEUE: {action}: RCPT from {host.client}: {text}; {who}")


def reason(server: Server, host: Host, helo: str, sender: str, recipient: str) -> tuple[str, bool]:
    """Why the recipient is refused, and whether SPF is why."""
    draw = server.rng.random()
    if draw < 0.38:
        listed = f"Service unavailable; Client host [{host.address}] blocked using dnsbl.example"
        return f"554 5.7.1 {listed}; https://www.dnsbl.example/query/ip/{host.address}", False
    if draw < 0.52:
        return f"450 4.7.25 Client host rejected: cannot find your hostname, [{host.address}]", False
    table = (
        (0.66, f"550 5.1.1 <{recipient}>", "Recipient address", "User unknown in virtual mailbox table"),
        (0.76, f"450 4.2.0 <{recipient}>", "Recipient address", "Greylisted, see https://greylist.example/"),
        (0.84, f"504 5.5.2 <{helo}>", "Helo command", "need fully-qualified hostname"),
        (0.90, f"450 4.1.8 <{sender}>", "Sender address", "Domain not found"),
    )
    for limit, code, what, why in table:
        if draw < limit:
            return f"{code}: {what} rejected: {why}", False
    if draw < 0.96:
        refusal = SPF_REFUSAL.format(sender, host.address)
        return f"550 5.7.23 <{recipient}>: Recipient address rejected: {refusal}", True
    return f"554 5.7.1 <{recipient}>: Relay access denied", False


def check_spf(server: Server, now: float, host: Host, helo: str, sender: str) -> None:
    """policyd-spf's line about a recipient; the blank at its end is its own."""
    result = server.rng.choice(SPF_RESULTS)
    by_helo = not sender or server.chance(0.06)
    identity, comment = ("helo", "no SPF record") if by_helo else ("mailfrom", "mailfrom")
    server.emit_by(
        "policyd-spf",
        now,
        f": prepend Received-SPF: {'None' if by_helo else result} ({comment}) identity={identity}; "
        f"client-ip={host.address}; helo={helo}; envelope-from={sender or '<>'}; receiver=<UNKNOWN> ",
        0.3,
    )


def from_robot(server: Server, start: float) -> None:
    """A robot guesses passwords, fails a handshake, or only looks in."""
    rng, host = server.rng, server.world.robots.pick()
    submission = "postfix/submission/smtpd"
    tag = rng.choice((submission, submission, "postfix/smtps/smtpd", "postfix/smtpd"))
    smtpd = server.service(tag).take(start)
    if host.name == "unknown" and server.chance(0.3):
        name = f"{server.world.word()}.{rng.choice(server.world.domains)}"
        text = f"hostname {name} does not resolve to address {host.address}: Name or service not known"
        server.emit(start - 0.001, smtpd.tag, f"warning: {text}")
    server.emit(start, smtpd.tag, f"connect from {host.client}")
    draw, now = rng.random(), start + 0.2 + rng.random() * 3
    if draw < 0.55:
        now = guess_password(server, smtpd, now, host, implicit="smtps" in tag)
    elif draw < 0.75:
        now = fail_handshake(server, smtpd, now, host)
    else:
        stage = rng.choice(("CONNECT", "EHLO", "UNKNOWN"))
        server.emit(now, smtpd.tag, f"lost connection after {stage} from {host.client}")
        counts = {"CONNECT": "commands=0/0", "EHLO": "ehlo=1 commands=1"}
        done = counts.get(stage, "unknown=0/1 commands=0/1")
        server.emit(now + 0.001, smtpd.tag, f"disconnect from {host.client} {done}")
    smtpd.free(now + 0.2)


def guess_password(server: Server, smtpd: Process, now: float, host: Host, *, implicit: bool) -> float:
    """AUTH LOGIN with a wrong password; returns when it failed."""
    rng = server.rng
    encrypted = implicit or server.chance(0.4)
    if encrypted:
        server.emit(now, smtpd.tag, f"Anonymous {established(server, host)}")
    now += 1 + rng.random() * 3
    why = rng.choice(("UGFzc3dvcmQ6", "authentication failure", "(reason unavailable)"))
    failed = f"SASL LOGIN authentication failed: {why}, sasl_username={server.local_sender()}"
    server.emit(now, smtpd.tag, f"warning: {host.client}: {failed}")
    if server.chance(0.5):
        server.emit(now + 0.1, smtpd.tag, f"lost connection after AUTH from {host.client}")
    starttls = encrypted and not implicit
    greeting, good = ("ehlo=2 starttls=1", 4) if starttls else ("ehlo=1", 2)
    counts = f"{greeting} auth=0/1 quit=1 commands={good}/{good + 1}"
    server.emit(now + 0.11, smtpd.tag, f"disconnect from {host.client} {counts}")
    return now


def fail_handshake(server: Server, smtpd: Process, now: float, host: Host) -> float:
    """STARTTLS with a protocol the server does not speak."""
    why = server.rng.choice(("-1", "lost connection", "Connection reset by peer"))
    server.emit(now, smtpd.tag, f"SSL_accept error from {host.client}: {why}")
    problem = "error:0A000102:SSL routines::unsupported protocol:../ssl/statem/statem_srvr.c:1657:"
    server.emit(now + 0.001, smtpd.tag, f"warning: TLS library problem: {problem}")
    server.emit(now + 0.002, smtpd.tag, f"lost connection after STARTTLS from {host.client}")
    server.emit(now + 0.003, smtpd.tag, f"disconnect from {host.client} ehlo=1 starttls=0/1 commands=1/2")
    return now


def established(server: Server, host: Host, sni: str = "") -> str:
    """The line that says how the session is encrypted, without the level of trust."""
    return f"TLS connection established from {host.client}{sni}: {server.world.tls()}"


def sender_address(server: Server, host: Host) -> str:
    """An envelope sender of the host's domain, now and then one made for a single message."""
    rng = server.rng
    user = rng.choice(("bounce", "news", "info", "service", "no-reply", rng.choice(server.world.users)))
    suffix = f"-{server.word_token(6).lower()}" if server.chance(0.3) else ""
    return f"{user}{suffix}@{host.domain}"
