"""A unit's mail, summed up from its rows."""

from collections import Counter

from loganalyzer.measures.keys import AffectedKey
from loganalyzer.triage.mail import Mail, by_unit
from tests.triage.rows import BANK, TODAY, row


def only(*rows: AffectedKey) -> Mail:
    (mail,) = by_unit(Counter(rows), lambda key: True).values()
    return mail


def test_only_mail_that_would_have_arrived_is_lost() -> None:
    """What bounced, was refused by something else or came to nothing costs no mail; a real refusal does."""
    fates = ("delivered", "unknown", "refused", "quarantined", "bounced", "refused_anyway", "not_completed")
    mail = only(*(row(fate=fate) for fate in fates))
    assert (mail.lost, sum(mail.fates.values())) == (3, 7)


def test_days_are_those_of_lost_mail() -> None:
    """A day on which nothing would have been lost is no day on which the sender was seen to matter."""
    mail = only(row(day=TODAY - 9, fate="bounced"), row(day=TODAY - 3), row(day=TODAY))
    assert (mail.first_day, mail.last_day, len(mail.days)) == (TODAY - 3, TODAY, 2)
    nothing = only(row(fate="bounced"))
    assert (nothing.first_day, nothing.last_day) == (None, None)


def test_trust_needs_both_signs_on_one_message() -> None:
    """A wanted message and another signed one are not a wanted and signed message."""
    mail = only(row(wanted=True), row(authentic=True), row(address="192.0.2.11", wanted=True, authentic=True))
    assert (mail.wanted, mail.authentic, mail.trusted) == (2, 2, 1)
    assert mail.trusted_clients == {"192.0.2.11"}
    assert mail.wanted_clients == {"192.0.2.10", "192.0.2.11"}


def test_a_client_counts_from_its_first_day() -> None:
    """Any mail of the unit shows when an address joined it, lost or not."""
    mail = only(row(day=TODAY), row(day=TODAY - 5, fate="bounced"), row(address="192.0.2.11"))
    assert mail.client_since == {"192.0.2.10": TODAY - 5, "192.0.2.11": TODAY}


def test_an_unmarked_message_stays_unmarked() -> None:
    """Each message has its own mark."""
    mail = only(row(junk=True), row(junk=True, day=TODAY - 1), row())
    assert (mail.lost, mail.unmarked) == (3, 1)


def test_units_are_a_sender_by_a_network() -> None:
    """The same bank by another way is another unit; the picked rows alone count, in the units' order."""
    rows = Counter([row(client="unknown", address="198.51.100.7"), row(), row(sender="x@shop.example")])
    assert list(by_unit(rows, lambda key: True)) == sorted(by_unit(rows, lambda key: True))
    assert len(by_unit(rows, lambda key: True)) == 3
    assert list(by_unit(rows, lambda key: key.client_address == "192.0.2.10" and key.unit == BANK)) == [BANK]
