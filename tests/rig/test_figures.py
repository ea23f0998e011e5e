"""The figures of the truth are counted as they say, on small made-up truths (no server needed)."""

from dataclasses import replace

import pytest

from . import truth
from .records import Connection, Message, Outbound, Received, Recipient, Session, Stored, Tls, Truth
from .world import ourselves

TLS = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256)
ALICE = "alice@example.org"


def message(recipient: str = ALICE, final_code: int = 250, **changes: object) -> Message:
    """A spoofed message to one recipient that an SPF check would refuse."""
    made = Message(
        mail_from="security@north-bank.example",
        intent="spoof",
        scenario="brand",
        message_id="<1@north-bank.example>",
        spf_helo="none",
        spf_mfrom="fail",
        signed_by=None,
        mail_code=250,
        data_code=final_code,
        queue_id=None,
        rcpts=(Recipient(recipient, 250, "250 2.1.5 Ok", final_code),),
    )
    return replace(made, **changes)


def session(
    *messages: Message, time: str = "2026-09-07T10:00:00+00:00", address: str = "192.0.2.20"
) -> Session:
    """A session from outside with these messages, after a first connection whose handshake failed."""
    return Session(
        id="S000001",
        kind="mx",
        plan="brand_spoof",
        attempt=0,
        time=time,
        end=time,
        address=address,
        name=None,
        helo="localhost",
        user=None,
        login=None,
        ended="quit",
        what=None,
        connections=(
            Connection("smtpd", address, 1025, None, "NO_SHARED_CIPHER"),
            Connection("smtpd", address, 1026, TLS, None),
        ),
        messages=messages,
    )


def made(*sessions: Session, **changes: object) -> Truth:
    """A truth with these sessions."""
    return replace(Truth(meta={"options": {}}, sessions=sessions), **changes)


def fate(known: Truth) -> str:
    """The fate of the only attempt."""
    (only,) = truth.fates(known)
    return only.fate


def test_each_connection_is_a_session_and_the_last_one_carries_the_mail() -> None:
    """A client that comes back after a failed handshake has two sessions, one of them with mail."""
    known = made(session(message()))
    assert truth.inbound_sessions(known) == {("smtpd", None): 1, ("smtpd", TLS): 1}
    assert truth.mail_sessions(known) == truth.accepted_messages(known) == {("smtpd", TLS): 1}
    assert truth.tls_failures(known) == {("smtpd", "192.0.2.20"): 1}


STORED = Stored(ALICE, "Junk", "<1@north-bank.example>", None)
RETURNED = Received("", "<2@example.org>", "<1@north-bank.example>", None, None, (), "250 Ok")
ENDS = {
    "delivered": {"stored": (STORED,)},
    "quarantined": {"held": frozenset({"<1@north-bank.example>"})},
    "refused_anyway": {"verdicts": (("<1@north-bank.example>", "discard"),)},
    "queued": {"queued": frozenset({"<1@north-bank.example>"})},
    "bounced": {"outbound": (Outbound("", "north-bank.example", "", True, None, None, (RETURNED,)),)},
}


@pytest.mark.parametrize("expected", ENDS)
def test_an_accepted_message_is_looked_for_everywhere(expected: str) -> None:
    """Its fate is where it was found: in a mailbox, on hold, discarded, in the queue, or returned."""
    assert fate(made(session(message()), **ENDS[expected])) == expected


def test_a_message_that_is_nowhere_is_an_error() -> None:
    """A truth that cannot say what became of accepted mail is no truth."""
    with pytest.raises(AssertionError, match="nowhere to be found"):
        truth.fates(made(session(message())))


@pytest.mark.parametrize(("code", "expected"), [(550, "refused_anyway"), (451, "not_completed")])
def test_a_4xx_is_no_refusal(code: int, expected: str) -> None:
    """Who is put off may come back; only a 5xx refuses."""
    assert fate(made(session(message(final_code=code)))) == expected


def test_attempts_within_five_days_are_one_loss_with_the_best_fate() -> None:
    """Whatever network the second attempt comes from; a week later it is another loss."""
    later = message(message_id="<3@north-bank.example>", final_code=554)
    known = made(
        session(message(final_code=450)),
        session(message(), time="2026-09-07T10:10:00+00:00", address="198.18.0.7"),
        session(later, time="2026-09-14T10:00:00+00:00"),
        stored=(STORED,),
    )
    first, second = truth.losses_over_days(known)
    assert (first.fate, first.client_addresses) == ("delivered", ["192.0.2.20", "198.18.0.7"])
    assert second.fate == "refused_anyway"


def test_only_spf_refusals_of_our_recipients_count_as_refused_for_spf() -> None:
    """Relay attempts, unknown users and greylisting are refused by others."""
    rcpts = (
        Recipient(ALICE, 550, "550 5.7.23 ... SPF fail - not authorized", 550),
        Recipient("nouser@example.org", 550, "550 5.1.1 ... User unknown in virtual mailbox table", 550),
        Recipient("victim@bigmail.example", 454, "454 4.7.1 ... Relay access denied", 454),
        Recipient("bob@example.org", 450, "450 4.2.0 ... Greylisted", 450),
    )
    known = made(session(message(rcpts=rcpts)))
    assert truth.refused_for_spf(known) == {("192.0.2.20", "security@north-bank.example", ALICE)}


@pytest.mark.parametrize(
    ("recipient", "targets"),
    [
        ("Alice+list@EXAMPLE.ORG", (ALICE,)),
        ("sales@example.org", ("bob@example.org", "carol@example.org")),
        ("anna+x@example.org", ("anna+x@bigmail.example",)),
        ("nouser@example.org", ()),
        ("someone@bigmail.example", ("someone@bigmail.example",)),
    ],
)
def test_recipients_lead_where_postfix_takes_them(recipient: str, targets: tuple[str, ...]) -> None:
    """Aliases, capitals and extensions are resolved as Postfix does with this configuration."""
    assert ourselves.targets(recipient) == targets


def test_soft_bounce_refuses_with_a_4xx() -> None:
    """Where refusals may be soft, a 4xx of the SPF policy counts, and a deferral or greylisting does not."""
    rcpts = (
        Recipient(ALICE, 450, "450 4.7.23 ... Message rejected due to: SPF fail - not authorized", 450),
        Recipient("bob@example.org", 450, "450 4.2.0 ... Greylisted, please come back later", 450),
        Recipient(
            "carol@example.org", 450, "450 4.7.24 ... Message deferred due to: SPF Temporary Error", 450
        ),
    )
    known = made(session(message(rcpts=rcpts)))
    assert not truth.refused_for_spf(known)
    assert truth.refused_for_spf(known, soft=True) == {("192.0.2.20", "security@north-bank.example", ALICE)}


def test_who_was_only_put_off_met_no_other_answer() -> None:
    """Someone greylisted who comes back and is accepted or refused was not only put off."""
    greylisted = Recipient(ALICE, 450, "450 4.2.0 ... Greylisted, please come back later", 450)
    first = session(message(rcpts=(greylisted,)))
    assert truth.put_off(made(first)) == {("security@north-bank.example", ALICE)}
    assert not truth.put_off(made(first, session(message(final_code=554))))


def test_a_stricter_policy_has_more_to_refuse() -> None:
    """What counts as refused for SPF is what the policy service was told to refuse."""
    known = made(session(message(spf_mfrom="permerror", final_code=554)))
    assert not truth.fates(known)
    assert [f.fate for f in truth.fates(known, truth.FAIL | {"permerror"})] == ["refused_anyway"]
