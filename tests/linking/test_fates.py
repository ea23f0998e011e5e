"""What becomes of mail that a dropped warn_if_reject would refuse (the fates of a would-be rejection)."""

import pytest

from loganalyzer.linking.finished import Finished, Loss
from loganalyzer.linking.restriction import SPF
from tests.story import BLOCK, Story, told

GREYLISTED = "Recipient address rejected: Greylisted, please come back later"


def only_loss(done: Finished) -> Loss:
    (loss,) = done.losses
    return loss


def test_a_warned_message_that_reaches_its_mailbox_would_be_lost() -> None:
    """A NOQUEUE warning belongs to the next ``client=`` of the same process; its delivery is its fate."""
    story = Story().connect().warn().accept("4A1B2C3D").disconnect(counters="mail=1 rcpt=1 data=1 commands=3")
    loss = only_loss(told(story.deliver("4A1B2C3D").removed("4A1B2C3D")))
    assert (loss.fate, loss.messages, loss.restriction) == ("delivered", 1, SPF)
    assert (loss.sender, loss.recipient, loss.client_address) == (
        "a@example.org",
        "b@example.net",
        "192.0.2.10",
    )


def test_a_later_refusal_of_the_same_recipient_makes_the_warning_moot() -> None:
    """A 5xx of another restriction refuses the mail with or without the SPF check."""
    story = Story().connect().warn()
    story.warn(reply="550 5.1.1", reason="Recipient address rejected: User unknown", action="reject")
    done = told(story.disconnect(counters="mail=1 rcpt=0/1 commands=1/2"))
    assert only_loss(done).fate == "refused_anyway"


def test_each_recipient_has_its_own_fate() -> None:
    """Of two recipients the refused one is refused anyway, the other one delivered."""
    story = Story().connect().warn(recipient="x@example.net")
    story.warn(recipient="x@example.net", reply="550 5.1.1", reason="User unknown", action="reject")
    story.warn(recipient="b@example.net").accept("4A1B2C3D").disconnect(counters="rcpt=1/2 data=1 commands=4")
    done = told(story.deliver("4A1B2C3D").removed("4A1B2C3D"))
    assert {loss.recipient: loss.fate for loss in done.losses} == {
        "x@example.net": "refused_anyway",
        "b@example.net": "delivered",
    }


def test_later_recipients_carry_the_queue_id() -> None:
    """The second recipient's warning comes under the queue id; several warnings are one message each."""
    story = Story().connect().warn().smtpd("4A1B2C3D: client=mail.example.org[192.0.2.10]")
    story.warn(queue_id="4A1B2C3D", recipient="c@example.net")
    story.say("postfix/cleanup[20]", "4A1B2C3D: message-id=<1@example.org>").active("4A1B2C3D", nrcpt=2)
    story.deliver("4A1B2C3D").deliver("4A1B2C3D", recipient="c@example.net").removed("4A1B2C3D")
    done = told(story)
    assert [loss.fate for loss in done.losses] == ["delivered", "delivered"]
    assert len(done.spf_checks) == 1


def test_an_alias_is_followed_by_its_original_recipient() -> None:
    """The warned recipient is the one the client named, ``orig_to`` in the delivery."""
    story = Story().connect().warn(recipient="alias@example.net").accept("4A1B2C3D").disconnect()
    story.deliver("4A1B2C3D", extra="orig_to=<alias@example.net>, ").removed("4A1B2C3D")
    assert only_loss(told(story)).fate == "delivered"


def test_a_greylisted_try_that_comes_back_is_one_loss() -> None:
    """Attempts of one sender and recipient within five days are one, also from another network."""
    story = Story().connect().warn().warn(reply="450 4.2.0", reason=GREYLISTED, action="reject")
    story.disconnect(counters="mail=1 rcpt=0/1 commands=1/2").later(minutes=20)
    other = "pool7.example.org[198.51.100.7]"
    story.connect(other).warn(client=other).accept("4A1B2C3D", other).disconnect(other, "data=1 commands=4")
    loss = only_loss(told(story.deliver("4A1B2C3D").removed("4A1B2C3D")))
    assert (loss.fate, loss.messages, loss.attempts) == ("delivered", 1, 2)


def test_a_greylisted_try_that_never_comes_back_came_to_nothing() -> None:
    """A 4xx is no refusal, but no mail resulted either."""
    story = Story().connect().warn().warn(reply="450 4.2.0", reason=GREYLISTED, action="reject")
    assert only_loss(told(story.disconnect(counters="rcpt=0/1 commands=0/1"))).fate == "not_completed"


def test_after_five_days_it_is_another_loss() -> None:
    """The window begins with the first attempt and does not slide."""
    story = Story()
    for _ in range(4):
        story.connect().warn().disconnect(counters="rcpt=1 commands=1").later(days=2)
    assert [loss.attempts for loss in told(story).losses] == [3, 1]


def test_two_delivered_messages_are_two_messages_of_one_loss() -> None:
    """What would be lost is counted in messages."""
    story = Story()
    for queue_id in ("4A1B2C3D", "5A1B2C3D"):
        story.connect().warn().accept(queue_id).disconnect().deliver(queue_id).removed(queue_id).later(days=1)
    loss = only_loss(told(story))
    assert (loss.messages, loss.fate) == (2, "delivered")


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("bounced (mailbox is full)", "bounced"),
        ("deferred (mailbox is locked)", "unknown"),
        ("SOFTBOUNCE (mailbox is full)", "unknown"),
        ("sent (250 2.7.0 Ok, discarded, id=1)", "quarantined"),
    ],
)
def test_the_delivery_decides(status: str, fate: str) -> None:
    """A bounce is no loss, mail set aside is none, and an open end counts as harm."""
    story = Story().connect().warn().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D", status=status)
    assert only_loss(told(story)).fate == fate


def test_mail_still_queued_at_the_end_is_unknown() -> None:
    """A link that the log does not hold counts as harm, not as safety."""
    story = Story().connect().warn().accept("4A1B2C3D").disconnect()
    assert only_loss(told(story)).fate == "unknown"


def test_content_that_never_ended_came_to_nothing() -> None:
    """A client that leaves before the end of its data, by smtpd's own count, handed over no mail."""
    story = Story().connect().warn().smtpd("4A1B2C3D: client=mail.example.org[192.0.2.10]")
    story.smtpd("lost connection after DATA (120 bytes) from mail.example.org[192.0.2.10]")
    story.disconnect(counters="ehlo=1 mail=1 rcpt=1 data=0/1 commands=3/4")
    assert only_loss(told(story)).fate == "not_completed"


@pytest.mark.parametrize(
    ("line", "fate"),
    [
        ("milter-reject: END-OF-MESSAGE from {c}: 5.7.1 rejected by DMARC policy; {tail}", "refused_anyway"),
        ("milter-reject: END-OF-MESSAGE from {c}: 4.7.1 try again later; {tail}", "not_completed"),
        ("milter-discard: END-OF-MESSAGE from {c}: milter triggers DISCARD action; {tail}", "refused_anyway"),
        ("milter-hold: END-OF-MESSAGE from {c}: milter triggers HOLD action; {tail}", "quarantined"),
        ("reject: header Subject: x from {c}; {tail}: no such subjects", "refused_anyway"),
    ],
)
def test_a_filter_at_the_end_of_the_message_decides(line: str, fate: str) -> None:
    """What a filter refuses, discards or holds does not reach the mailbox either way."""
    tail = "from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<mail.example.org>"
    story = Story().connect().warn().smtpd("4A1B2C3D: client=mail.example.org[192.0.2.10]")
    said = line.format(c="mail.example.org[192.0.2.10]", tail=tail)
    story.say("postfix/cleanup[20]", "4A1B2C3D: message-id=<1@example.org>")
    story.say("postfix/cleanup[20]", f"4A1B2C3D: {said}")
    assert only_loss(told(story.disconnect(counters="data=0/1 commands=0/1"))).fate == fate


def test_a_content_filter_on_this_machine_is_followed() -> None:
    """What comes back under another queue id is the same mail, also if it is gone by then."""
    local = "localhost[127.0.0.1]"
    story = Story().connect().warn().accept("4A1B2C3D").disconnect()
    story.connect(local, 11).accept("5A1B2C3D", local, 11).deliver("5A1B2C3D").removed("5A1B2C3D")
    story.disconnect(local, pid=11)
    handed = "sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A1B2C3D)"
    story.deliver("4A1B2C3D", program="smtp", relay="127.0.0.1[127.0.0.1]:10024", status=handed)
    assert only_loss(told(story.removed("4A1B2C3D"))).fate == "delivered"


def test_a_content_filter_that_is_slow_is_waited_for() -> None:
    """The fate is that of the mail the filter gave back, when it is known."""
    local = "localhost[127.0.0.1]"
    story = Story().connect().warn().accept("4A1B2C3D").disconnect()
    story.connect(local, 11).accept("5A1B2C3D", local, 11).disconnect(local, pid=11)
    handed = "sent (250 2.0.0 Ok: queued as 5A1B2C3D)"
    story.deliver("4A1B2C3D", program="smtp", relay="127.0.0.1[127.0.0.1]:10024", status=handed)
    story.removed("4A1B2C3D").deliver("5A1B2C3D", status="bounced (over quota)").removed("5A1B2C3D")
    assert only_loss(told(story)).fate == "bounced"


def test_another_sender_is_another_transaction() -> None:
    """A warning before RSET does not go to the message of the next MAIL command."""
    story = Story().connect().warn(sender="x@example.com", recipient="x@example.net").warn()
    story.accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D")
    assert {loss.sender: loss.fate for loss in told(story).losses} == {
        "x@example.com": "not_completed",
        "a@example.org": "delivered",
    }


def test_soft_bounce_hides_no_refusal() -> None:
    """With soft_bounce the refusal reads 450, but its status is still that of an SPF failure."""
    story = Story().connect().warn(reply="450 4.7.23").accept("4A1B2C3D").disconnect()
    assert only_loss(told(story.deliver("4A1B2C3D").removed("4A1B2C3D"))).fate == "delivered"


def test_a_temporary_failure_is_a_delay_and_no_loss() -> None:
    """A warned 4xx would only have delayed the mail; under soft_bounce its words tell a refusal from it."""
    deferred = "Recipient address rejected: Message deferred due to: SPF Temporary Error: DNS Timeout"
    for reason, losses in ((deferred, 0), (BLOCK + "https://example.net/", 1)):
        story = Story().connect().warn(reply="450 4.7.24", reason=reason).accept("4A1B2C3D").disconnect()
        assert len(told(story.deliver("4A1B2C3D").removed("4A1B2C3D")).losses) == losses


def test_a_broken_policy_service_is_no_loss_of_one_message() -> None:
    """``Server configuration problem`` says nothing about the sender."""
    reason = "Recipient address rejected: Server configuration problem"
    done = told(Story().connect().warn(reply="451 4.3.5", reason=reason).accept("4A1B2C3D").disconnect())
    assert not done.losses
    assert done.rejections[0].restriction == "check_policy_service (broken)"


@pytest.mark.parametrize(
    "words", ["Greylisted", "User unknown", "Relay access denied", "; from=<x@example.com>"]
)
def test_the_senders_own_explanation_hides_nothing(words: str) -> None:
    """Whatever a sender's exp= text says, the refusal is still one of the SPF check."""
    reason = f"Recipient address rejected: Message rejected due to: {words}. Please see "
    reason += "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=192.0.2.10;r=example.net"
    story = Story().connect().warn(reason=reason).accept("4A1B2C3D").disconnect().deliver("4A1B2C3D")
    loss = only_loss(told(story.removed("4A1B2C3D")))
    assert (loss.restriction, loss.fate, loss.sender) == (SPF, "delivered", "a@example.org")


def test_a_configured_wording_is_known_from_the_service_that_said_it() -> None:
    """With its own Reason_Message, the service's line tells that smtpd's refusal is the SPF check's."""
    text = "our house rule 7. Details: https://example.net/spf?s=mfrom;id=a@example.org;ip=192.0.2.10;r=example.net"
    story = Story().connect().say("policyd-spf[40]", f": 550 5.7.1 {text}")
    story.warn(reply="550 5.7.1", reason=f"Recipient address rejected: {text}").accept(
        "4A1B2C3D"
    ).disconnect()
    done = told(story.deliver("4A1B2C3D").removed("4A1B2C3D"))
    assert only_loss(done).restriction == SPF
    assert [(check.spf_result, check.identity) for check in done.spf_checks] == [("fail", "mailfrom")]


def test_a_reused_queue_id_is_another_message() -> None:
    """Short queue ids come again within seconds; the first message's fate stays its own."""
    story = Story().connect().warn().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D")
    story.connect().accept("4A1B2C3D").disconnect()
    story.deliver("4A1B2C3D", status="bounced (no)").removed("4A1B2C3D")
    done = told(story)
    assert only_loss(done).fate == "delivered"
    assert len(done.messages) == 2


def test_another_restriction_that_only_warns_is_kept_apart() -> None:
    """warn_if_reject before another restriction is another question."""
    reason = "Helo command rejected: Host not found"
    story = Story().connect().warn(reply="550 5.7.1", reason=reason).accept("4A1B2C3D").disconnect()
    loss = only_loss(told(story.deliver("4A1B2C3D").removed("4A1B2C3D")))
    assert (loss.restriction, loss.fate) == ("reject_unknown_helo_hostname", "delivered")


def test_a_recipients_name_sets_nothing_aside() -> None:
    """What a mailbox answers holds the recipient's address, which its sender may have extended at will."""
    story = Story().connect().warn(recipient="b+discarded@example.net").accept("4A1B2C3D").disconnect()
    status = "sent (250 2.0.0 <b+discarded@example.net> Saved)"
    story.deliver("4A1B2C3D", "b+discarded@example.net", status=status).removed("4A1B2C3D")
    assert only_loss(told(story)).fate == "delivered"


FIRST = "gw.example.com[198.51.100.66]"


def test_tries_from_other_networks_are_each_affected() -> None:
    """A pool that tries from other networks would have met the refusal in each; one message arrived."""
    story = Story()
    for client in (FIRST, "unknown[203.0.113.7]", "unknown[203.0.113.8]"):
        story.connect(client).warn(client=client).warn(
            client=client, reply="450 4.2.0", action="reject", reason=GREYLISTED
        ).disconnect(client)
    story.connect().warn().accept("4A1B2C3D").disconnect().deliver("4A1B2C3D").removed("4A1B2C3D")
    done = told(story)
    assert only_loss(done).messages == 1
    assert {(one.client_address, one.fate) for one in done.affected} == {
        ("192.0.2.10", "delivered"),
        ("198.51.100.66", "delivered"),
        ("203.0.113.7", "delivered"),
    }


def test_a_stranger_refused_first_hides_nobody() -> None:
    """Refusals of one sender and recipient are told for each unit: anybody may have used the same names."""
    story = Story()
    for client in (FIRST, "mail.example.org[192.0.2.10]"):
        story.connect(client).warn(client=client, action="reject").disconnect(client)
    assert {(one.client_address, one.fate) for one in told(story).affected} == {
        ("198.51.100.66", "refused"),
        ("192.0.2.10", "refused"),
    }


def test_refusals_of_a_restriction_that_used_to_warn_are_told() -> None:
    """Once it refuses, who is refused by it matters; of one that never warned nobody asked."""
    reason, other = "Helo command rejected: Host not found", "Recipient address rejected: User unknown"
    story = Story().connect().warn(reply="550 5.7.1", reason=reason).disconnect().later(days=6)
    for why in (reason, other):
        story.connect().warn(reply="550 5.7.1", reason=why, action="reject").disconnect()
    assert [(one.restriction, one.fate) for one in told(story).affected] == [
        ("reject_unknown_helo_hostname", "not_completed"),
        ("reject_unknown_helo_hostname", "refused"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "count"), [(None, None, 2), (0, None, 2), (1, None, 1), (None, 1, 1)]
)
def test_affected_mail_is_kept_by_its_own_time(since: int | None, until: int | None, count: int) -> None:
    """What began in the asked span counts, with the fate that the whole log shows."""
    story = Story()
    for n in range(2):
        story.connect().warn(recipient=f"{n}@example.net").accept(f"4A1B2C3{n}").disconnect()
        story.deliver(f"4A1B2C3{n}", f"{n}@example.net").removed(f"4A1B2C3{n}").later(days=1)
    done = told(story)
    middle = done.affected[1].time if done.affected[1].time > done.affected[0].time else done.affected[0].time
    cut = {None: None, 0: 0, 1: middle}
    kept = done.between(cut[since], cut[until]).affected
    assert [one.fate for one in kept] == ["delivered"] * count
