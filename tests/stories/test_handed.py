"""Mail that would have been refused, and went on to another of our hosts: the fate is what that one tells."""

from pathlib import Path

import pytest

import loganalyzer as la
from tests.linking.filters import rspamd
from tests.stories.fleet import BOX, FORGED, FRONT, HUB, fleet, written
from tests.story import Story

Delivery = tuple[str, str, str]

SENDER, RECIPIENT = "x@spoofed.example", "b@example.net"
HERE, THERE = "4A1B2C3D", "4F1AB2C3D"


def failing(relay: str = HUB) -> Story:
    """A mail that the front would have refused, and that it handed on."""
    story = Story(host="mx1").connect(FORGED).warn(client=FORGED, sender=SENDER, recipient=RECIPIENT)
    story.smtpd(f"{HERE}: client={FORGED}").active(HERE, SENDER)
    story.deliver(HERE, RECIPIENT, "smtp", relay, f"sent (250 2.0.0 Ok: queued as {THERE})")
    return story.removed(HERE).disconnect(FORGED).later(hours=1)


def arriving(queue_id: str = THERE, sender: str = SENDER, client: str = FRONT) -> Story:
    """It comes to the hub, which delivers for these domains."""
    story = Story(host="hub").accept("4E100").deliver("4E100", RECIPIENT, relay=BOX).removed("4E100")
    story.later(minutes=1).connect(client)
    return story.smtpd(f"{queue_id}: client={client}").active(queue_id, sender)


def leaving(story: Story, *deliveries: Delivery, queue_id: str = THERE, client: str = FRONT) -> Story:
    """It is delivered: recipient, program, and how it ended; and is gone."""
    for recipient, program, status in deliveries:
        address, _, orig_to = recipient.partition(" ")
        extra = f"orig_to=<{orig_to}>, " if orig_to else ""
        story.deliver(queue_id, address, program, BOX, status, extra)
    return story.removed(queue_id).disconnect(client)


BOUNCED = (RECIPIENT, "lmtp", "bounced (host said: 550 5.1.1 No such user)")
SENT = (RECIPIENT, "lmtp", "sent (250 2.0.0 Saved)")
THROWN_AWAY = (RECIPIENT, "discard", "sent (discarded)")
LATER = (RECIPIENT, "lmtp", "deferred (try later)")
OTHER_BOUNCED = ("c@example.net", "lmtp", "bounced (no)")
ALIAS_BOUNCED = (f"c@example.net {RECIPIENT}", "lmtp", "bounced (no)")
ALIAS_SENT = (f"c@example.net {RECIPIENT}", "lmtp", "sent (250 2.0.0 Saved)")


def fates(log: la.Log) -> tuple[list[str], list[str]]:
    """Of the front's messages, as they are judged and as they are counted by day."""
    tally = log.tally["mx1"]
    assert tally.affected.total() == tally.losses.total() == 1
    return [key.fate for key in tally.affected], [key.fate for key in tally.losses]


@pytest.mark.parametrize(
    ("deliveries", "fate"),
    [
        ((SENT,), "delivered"),
        ((BOUNCED,), "bounced"),
        ((THROWN_AWAY,), "quarantined"),
        ((LATER, BOUNCED), "bounced"),
        ((SENT, OTHER_BOUNCED), "delivered"),
        ((ALIAS_BOUNCED,), "delivered"),
        ((BOUNCED, ALIAS_SENT), "delivered"),
        ((), "delivered"),
    ],
)
def test_the_fate_is_what_the_next_host_tells(
    tmp_path: Path, deliveries: tuple[Delivery, ...], fate: str
) -> None:
    """Of that very recipient, read at once or from merged stores; behind an alias it may have arrived."""
    logs = written(tmp_path, failing(), leaving(arriving(), *deliveries))
    assert fates(la.read(logs[0])) == (["delivered"], ["delivered"])
    for log in (la.read(*logs), fleet(tmp_path, logs)):
        assert fates(log) == ([fate], [fate])


@pytest.mark.parametrize(
    "other",
    [
        leaving(arriving("4F1AB2C3E"), BOUNCED, queue_id="4F1AB2C3E"),
        leaving(arriving(sender="y@spoofed.example"), BOUNCED),
        leaving(arriving(client="unknown[203.0.113.9]"), BOUNCED),
        leaving(arriving().later(days=8), BOUNCED),
    ],
    ids=["another queue id", "another sender", "of a stranger", "long after"],
)
def test_only_that_very_message_is_believed(tmp_path: Path, other: Story) -> None:
    """Queue ids are used again, and other mail of the same host says nothing of this one."""
    assert fates(la.read(*written(tmp_path, failing(), other))) == (["delivered"], ["delivered"])


def test_a_stranger_cannot_say_what_became_of_mail(tmp_path: Path) -> None:
    """A queue id that another's server puts into its answer leads to none of our hosts."""
    logs = written(tmp_path, failing("hub.example.org[203.0.113.9]:25"), leaving(arriving(), BOUNCED))
    assert fates(la.read(*logs)) == (["delivered"], ["delivered"])


def test_the_filter_of_the_next_host_is_our_own(tmp_path: Path) -> None:
    """What it calls junk is junk, also where it was delivered."""
    story = rspamd(arriving(), THERE, "", "add header", "T")
    logs = written(tmp_path, failing(), leaving(story, SENT))
    for log in (la.read(*logs), fleet(tmp_path, logs)):
        ((key, count),) = log.tally["mx1"].affected.items()
        assert (key.fate, key.junk, count) == ("delivered", True, 1)
