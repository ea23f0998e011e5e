"""Who mails with us: networks and users, each with how it encrypts."""

import pytest

from loganalyzer.linking.finished import Finished, Login, Message
from loganalyzer.measures.met import peers, users
from loganalyzer.measures.rate import Rate
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import BARE, NONE, Tls, told

NEW, OLD = told("TLSv1.3", "c"), told("TLSv1", "c")


def message(at: int, tls: Tls, client: str = "192.0.2.1", user: str = "", service: str = "smtpd") -> Message:
    origin = "authenticated" if user else "outside"
    who = ("mx", service, f"Q{at}", origin, "unknown", client, user)
    return Message(at * DAY, None, *who, "a@b.example", "", 1, 1, True, tls, at)  # type: ignore[arg-type]


def tally(*messages: Message, logins: tuple[Login, ...] = ()) -> Tally:
    found = Tally()
    found.add(Finished(messages=list(messages), logins=list(logins)))
    return found


def test_a_network_is_one_row_with_all_its_ways() -> None:
    """Its mail is counted, plaintext shown as its worst, and the lines of the worst come first."""
    found = tally(message(1, NEW), message(2, NONE, "192.0.2.9"), message(5, OLD))
    (one,) = peers(found)
    assert (one.name, one.service, one.encrypted) == ("192.0.2.0/24", "smtpd", Rate(2, 3))
    assert (one.worst, one.best, one.days) == ("plaintext", "TLSv1.3", 3)
    assert (one.first, one.last) == (1 * DAY, 5 * DAY)
    assert one.where == (2, 5, 1)


def test_most_plaintext_stands_first() -> None:
    """Then most mail: that is what an admin looks for."""
    plain, busy, quiet = "198.51.100.1", "203.0.113.1", "192.0.2.1"
    found = tally(
        message(1, NONE, plain), message(2, NEW, busy), message(3, NEW, busy), message(4, NEW, quiet)
    )
    assert [one.name.split("/")[0] for one in peers(found)] == ["198.51.100.0", "203.0.113.0", "192.0.2.0"]


@pytest.mark.parametrize(
    ("messages", "unknown", "worst"),
    [
        ((message(1, BARE),), 1, "not logged"),
        ((message(1, BARE), message(2, NEW, "198.51.100.1")), 1, "not logged"),
        ((message(1, NEW, "198.51.100.1"), message(2, BARE)), 0, "plaintext"),
    ],
)
def test_silence_is_plaintext_only_where_tls_is_logged(
    messages: tuple[Message, ...], unknown: int, worst: str
) -> None:
    """Before the first line about TLS of that service nobody knows."""
    (one,) = (found for found in peers(tally(*messages)) if found.name == "192.0.2.0/24")
    assert (one.encrypted, one.worst) == (Rate(0, 1, unknown), worst)


def test_a_user_is_told_at_each_service() -> None:
    """With the number of addresses, and logins beside submissions."""
    sent = (
        message(1, NEW, user="ada", service="submission/smtpd"),
        message(2, NEW, "192.0.2.2", user="ada", service="submission/smtpd"),
    )
    read = Login(DAY, "mx", "imap-login", "ada", "PLAIN", "192.0.2.3", "192.0.2.4", "", NONE, 7)
    found = users(tally(*sent, logins=(read,)))
    assert [(one.service, one.addresses, one.encrypted.total, one.worst) for one in found] == [
        ("imap-login", 1, 1, "plaintext"),
        ("submission/smtpd", 2, 2, "TLSv1.3"),
    ]
