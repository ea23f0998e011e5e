"""Wanted: one of our people wrote to that very address before, and it was delivered."""

import pytest

from tests.linking.filters import ALICE, LOCAL, arrive, give_back, handed, leave, taken, write
from tests.story import Story, told

FRIEND = "a@example.org"
GATEWAY = "exchange.example.net[10.0.0.5]"


def wanted(story: Story, sender: str = FRIEND) -> bool:
    """Whether a later message from the friend is known to be wanted."""
    story = leave(arrive(story.later(hours=1), "7A1B2C3D", sender=sender), "7A1B2C3D", sender=sender)
    (affected,) = told(story).affected
    return affected.wanted


def submit(story: Story, client: str, queue_id: str = "8A1B2C3D", sender: str = "alice@example.net") -> Story:
    """Mail enters from a client without logging in."""
    story.connect(client, 12).smtpd(f"{queue_id}: client={client}", 12)
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.net>")
    return story.active(queue_id, sender).disconnect(client, pid=12)


def test_nobody_is_wanted_to_whom_nobody_wrote() -> None:
    """Without a message of ours there is no sign."""
    assert not wanted(Story())


def test_who_was_written_to_is_wanted() -> None:
    """A user who logged in wrote to that address, and a server outside took it."""
    assert wanted(taken(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", FRIEND))


def test_the_case_of_an_address_does_not_matter() -> None:
    """People write addresses as they like."""
    assert wanted(taken(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", "A@Example.ORG"))


@pytest.mark.parametrize(
    ("sender", "is_wanted"),
    [
        ("prvs=1234567890=a@example.org", True),
        ("SRS0=HHHH=TT=example.org=a@fwd.example", False),
        ("prvs=x=a@example.org", False),
    ],
)
def test_a_tag_before_the_address_does_not_hide_it(sender: str, is_wanted: bool) -> None:
    """BATV keeps the domain, so it is still the friend's word; SRS makes it another's."""
    assert wanted(taken(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", FRIEND), sender) is is_wanted


def test_another_address_of_the_domain_is_not_wanted() -> None:
    """The sign is of the very address, not of its domain."""
    assert not wanted(taken(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", FRIEND), "b@example.org")


def test_writing_is_not_enough() -> None:
    """What never arrived was perhaps written to an address that does not exist."""
    story = write(Story(), "8A1B2C3D", FRIEND)
    relay = "mx.example.org[192.0.2.25]:25"
    for status in ("deferred (connection timed out)", "bounced (host said: 550 no such user)"):
        story.deliver("8A1B2C3D", FRIEND, "smtp", relay, status)
    assert not wanted(story.removed("8A1B2C3D"))


def test_mail_must_be_written_before() -> None:
    """Our answer to a message says nothing of that message itself."""
    story = leave(arrive(Story(), "7A1B2C3D"), "7A1B2C3D")
    (affected,) = told(taken(write(story, "8A1B2C3D", FRIEND), "8A1B2C3D", FRIEND)).affected
    assert not affected.wanted


def test_a_machine_of_ours_writes_for_our_people() -> None:
    """A groupware server in a private network relays its users' mail without logging in."""
    assert wanted(taken(submit(Story(), GATEWAY), "8A1B2C3D", FRIEND))


@pytest.mark.parametrize("client", [LOCAL, "mail.example.com[203.0.113.5]"])
def test_others_do_not(client: str) -> None:
    """Neither this machine itself, which answers automatically, nor a stranger whose mail goes on."""
    assert not wanted(taken(submit(Story(), client, sender="list@example.com"), "8A1B2C3D", FRIEND))


@pytest.mark.parametrize("sender", ["", "vacation@example.net"])
def test_automatic_answers_of_this_machine_do_not_count(sender: str) -> None:
    """Whoever writes here can make a bounce or a vacation notice go to the address that he forged."""
    story = Story().say("postfix/pickup[3]", f"8A1B2C3D: uid=1001 from=<{sender}>")
    story.say("postfix/cleanup[20]", "8A1B2C3D: message-id=<v@example.net>").active("8A1B2C3D", sender)
    assert not wanted(taken(story, "8A1B2C3D", FRIEND))


@pytest.mark.parametrize("client", [ALICE, GATEWAY])
def test_mail_without_a_sender_does_not_count(client: str) -> None:
    """Nobody waits for an answer to a bounce or a receipt, whoever hands it in."""
    login = ", sasl_method=PLAIN, sasl_username=alice" if client == ALICE else ""
    story = Story().connect(client, 12).smtpd(f"8A1B2C3D: client={client}{login}", 12)
    story.active("8A1B2C3D", "").disconnect(client, pid=12)
    assert not wanted(taken(story, "8A1B2C3D", FRIEND))


def test_an_alias_that_forwards_outward_does_not_count() -> None:
    """A stranger's mail that an alias sends on goes to where its owner reads, and was not written by him."""
    story = arrive(Story(), "8A1B2C3D", sender="x@example.com", recipient="carol@example.net")
    story.active("8A1B2C3D", "x@example.com").disconnect()
    story.deliver("8A1B2C3D", FRIEND, "smtp", "mx.example.org[192.0.2.25]:25", "sent (250 Ok)")
    story = leave(arrive(story.removed("8A1B2C3D").later(days=6), "7A1B2C3D"), "7A1B2C3D")
    assert [one.wanted for one in told(story).affected] == [False, False]


@pytest.mark.parametrize("relay", ["gw.example.net[10.0.0.25]:25", "127.0.0.1[127.0.0.1]:10024", "none"])
def test_a_relay_of_ours_has_delivered_nothing(relay: str) -> None:
    """Only a server outside tells that the mail has left us."""
    assert not wanted(taken(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", FRIEND, relay))


@pytest.mark.parametrize("child_first", [False, True])
def test_our_users_mail_through_a_content_filter_counts(child_first: bool) -> None:
    """The filter gives it back under another queue id, whichever of the two is told to have left first."""
    story = give_back(write(Story(), "8A1B2C3D", FRIEND), "8A1B2C3D", "9A1B2C3D", recipient=FRIEND)
    if child_first:
        handed(taken(story, "9A1B2C3D", FRIEND), "8A1B2C3D", "9A1B2C3D", FRIEND)
    else:
        taken(handed(story, "8A1B2C3D", "9A1B2C3D", FRIEND), "9A1B2C3D", FRIEND)
    assert wanted(story)


@pytest.mark.parametrize("child_first", [False, True])
def test_a_strangers_mail_through_a_content_filter_does_not(child_first: bool) -> None:
    """What comes back from the filter is whose it was when it entered."""
    story = arrive(Story(), "8A1B2C3D", sender="x@example.com", recipient="carol@example.net")
    give_back(story.active("8A1B2C3D", "x@example.com").disconnect(), "8A1B2C3D", "9A1B2C3D")
    if child_first:
        handed(taken(story, "9A1B2C3D", FRIEND), "8A1B2C3D", "9A1B2C3D", FRIEND)
    else:
        taken(handed(story, "8A1B2C3D", "9A1B2C3D", FRIEND), "9A1B2C3D", FRIEND)
    story = leave(arrive(story.later(days=6), "7A1B2C3D"), "7A1B2C3D")
    assert not any(one.wanted for one in told(story).affected)
