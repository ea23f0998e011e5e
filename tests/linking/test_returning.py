"""A refused sender who comes back by another way is told of, and nobody else."""

import pytest

from tests.linking.filters import leave, saved
from tests.story import Story, blocks, link, told

FORWARDER = "mx.alumni.example[192.0.2.10]"
BANK = "mail.bank.example[192.0.2.77]"
FRIEND = "a@bank.example"


def refused(story: Story, client: str = FORWARDER, sender: str = FRIEND, to: str = "b@example.net") -> Story:
    story.connect(client).warn(client=client, sender=sender, recipient=to, action="reject")
    return story.disconnect(client)


def arrives(
    story: Story,
    client: str = BANK,
    sender: str = FRIEND,
    to: str = "b@example.net",
    box: str = "",
    queue_id: str = "2B000001",
) -> Story:
    story.connect(client, 11).smtpd(f"{queue_id}: client={client}", 11)
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.org>")
    if box:
        saved(story, f"<{queue_id}@example.org>", box)
    return leave(story, queue_id, client, 11, sender, to)


def returned(story: Story) -> list[tuple[str, str]]:
    return [(one.sender, one.client_address) for one in told(story).returned]


@pytest.mark.parametrize(
    ("client", "sender", "way"),
    [
        (BANK, "A@Bank.example", "same sender"),
        (BANK, "ann@mail.bank.example", "same organisation"),
        (FORWARDER, "ann@bank.example", "same organisation"),
    ],
)
def test_another_server_or_another_address_is_another_way(client: str, sender: str, way: str) -> None:
    """The organisation and the recipient are what the refusal and the mail have in common."""
    (found,) = told(arrives(refused(Story()), client, sender)).returned
    assert (found.sender, found.client_address, found.way) == (FRIEND, "192.0.2.10", way)


@pytest.mark.parametrize(
    ("client", "sender", "to"),
    [
        (FORWARDER, FRIEND, "b@example.net"),
        (BANK, "a@shop.example", "b@example.net"),
        (BANK, FRIEND, "c@example.net"),
    ],
)
def test_these_are_no_other_way(client: str, sender: str, to: str) -> None:
    """The same way, another organisation, another recipient."""
    assert not returned(arrives(refused(Story()), client, sender, to))


def test_what_came_before_is_no_return() -> None:
    """Only who was refused first has a reason to come back."""
    assert not returned(refused(arrives(Story())))


def test_nor_is_what_comes_after_five_days() -> None:
    """By then a sender has long given up, and mail is just mail."""
    assert returned(arrives(refused(Story()).later(days=4)))
    assert not returned(arrives(refused(Story()).later(days=6)))


def test_junk_brings_nobody_back() -> None:
    """A botnet tries from many places; what our own filter files away nobody missed."""
    story = arrives(refused(Story()), box="Junk")
    assert not returned(story)
    assert returned(arrives(story.later(hours=2), box="INBOX", queue_id="2B000002"))


def test_each_refusal_is_told_once_of_each_way() -> None:
    """However much mail follows it."""
    story = refused(Story())
    for n, name in enumerate(("a", "A", "ann", "anna")):
        arrives(story.later(hours=1), sender=f"{name}@bank.example", queue_id=f"2B00000{n}")
    assert [one.way for one in told(story).returned] == ["same sender", "same organisation"]


def test_mail_that_is_only_warned_of_needs_no_other_way() -> None:
    """It was delivered."""
    story = Story().connect(FORWARDER).warn(client=FORWARDER, sender=FRIEND).disconnect(FORWARDER)
    assert not returned(arrives(story))


def test_it_is_the_same_however_the_log_is_cut() -> None:
    """A refusal in one run and the return in the next are joined by the carry."""
    story = arrives(refused(refused(Story(), sender="b@bank.example")))
    whole = told(story).returned
    assert len(whole) == 2
    for cut in range(1, len(story.lines)):
        assert link(blocks(story.text(), [cut]))[0].returned == whole
