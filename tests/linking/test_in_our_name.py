"""Mail in our name: what strangers hand in under our domains, and in whose name mail leaves."""

import pytest

from loganalyzer.linking.finished import Claim, Delivery
from tests.linking.filters import opendkim, opendmarc, verified
from tests.linking.test_let_through import result
from tests.story import Story, told

SHOP = "out.shop.example[192.0.2.80]"
ELSEWHERE = "mx.example.com[192.0.2.5]:25"


def handed_in(
    story: Story,
    queue_id: str = "4A1B2C3D",
    client: str = SHOP,
    sender: str = "news@example.net",
    signer: str = "",
) -> Story:
    """A message of a stranger up to the queue manager."""
    story.connect(client).smtpd(f"{queue_id}: client={client}")
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<{queue_id}@example.net>")
    if signer:
        verified(opendkim(story, queue_id, signer), queue_id)
    return story.active(queue_id, sender)


def claims(story: Story) -> list[Claim]:
    return told(story).claims


def sent(story: Story) -> list[Delivery]:
    return [one for one in told(story).deliveries if one.whose]


@pytest.mark.parametrize(("signer", "signed"), [("", False), ("example.net", True), ("shop.example", False)])
def test_a_stranger_s_mail_in_our_name_is_a_claim(signer: str, signed: bool) -> None:
    """Signed is only what our own filter found to bear our own domain's signature."""
    story = handed_in(Story(), signer=signer).deliver("4A1B2C3D").removed("4A1B2C3D")
    (found,) = claims(story)
    assert (found.sender_domain, found.client_address, found.signed) == ("example.net", "192.0.2.80", signed)


def test_dmarc_of_our_domain_signs_too() -> None:
    """Where DMARC passes, signature or record are in order."""
    story = opendmarc(handed_in(Story()), "4A1B2C3D", "example.net")
    assert [one.signed for one in claims(story.deliver("4A1B2C3D").removed("4A1B2C3D"))] == [True]


def test_the_result_of_our_own_check_goes_with_it() -> None:
    """As it was logged; empty where the check passed or did not look."""
    story = result(Story().connect(SHOP), "Softfail", SHOP, "news@example.net")
    story.smtpd(f"4A1B2C3D: client={SHOP}")
    story.say("postfix/cleanup[20]", "4A1B2C3D: message-id=<1@example.net>").active(
        "4A1B2C3D", "news@example.net"
    )
    story.deliver("4A1B2C3D").removed("4A1B2C3D")
    assert [one.spf_result for one in claims(story)] == ["softfail"]


def test_a_subdomain_and_another_domain_of_ours_are_ours() -> None:
    """What is ours is told by the mailboxes that are here, for all of an organisation."""
    story = handed_in(Story()).deliver("4A1B2C3D", "b@example.net").removed("4A1B2C3D")
    handed_in(story, "5A1B2C3D", sender="a@news.example.net").deliver("5A1B2C3D", "c@example.org")
    handed_in(story.removed("5A1B2C3D"), "6A1B2C3D", sender="a@example.org").deliver("6A1B2C3D")
    handed_in(story.removed("6A1B2C3D"), "7A1B2C3D", sender="a@shop.example").deliver("7A1B2C3D")
    found = claims(story.removed("7A1B2C3D"))
    assert [one.sender_domain for one in found] == ["example.net", "news.example.net", "example.org"]


def test_our_users_and_machines_claim_nothing() -> None:
    """Mail of a user who logged in is ours."""
    story = Story().connect(SHOP).smtpd(f"4A1B2C3D: client={SHOP}, sasl_method=PLAIN, sasl_username=anna")
    story.say("postfix/cleanup[20]", "4A1B2C3D: message-id=<1@example.net>").active(
        "4A1B2C3D", "anna@example.net"
    )
    assert not claims(story.deliver("4A1B2C3D").removed("4A1B2C3D"))


def leaving(sender: str, recipient: str = "x@example.com", **more: str) -> Story:
    story = handed_in(Story(), sender=sender)
    return story.deliver("4A1B2C3D", recipient, "smtp", ELSEWHERE, **more).removed("4A1B2C3D")


@pytest.mark.parametrize(
    ("sender", "whose"),
    [
        ("a@bank.example", "forwarded"),
        ("SRS0=ab12=TT=bank.example=a@example.net", "rewritten"),
        ("srs1=cd34=example.org==ab12=TT=bank.example=a@example.net", "rewritten"),
        ("", "bounces"),
    ],
)
def test_a_stranger_s_mail_that_goes_on_is_forwarded(sender: str, whose: str) -> None:
    """With its own sender, one that was rewritten, or none."""
    assert [one.whose for one in sent(leaving(sender))] == [whose]


def test_mail_of_our_people_is_ours() -> None:
    """Of users who logged in and of this machine; the domain is kept."""
    story = Story().say("postfix/pickup[3]", "4A1B2C3D: uid=33 from=<www@example.net>")
    story.active("4A1B2C3D", "www@example.net").deliver("4A1B2C3D", "x@example.com", "smtp", ELSEWHERE)
    assert [(one.whose, one.sender_domain) for one in sent(story.removed("4A1B2C3D"))] == [
        ("ours", "example.net")
    ]


def test_what_an_alias_sends_on_under_another_queue_id_is_forwarded() -> None:
    """``local`` gives it a new one; it is the stranger's all the same."""
    story = handed_in(Story(), sender="a@bank.example")
    story.say("postfix/cleanup[20]", "5A1B2C3D: message-id=<4A1B2C3D@example.net>").active(
        "5A1B2C3D", "a@bank.example"
    )
    story.deliver("4A1B2C3D", "b@example.net", "local", "local", "sent (forwarded as 5A1B2C3D)").removed(
        "4A1B2C3D"
    )
    story.deliver("5A1B2C3D", "x@example.com", "smtp", ELSEWHERE).removed("5A1B2C3D")
    assert [one.whose for one in sent(story)] == ["forwarded"]


def test_mail_that_a_filter_gave_back_keeps_its_origin() -> None:
    """A stranger's mail through a content filter on this machine is no mail of ours."""
    filter_ = "localhost[127.0.0.1]"
    story = handed_in(Story(), sender="a@bank.example")
    story.connect(filter_, 11).smtpd(f"5A1B2C3D: client={filter_}", 11)
    story.say("postfix/cleanup[20]", "5A1B2C3D: message-id=<4A1B2C3D@example.net>").active(
        "5A1B2C3D", "a@bank.example"
    )
    back = "sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A1B2C3D)"
    story.deliver("4A1B2C3D", "x@example.com", "smtp", "127.0.0.1[127.0.0.1]:10024", back).removed("4A1B2C3D")
    story.deliver("5A1B2C3D", "x@example.com", "smtp", ELSEWHERE).removed("5A1B2C3D")
    assert [one.whose for one in sent(story)] == ["forwarded"]


def test_a_refusal_elsewhere_says_what_for() -> None:
    """Of mail in our name, and of what we forward."""
    said = (
        "bounced (host mx.example.com[192.0.2.5] said: 550 5.7.23 SPF fail (in reply to MAIL FROM command))"
    )
    found = sent(leaving("a@bank.example", status=said))
    assert [(one.whose, one.sender_domain, one.about) for one in found] == [
        ("forwarded", "bank.example", "SPF")
    ]
