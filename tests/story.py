"""Small logs for tests, written as an admin would tell them, and what linking makes of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.step import flush, step
from loganalyzer.scan.coverage import Coverage
from loganalyzer.sources import Block
from loganalyzer.syslog.calendar import Calendar, Segment
from loganalyzer.terms.moment import from_datetime

BEGIN = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
CALENDAR = Calendar((Segment(0, from_datetime(BEGIN) + 400 * 86_400_000_000),))
BLOCK = "Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see "
URL = "http://www.openspf.net/Why?s=mfrom;id={sender};ip={address};r=example.net"


class Story:
    """Collects lines of one host, a second apart unless told otherwise."""

    def __init__(self, begin: datetime = BEGIN, host: str = "mx") -> None:
        self.now = begin
        self.host = host
        self.lines: list[str] = []

    def later(self, **span: float) -> "Story":
        self.now += timedelta(**span)
        return self

    def say(self, tag: str, message: str) -> "Story":
        self.lines.append(f"{self.now:%Y-%m-%dT%H:%M:%S.%f}+00:00 {self.host} {tag}: {message}")
        return self.later(seconds=1)

    def smtpd(self, message: str, pid: int = 10, service: str = "postfix/smtpd") -> "Story":
        return self.say(f"{service}[{pid}]", message)

    def connect(self, client: str = "mail.example.org[192.0.2.10]", pid: int = 10) -> "Story":
        return self.smtpd(f"connect from {client}", pid)

    def warn(
        self,
        queue_id: str = "NOQUEUE",
        client: str = "mail.example.org[192.0.2.10]",
        sender: str = "a@example.org",
        recipient: str = "b@example.net",
        reply: str = "550 5.7.23",
        reason: str = "",
        action: str = "reject_warning",
        pid: int = 10,
        helo: str = "mail.example.org",
    ) -> "Story":
        address = client.partition("[")[2].rstrip("]")
        said = reason or BLOCK + URL.format(sender=sender, address=address)
        return self.smtpd(
            f"{queue_id}: {action}: RCPT from {client}: {reply} <{recipient}>: {said}; "
            f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<{helo}>",
            pid,
        )

    def accept(
        self, queue_id: str, client: str = "mail.example.org[192.0.2.10]", pid: int = 10, nrcpt: int = 1
    ) -> "Story":
        """One message from ``client=`` to the queue manager."""
        self.smtpd(f"{queue_id}: client={client}", pid)
        self.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.org>")
        return self.active(queue_id, nrcpt=nrcpt)

    def active(self, queue_id: str, sender: str = "a@example.org", nrcpt: int = 1) -> "Story":
        message = f"{queue_id}: from=<{sender}>, size=1000, nrcpt={nrcpt} (queue active)"
        return self.say("postfix/qmgr[2]", message)

    def deliver(
        self,
        queue_id: str,
        recipient: str = "b@example.net",
        program: str = "lmtp",
        relay: str = "mx[private/dovecot-lmtp]",
        status: str = "sent (250 2.0.0 Saved)",
        extra: str = "",
        pid: int = 30,
    ) -> "Story":
        return self.say(
            f"postfix/{program}[{pid}]",
            f"{queue_id}: to=<{recipient}>, {extra}relay={relay}, delay=1, delays=0.1/0/0/0.9, dsn=2.0.0, "
            f"status={status}",
        )

    def removed(self, queue_id: str) -> "Story":
        return self.say("postfix/qmgr[2]", f"{queue_id}: removed")

    def disconnect(
        self, client: str = "mail.example.org[192.0.2.10]", counters: str = "", pid: int = 10
    ) -> "Story":
        return self.smtpd(f"disconnect from {client} {counters}".rstrip(), pid)

    def text(self) -> bytes:
        return "".join(line + "\n" for line in self.lines).encode()


def blocks(data: bytes, cuts: Iterable[int] = ()) -> list[Block]:
    """The text in blocks that end at the given line numbers."""
    lines = data.splitlines(keepends=True)
    edges = sorted({0, *(cut for cut in cuts if 0 < cut < len(lines)), len(lines)})
    out, offset = [], 0
    for begin, end in pairwise(edges):
        piece = b"".join(lines[begin:end])
        out.append(Block(0, offset, piece))
        offset += len(piece)
    return out


def link(parts: Sequence[Block], carries: dict[str, Carry] | None = None) -> tuple[Finished, Coverage]:
    """Everything that the blocks hold, finished, what is open at the end as it stands."""
    carries = {} if carries is None else carries
    done, coverage = Finished(), Coverage()
    for block in parts:
        scanned = scan_block((frozenset(), CALENDAR, block))
        coverage.merge(scanned.coverage)
        for host, columns in scanned.columns.items():
            done.extend(step(carries.setdefault(host, Carry(host)), columns))
    for carry in carries.values():
        done.extend(flush(carry))
    return done, coverage


def told(story: Story) -> Finished:
    """What linking makes of the story; every line of it must be understood."""
    done, coverage = link(blocks(story.text()))
    assert not coverage.unrecognised, dict(coverage.samples)
    assert not coverage.damaged
    return done
