"""A mid-size MX's days: how often which session begins, and the log they leave."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from tests.benchmark.generator.bystanders import imap, noise, postscreen
from tests.benchmark.generator.inbound import established, from_robot, from_sender, from_stranger
from tests.benchmark.generator.outbound import retry, submission
from tests.benchmark.generator.server import OFFSET, START, Clock, Server

SEED = 20260301
LINES_PER_SECOND = 18.0
LINES_PER_SESSION = 5.9
Envelope = Literal["rfc3339", "rfc3164"]
SESSIONS: tuple[Callable[[Server, float], None], ...] = (
    *[from_sender] * 26,
    *[from_stranger] * 22,
    *[from_robot] * 16,
    *[submission] * 8,
    *[retry] * 3,
    *[postscreen] * 7,
    *[imap] * 20,
    *[noise] * 6,
)


def write_log(path: Path, size: int, envelope: Envelope = "rfc3339", seed: int = SEED) -> int:
    """Writes a log of at least that many bytes, a shorter one being a longer one's beginning.

    Returns the number of lines.
    """
    written = count = 0
    with path.open("w", encoding="ascii", newline="\n", buffering=1 << 20) as log:
        for line in lines(envelope, seed):
            log.write(line)
            written += len(line)
            count += 1
            if written >= size:
                break
    return count


def lines(envelope: Envelope = "rfc3339", seed: int = SEED) -> Iterator[str]:
    """All lines in order of time, without end."""
    server, clock = Server(seed), Clock()
    dress = 0 if envelope == "rfc3339" else 1
    cut_by_the_beginning(server)
    for now in beginnings(server):
        server.rng.choice(SESSIONS)(server, now)
        for microsecond, tag, message in server.settled(now):
            yield clock.line(microsecond, tag, message)[dress]


def beginnings(server: Server) -> Iterator[float]:
    """When sessions begin: at random, more of them by day than by night."""
    now, rate = START, LINES_PER_SECOND / LINES_PER_SESSION
    while True:
        hour = (now + OFFSET) / 3600 % 24
        now += server.rng.expovariate(rate * (1 + 0.6 * math.sin((hour - 9) / 24 * 2 * math.pi)))
        yield now


def cut_by_the_beginning(server: Server) -> None:
    """Sessions that were open when the log was begun: their first lines are not in it."""
    for n in range(25):
        host, tag = server.world.senders.pick(), f"postfix/smtpd[{server.new_pid()}]"
        if n % 2:
            at = START + 0.5 + server.rng.random() * 5
            server.emit(at, tag, f"Anonymous {established(server, host)}")
        counts = "ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7"
        at = START + 6 + server.rng.random() * 30
        server.emit(at, tag, f"disconnect from {host.client} {counts}")
