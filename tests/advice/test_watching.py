"""What a watch remembers is bounded, and what it must not forget stays."""

from datetime import date

import pytest

from loganalyzer.advice.watching import hush, peers, units
from loganalyzer.advice.watching.back import came_back
from loganalyzer.advice.watching.hush import Hush
from loganalyzer.advice.watching.peers import Peers
from loganalyzer.advice.watching.silence import span
from loganalyzer.advice.watching.units import Units
from loganalyzer.linking.finished import Finished, Returned, Session
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.label import Label
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.knowledge import Knowledge

BANK = Unit("bank.example", "alumni.example")


def row(unit: Unit, address: str = "192.0.2.1", day: int = 1, wanted: bool = False) -> AffectedKey:
    name = "fwd.alumni.example"
    return AffectedKey(SPF, unit, "fail", "mailfrom", name, address, day, "delivered", wanted, wanted, False)


def test_made_up_senders_push_out_no_wanted_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ever new units as many are kept as there is room for, and the wanted ones among them."""
    monkeypatch.setattr(units, "MOST_UNITS", 10)
    known = Units()
    known.add(row(BANK, wanted=True))
    for number in range(50):
        known.add(row(Unit(f"made-up-{number}.example", "192.0.2.0/24"), f"192.0.2.{number}"))
    assert len(known) == 10
    assert known.judged(BANK, SPF, Knowledge()).kind == "sender's record is wrong"
    with pytest.raises(KeyError):
        known.judged(Unit("made-up-7.example", "192.0.2.0/24"), SPF, Knowledge())


def test_where_all_are_wanted_the_longest_unseen_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded also where every unit is wanted."""
    monkeypatch.setattr(units, "MOST_UNITS", 2)
    known = Units()
    known.add(row(BANK, wanted=True))
    known.add(row(Unit("a.example", "alumni.example"), wanted=True))
    known.add(row(BANK, wanted=True))
    known.add(row(Unit("b.example", "alumni.example"), wanted=True))
    assert known.judged(BANK, SPF, Knowledge()).mail.wanted == 2


def test_a_unit_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one unit's many days and addresses the latest are kept, and the wanted mail."""
    monkeypatch.setattr(units, "MOST_ROWS", 5)
    known = Units()
    known.add(row(BANK, wanted=True))
    for day in range(2, 100):
        known.add(row(BANK, f"198.51.100.{day}", day))
    mail = known.judged(BANK, SPF, Knowledge()).mail
    assert len(mail.clients) == 5
    assert mail.trusted == 1
    assert mail.last_day == 99


def test_a_forwarder_is_known_by_its_other_senders() -> None:
    """The class looks at other units that come through the same address."""
    known = Units()
    said = Knowledge(labels={BANK: Label("wanted", "admin", date(2026, 1, 1), "ours")})
    known.add(row(BANK))
    assert known.judged(BANK, SPF, said).kind == "sender's record is wrong"
    for number in range(units.NEIGHBOURS * 2):
        known.add(row(Unit(f"other-{number}.example", "alumni.example")))
    assert known.judged(BANK, SPF, said).kind == "forwarder or list"


def test_news_is_said_once_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same is not said twice until the next summary; of very much news not all is remembered."""
    monkeypatch.setattr(hush, "MOST", 3)
    told = Hush()
    assert [told.first("a"), told.first("a"), told.first("b")] == [True, False, True]
    told.clear()
    assert told.first("a")
    assert all(told.first(number) for number in range(20))
    assert len(told.said) <= 3


def session(number: int, tls: Tls) -> Session:
    name = f"mx{number}.example.org"
    return Session(1, 2, "mx", "smtpd", name, "192.0.2.1", "outside", tls, False, 1, "", 0)


def test_peers_are_forgotten_the_longest_unseen_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ever new peers those met last are remembered."""
    monkeypatch.setattr(peers, "MOST", 10)
    known = Peers()
    encrypted = Finished(sessions=[session(number, Tls("line", "TLSv1.3")) for number in range(30)])
    assert not list(known.take(encrypted))
    assert len(known.used["in"]) == 10
    fallen = list(known.take(Finished(sessions=[session(number, Tls("none")) for number in (3, 29)])))
    assert [one.peer for one in fallen] == ["mx29.example.org"]


def test_silence_of_a_service_that_logs_no_tls_is_no_plaintext() -> None:
    """Where nothing is logged either way, nothing has fallen."""
    known = Peers()
    known.used["in"]["mx1.example.org"] = "TLSv1.3"
    assert not list(known.take(Finished(sessions=[session(1, Tls("bare"))])))
    list(known.take(Finished(sessions=[session(2, Tls("line", "TLSv1.3"))])))
    assert len(list(known.take(Finished(sessions=[session(1, Tls("bare"))])))) == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1:00 h"), (86_400 * 2, "2 days")],
)
def test_spans_are_short_to_read(seconds: int, text: str) -> None:
    """A stretch of time is told in the unit people use."""
    assert span(seconds * 1_000_000) == text


def test_who_comes_back_is_told_once_and_not_of_whom_somebody_has_decided() -> None:
    """Only the very sender: another of a big organisation may write to the same recipient anyway."""
    unit = Unit("bank.example", "alumni.example")
    back = Returned(
        5,
        "mx",
        SPF,
        "a@bank.example",
        "fwd.example",
        "fwd.alumni.example",
        "192.0.2.1",
        "same sender",
        7,
        9,
    )
    done = Finished(returned=[back._replace(way="same organisation"), back, back])
    (told,) = came_back(done, Knowledge(), Hush())
    assert (told.what, told.unit, told.at) == ("came back", "bank.example@alumni.example", 7)
    said = Knowledge(labels={unit: Label("junk", "admin", date(2026, 1, 1), "spoof")})
    assert not list(came_back(done, said, Hush()))
