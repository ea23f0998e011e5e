"""Visits and mail sent, and what differs between two runs, on small made-up truths (no server needed)."""

from dataclasses import replace

from . import truth
from .plan import encryption
from .plan.draw import Draw
from .records import Connection, Outbound, Received, Recipient, Session, Stored, Tls, Truth
from .test_figures import message, session

OLD = Tls("TLSv1", "ECDHE-RSA-AES128-SHA", 128)
TO = "anna@bigmail.example"
MESSAGE_ID = "<1@north-bank.example>"


def device(tls: Tls | None, final_code: int = 250) -> Session:
    """A device of ours that hands in one mail to somebody outside."""
    mail = message(rcpts=(Recipient(TO, final_code, "250 2.1.5 Ok", final_code),), data_code=final_code)
    made = session(mail)
    connection = Connection("submission/smtpd", "198.51.100.200", 1025, tls, None)
    return replace(made, kind="submission", user="alice@example.org", connections=(connection,))


def known(*sessions: Session, **more: object) -> Truth:
    return replace(Truth(meta={}, sessions=sessions), **more)


def taken(tls: Tls | None) -> Outbound:
    """A remote server that takes the device's mail."""
    mail = Received("alice@example.org", MESSAGE_ID, None, None, None, ((TO, 250),), "250 Ok")
    return Outbound("", "bigmail.example", "", True, tls, None, (mail,))


def test_a_visit_is_what_its_last_connection_was() -> None:
    """Who falls back after a failed handshake is served, with one failure to remember."""
    (visit,) = truth.visits(known(session(message()))).values()
    assert (visit.served, visit.protocol, visit.handshakes_failed) == (True, "TLSv1.3", 1)


def test_what_differs_is_told_session_by_session() -> None:
    """The same session served by another protocol, or not at all, has changed; the same result has not."""
    before, after = (truth.visits(known(device(tls, code))) for tls, code in ((OLD, 250), (None, 530)))
    ((one, other),) = truth.changed(before, after).values()
    assert (one.served, one.protocol, other.served, other.protocol) == (True, "TLSv1", False, "")
    assert not truth.changed(before, before)


def test_mail_sent_is_taken_returned_or_lost() -> None:
    """Mail of ours is where a remote server or a mailbox has it; what is nowhere is lost."""
    bounce = Stored("alice@example.org", "INBOX", "<2@example.org>", MESSAGE_ID)
    for more, expected in (
        ({"outbound": (taken(OLD),)}, truth.Sent("bigmail.example", "taken", "TLSv1")),
        ({"outbound": (taken(None),)}, truth.Sent("bigmail.example", "taken", "")),
        ({"stored": (bounce,)}, truth.Sent("bigmail.example", "returned", "")),
        ({}, truth.Sent("bigmail.example", "lost", "")),
    ):
        assert list(truth.sent(known(device(OLD), **more)).values()) == [expected]


def test_mail_that_was_not_handed_in_is_not_sent() -> None:
    """A device that was refused has sent nothing."""
    assert not truth.sent(known(device(None, 530)))


def test_each_round_of_the_plan_has_every_ability_of_everybody() -> None:
    """Whatever the seed, and who has which ability stays the same from round to round."""
    for seed in ("1", "2"):
        sessions = [s for s in encryption.deal(Draw(seed), 200) if s.plan in ("device", "program")]
        abilities = {(s.port, s.tls) for s in sessions}
        assert abilities == {*encryption.DEVICES, *encryption.PROGRAMS}
        owners = {(s.plan, s.port, s.tls, s.user, s.ip) for s in sessions}
        assert len(owners) <= len(encryption.DEVICES) + len(encryption.PROGRAMS)
