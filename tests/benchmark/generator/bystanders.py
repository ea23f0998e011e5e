"""Lines a mail server's log is full of beside SMTP: postscreen, Dovecot, ssh, cron, the kernel."""

from tests.benchmark.generator.server import Server

ENDINGS = (
    "Disconnected: Logged out",
    "Disconnected: Connection closed (IDLE running for 0.001 + waiting input for 1.2 secs, "
    "2 B in + 10 B out, state=wait-input)",
    "Disconnected: Inactivity",
)


def postscreen(server: Server, start: float) -> None:
    """A client meets postscreen and passes, or is tested and refused."""
    rng, host, tag = server.rng, server.world.strangers.pick(), server.postscreen
    client = f"[{host.address}]:{rng.randint(1024, 65000)}"
    server.emit(start, tag, f"CONNECT from {client} to [192.0.2.25]:25")
    if server.chance(0.5):
        server.emit(start + 0.001, tag, f"PASS OLD {client}")
        return
    listed = f"addr {host.address} listed by domain dnsbl.example as 127.0.0.4"
    server.emit(start + 0.01, f"postfix/dnsblog[{server.any_pid()}]", listed)
    if server.chance(0.3):
        server.emit(start + 0.05, tag, f"PREGREET 11 after 0.05 from {client}: EHLO User\\r\\n")
    server.emit(start + 6.1, tag, f"DNSBL rank 6 for {client}")
    if server.chance(0.6):
        sender = f"{rng.choice(server.world.users)}@{host.domain}"
        who = f"from=<{sender}>, to=<{server.world.mailboxes.pick()}>, proto=ESMTP, helo=<{host.domain}>"
        why = f"Service unavailable; client [{host.address}] blocked using dnsbl.example"
        server.emit(start + 6.5, tag, f"NOQUEUE: reject: RCPT from {client}: 550 5.7.1 {why}; {who}")
    hung = f"HANGUP after {rng.random() * 3:.1f} from {client} in tests after SMTP handshake"
    server.emit(start + 7, tag, hung)
    server.emit(start + 7, tag, f"DISCONNECT {client}")


def imap(server: Server, start: float) -> None:
    """A user looks into his mailbox, or somebody tries a password."""
    rng, home, user = server.rng, server.world.homes.pick(), server.local_sender()
    session, pid = server.token(16), server.any_pid()
    ends = f"rip={home.address}, lip=192.0.2.25"
    if not server.chance(0.85):
        why = "Connection closed (auth failed, 1 attempts in 2 secs)"
        who = f"user=<{user}>, method=PLAIN, {ends}, TLS, session=<{session}>"
        server.emit(start, "dovecot", f"imap-login: Disconnected: {why}: {who}")
        return
    login = f"user=<{user}>, method=PLAIN, {ends}, mpid={pid}, TLS, session=<{session}>"
    server.emit(start, "dovecot", f"imap-login: Login: {login}")
    traffic = f"in={rng.randint(50, 5000)} out={rng.randint(500, 90000)} deleted=0 expunged=0 trashed=0"
    headers = f"hdr_count={rng.randint(0, 9)} hdr_bytes={rng.randint(0, 999)}"
    bodies = f"body_count={rng.randint(0, 9)} body_bytes={rng.randint(0, 9999)}"
    server.emit(
        start + rng.random() * 600,
        "dovecot",
        f"imap({user})<{pid}><{session}>: {rng.choice(ENDINGS)} {traffic} {headers} {bodies}",
    )


def noise(server: Server, start: float) -> None:
    """What is none of a mail tool's business."""
    rng, draw, pid = server.rng, server.rng.random(), server.any_pid()
    address, port = server.world.robots.pick().address, rng.randint(1024, 65000)
    if draw < 0.4:
        user = server.world.word()
        server.emit(
            start, f"sshd[{pid}]", f"Failed password for invalid user {user} from {address} port {port} ssh2"
        )
        closed = f"Connection closed by invalid user {user} {address} port {port} [preauth]"
        server.emit(start + 0.3, f"sshd[{pid}]", closed)
    elif draw < 0.7:
        server.emit(start, f"CRON[{pid}]", "(root) CMD (   cd / && run-parts --report /etc/cron.hourly)")
    elif draw < 0.8:
        rate = f"{rng.randint(2, 40)}/60s for (smtp:{address}) at Mar  1 12:00:00"
        server.emit(start, server.anvil, f"statistics: max connection rate {rate}")
    elif draw < 0.9:
        server.emit(start, "systemd[1]", "Starting phpsessionclean.service - Clean php session files...")
    else:
        packet = f"LEN=40 TOS=0x00 PREC=0x00 TTL=243 ID={rng.randint(1, 65535)} PROTO=TCP"
        ports = f"SPT={port} DPT={rng.randint(1, 65535)} WINDOW=1024 RES=0x00 SYN URGP=0"
        ends = f"IN=eth0 OUT= MAC=52:54:00:aa:bb:cc SRC={address} DST=192.0.2.25"
        server.emit(
            start, "kernel", f"[{pid}.{rng.randint(100_000, 999_999)}] [UFW BLOCK] {ends} {packet} {ports}"
        )
