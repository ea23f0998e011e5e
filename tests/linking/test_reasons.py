"""Which restriction a reply comes from, whatever words the address before it holds."""

import pytest

from loganalyzer.linking.restriction import SPF, is_spf, reason_of, restriction_of
from tests.story import Story, told

UNKNOWN = "Recipient address rejected: User unknown in virtual mailbox table"
LOCAL_PARTS = (
    '"Message rejected due to: x"',
    '"a>: Message rejected due to: x"',
    '"a>: Recipient address rejected: Message rejected due to: x"',
    '"http://x/Why?s=mfrom;"',
    '"a>: Server configuration problem"',
    '"a>: Greylisted"',
    r'"a\">: Server configuration problem"',
)


@pytest.mark.parametrize("local_part", LOCAL_PARTS)
def test_a_local_part_names_no_restriction(local_part: str) -> None:
    """The address before the reason is its sender's choice: no words in it tell why it was refused."""
    recipient = f"{local_part}@example.net"
    story = Story().connect().warn(recipient=recipient, reply="550 5.1.1", reason=UNKNOWN, action="reject")
    done = told(story.disconnect(counters="rcpt=0/1 commands=0/1"))
    assert [one.restriction for one in done.rejections] == ["reject_unlisted_recipient"]
    assert not done.spf_checks


@pytest.mark.parametrize("local_part", LOCAL_PARTS)
def test_a_sender_names_no_restriction(local_part: str) -> None:
    """The same for a reply that begins with the sender's address."""
    sender = f"{local_part}@example.org"
    text = f"<{sender}>: Sender address rejected: Domain not found"
    assert restriction_of(reason_of(text)) == restriction_of(reason_of(text, sender, "b@example.net"))
    assert restriction_of(reason_of(text)) == "reject_unknown_sender_domain"
    assert not is_spf("5.1.8", reason_of(text, sender))


def test_an_unquoted_address_is_known_by_the_lines_end() -> None:
    """Postfix before 3.5 leaves quotes away; the recipient at the line's end tells where it stops."""
    recipient = "a>: Message rejected due to: x@example.net"
    text = f"<{recipient}>: {UNKNOWN}"
    assert reason_of(text, recipient) == UNKNOWN


def test_the_real_reason_is_still_found() -> None:
    """A refusal of the SPF check is one, with any recipient before it."""
    text = "<b@example.net>: Recipient address rejected: Message rejected due to: SPF fail. Please see x"
    assert is_spf("5.7.1", reason_of(text, "b@example.net"))
    done = told(Story().connect().warn(recipient='"a>: Greylisted"@example.net'))
    assert done.rejections[0].restriction == SPF


def test_a_reply_without_an_address_is_all_reason() -> None:
    """Answers about the client as a whole have nothing before them."""
    text = "Service unavailable; Client host [192.0.2.1] blocked using bl.example; listed"
    assert restriction_of(reason_of(text)) == "reject_rbl bl.example"
