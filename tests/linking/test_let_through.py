"""Mail that the SPF check let in although it did not pass, joined to the right message."""

import pytest

from loganalyzer.linking.finished import Affected
from loganalyzer.linking.restriction import LET_THROUGH
from tests.linking.filters import leave, opendmarc
from tests.story import Story, told

A = "mail.example.org[192.0.2.10]"
B = "mail.example.com[203.0.113.5]"


def result(story: Story, said: str, client: str = A, sender: str = "a@example.org", pid: int = 40) -> Story:
    address = client.partition("[")[2].rstrip("]")
    return story.say(
        f"policyd-spf[{pid}]",
        f": prepend Received-SPF: {said} (mailfrom) identity=mailfrom; client-ip={address}; "
        f"helo={client.partition('[')[0]}; envelope-from={sender}; receiver=example.net ",
    )


def let_in(story: Story) -> list[Affected]:
    return [one for one in told(story).affected if one.restriction == LET_THROUGH]


def accept(
    story: Story, queue_id: str, client: str = A, sender: str = "a@example.org", pid: int = 10
) -> Story:
    story.smtpd(f"{queue_id}: client={client}", pid)
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.org>")
    return leave(story, queue_id, client, pid, sender)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Softfail", "softfail"),
        ("Neutral", "neutral"),
        ("Permerror", "permerror"),
        ("Temperror", "temperror"),
        ("Fail", "fail"),
        ("Pass", None),
        ("None", None),
    ],
)
def test_each_result_but_pass_and_none_waits_for_its_message(said: str, found: str | None) -> None:
    """No setting refuses mail of a domain without a record."""
    story = accept(result(Story().connect(), said), "4A1B2C3D")
    assert [(one.spf_result, one.fate, one.identity) for one in let_in(story)] == (
        [(found, "delivered", "mailfrom")] if found else []
    )


def test_parallel_connections_do_not_mix() -> None:
    """Each result goes to the message of its own client and sender, whichever comes first."""
    story = result(result(Story().connect(A).connect(B, 11), "Softfail"), "Neutral", B, "b@example.com", 41)
    accept(story, "5A1B2C3D", B, "b@example.com", 11)
    accept(story, "4A1B2C3D")
    assert {(one.client_address, one.sender, one.spf_result) for one in let_in(story)} == {
        ("192.0.2.10", "a@example.org", "softfail"),
        ("203.0.113.5", "b@example.com", "neutral"),
    }


def test_two_senders_of_one_client_do_not_mix() -> None:
    """A forwarder's connections run side by side."""
    story = Story().connect(A).connect(A, 11)
    result(result(story, "Softfail", sender="x@example.com"), "Permerror", sender="y@example.org", pid=41)
    accept(accept(story, "5A1B2C3D", sender="y@example.org", pid=11), "4A1B2C3D", sender="x@example.com")
    assert {one.sender: one.spf_result for one in let_in(story)} == {
        "x@example.com": "softfail",
        "y@example.org": "permerror",
    }


def test_another_senders_message_takes_no_result() -> None:
    """A result whose message never came in is nobody else's."""
    story = result(Story().connect(), "Softfail", sender="x@example.com")
    assert not let_in(accept(story, "4A1B2C3D"))


def test_a_result_is_forgotten_within_the_hour() -> None:
    """What comes much later is another message."""
    story = result(Story().connect(), "Softfail").later(hours=2)
    assert not let_in(accept(story.connect(), "4A1B2C3D"))


def test_a_quoted_sender_and_the_null_sender_are_known_again() -> None:
    """The policy service writes senders in its own way."""
    story = result(Story().connect(), "Softfail", sender="odd one@example.org")
    assert let_in(accept(story, "4A1B2C3D", sender='"Odd one"@example.org'))
    assert let_in(accept(result(Story().connect(), "Neutral", sender="<>"), "4A1B2C3D", sender=""))


def test_signs_join_mail_that_was_let_in() -> None:
    """What stricter settings would refuse is judged by the same signs."""
    story = result(Story().connect(), "Softfail").smtpd(f"4A1B2C3D: client={A}")
    story.say("postfix/cleanup[20]", "4A1B2C3D: message-id=<m@example.org>")
    (one,) = let_in(leave(opendmarc(story, "4A1B2C3D", "example.org"), "4A1B2C3D"))
    assert one.signers == ("example.org",)


def test_the_queue_managers_line_may_come_first() -> None:
    """Programs write side by side: ``client=`` may stand after the line that ends the queue's intake."""
    story = result(Story().connect(), "Softfail").active("4A1B2C3D")
    story.smtpd(f"4A1B2C3D: client={A}").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D")
    assert [one.spf_result for one in let_in(story)] == ["softfail"]
