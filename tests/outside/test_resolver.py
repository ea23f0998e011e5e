import itertools

import dns.message
import dns.rcode
import pytest

from loganalyzer.outside import saved, spf_given
from loganalyzer.outside.answers import Answer, Remembered
from loganalyzer.outside.resolver import dns_lookup
from loganalyzer.outside.spf_check import evaluate
from tests.outside.server import Reply, failing, garbled, honest, serving, silent, truncating

SHORT = 0.3
"""Seconds that a question may take where nothing will come."""


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("example.org", "MX", Answer("found", ("10 mail.example.org.",))),
        ("EXAMPLE.org.", "TXT", Answer("found", ('"other"', '"v=spf1 mx include:_spf.example.net " "~all"'))),
        ("mail.example.org", "AAAA", Answer("nodata")),
        ("nothing.example.org", "A", Answer("nxdomain")),
    ],
)
@pytest.mark.parametrize("reply", [honest, truncating(honest)], ids=["udp", "truncated, then tcp"])
def test_certain_answers(name: str, kind: str, answer: Answer, reply: Reply) -> None:
    """Records, no such records and no such name are told apart; what was truncated is had over TCP."""
    with serving(reply) as port:
        assert dns_lookup(["127.0.0.1"], port=port)(name, kind) == answer


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (failing(dns.rcode.SERVFAIL), "SERVFAIL"),
        (failing(dns.rcode.REFUSED), "REFUSED"),
        (failing(dns.rcode.NOTIMP), "NOTIMP"),
        (silent, "within the time"),
        (garbled, "usable answer|within the time"),
        (truncating(silent), "usable answer|within the time"),
        (truncating(failing(dns.rcode.SERVFAIL)), "SERVFAIL"),
    ],
    ids=[
        "servfail",
        "refused",
        "not implemented",
        "silent",
        "garbled",
        "truncated and silent",
        "truncated and servfail",
    ],
)
def test_what_fails_is_unknown(reply: Reply, why: str) -> None:
    """No answer, a failure, and a truncated answer that cannot be had whole are unknown, with the reason."""
    with serving(reply) as port:
        answer = dns_lookup(["127.0.0.1"], port=port, timeout=SHORT)("example.org", "TXT")
        record = spf_given.from_dns("example.org", ["127.0.0.1"], port=port, timeout=SHORT)
    assert (answer.status, answer.values) == ("unknown", ())
    assert answer.why.startswith("TXT of example.org: ")
    assert any(part in answer.why for part in why.split("|")), answer.why
    assert "\n" not in answer.why
    assert record.state == "unknown"


def test_a_dns_that_never_answers_does_not_hold_up_for_hours() -> None:
    """Once too much time was waited in vain, nothing more is asked, and all else is unknown at once."""
    hours = itertools.count(step=3600)
    asked = []

    def failing_and_counting(question: dns.message.Message, tcp: bool) -> bytes:
        asked.append(question)
        return failing(dns.rcode.SERVFAIL)(question, tcp)

    with serving(failing_and_counting) as port:
        lookup = dns_lookup(["127.0.0.1"], port=port, clock=lambda: float(next(hours)))
        answers = [lookup(f"{number}.example", "TXT") for number in range(300)]
    assert {answer.status for answer in answers} == {"unknown"}
    assert len({question.question[0].name for question in asked}) == 1
    assert "too much unanswered" in answers[-1].why


def test_no_name_is_not_asked_for() -> None:
    """A text that the DNS cannot hold as a name is no such name, and nobody is asked."""
    with serving(silent) as port:
        assert dns_lookup(["127.0.0.1"], port=port)("a" * 64 + ".example", "A").status == "nxdomain"


def test_a_server_is_named_by_its_address() -> None:
    """A server that is no address is refused before anything is asked."""
    with pytest.raises(ValueError, match=r"nameserver"):
        dns_lookup(["no address"])


def test_a_record_from_the_dns_is_the_same_from_its_saved_answers() -> None:
    """What the DNS said, saved and read again, gives the same record and the same results."""
    with serving(honest) as port:
        record = spf_given.from_dns("example.org", ["127.0.0.1"], port=port)
        results = [evaluate(record, address) for address in ("192.0.2.10", "198.51.100.1", "203.0.113.1")]
    assert [found.result for found in results] == ["pass", "pass", "softfail"]
    assert isinstance(record.lookup, Remembered)
    again = spf_given.from_answers("example.org", saved.from_text(saved.to_text(record.lookup.answers)))
    assert again == record
    assert [evaluate(again, address) for address in ("192.0.2.10", "198.51.100.1", "203.0.113.1")] == results
