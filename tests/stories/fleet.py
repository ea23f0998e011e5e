"""The logs of a small fleet: a server that strangers write to, and one with the mailboxes behind it."""

from pathlib import Path

from loganalyzer.api.ingest import ingest
from loganalyzer.api.options import Options
from loganalyzer.api.stored import StoredLog
from loganalyzer.reports.report import Report
from loganalyzer.store.database import reading, writing
from loganalyzer.store.merge import merge
from loganalyzer.store.store import Store
from tests.story import Story

STRANGER = "mail.example.org[192.0.2.10]"
FRONT = "mx1.example.net[198.51.100.4]"
HUB = "hub.example.net[198.51.100.5]:25"
COUNTERS = "ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5"
BOX = "hub.example.net[private/dovecot-lmtp]"
FORGED = "unknown[203.0.113.66]"
PASS = (
    "prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; "
    "helo=mail.example.org; envelope-from=a@example.org; receiver=<UNKNOWN>"
)
OWN = Options(own_hosts=("198.51.100.4", "198.51.100.5"))


def taken(story: Story, queue_id: str, client: str) -> Story:
    """One mail from this client, with the session that brought it."""
    return story.connect(client).accept(queue_id, client).disconnect(client, COUNTERS)


def front(mails: int = 3) -> Story:
    """The server that strangers write to; it hands everything on to the hub."""
    story = Story(host="mx1")
    for number in range(mails):
        queue_id = f"4A{number}B2C3D"
        taken(story, queue_id, STRANGER)
        story.deliver(queue_id, program="smtp", relay=HUB, status=f"sent (250 Ok: queued as 4F{number}00)")
        story.removed(queue_id).later(hours=9)
    return story


def hub(client: str = FRONT, mails: int = 3) -> Story:
    """The server with the mailboxes; one stranger writes to it directly."""
    story = Story(host="hub")
    for number in range(mails):
        queue_id = f"4F{number}00"
        taken(story, queue_id, client).deliver(queue_id, relay=BOX).removed(queue_id).later(hours=9)
    taken(story, "4FE00", STRANGER).deliver("4FE00", relay=BOX)
    return story.removed("4FE00")


def written(folder: Path, *stories: Story) -> list[str]:
    """Each host's log in a file of its own."""
    for story in stories:
        (folder / f"{story.host}.log").write_bytes(story.text())
    return [str(folder / f"{story.host}.log") for story in stories]


def entered(report: Report) -> tuple[int, int]:
    """Messages, and sessions with mail, from strangers."""
    return report.inbound_messages.rate.total, report.inbound_sessions.rate.total


def fleet(folder: Path, logs: list[str], options: Options | None = None) -> StoredLog:
    """One store of these hosts' own stores."""
    whole = folder / "fleet.sqlite"
    for log in logs:
        ingest(Path(f"{log}.sqlite"), [log], options or Options())
        with writing(whole) as ours, reading(Path(f"{log}.sqlite")) as theirs:
            merge(Store(ours), Store(theirs))
    return StoredLog(whole)
