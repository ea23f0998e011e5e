"""A log told anew: nobody of the first is in the second, and both say the same."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.anonymise.vocabulary import vocabulary
from loganalyzer.reports.report import Report
from loganalyzer.terms.client import domain_of, network_of
from loganalyzer.terms.organisation import organisation_of
from loganalyzer.terms.unit import Unit

ROOT = Path(__file__).parents[2]
KEY = b"sixteen bytes or more"
LOGS = ("tests/logs/everything.log.gz", *(f"sample_logs/{name}" for name in ("forgotten-forwarder", "blind")))
SAID = Pseudonyms(KEY)


@pytest.fixture(scope="module", params=LOGS)
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[la.Log, la.Log, str]:
    """A log, the same told anew, and the latter's text."""
    log = la.read(ROOT / request.param)
    told = log.anonymised(KEY)
    path = tmp_path_factory.mktemp("told") / "mail.log"
    path.write_text("\n".join(told) + "\n")
    assert not told.masked
    return log, la.read(path), path.read_text()


def mapped(unit: Unit) -> Unit:
    address = SAID.addresses.address(unit.network.partition("/")[0])
    network = network_of(address) if address else organisation_of(SAID.domain(unit.network))
    return Unit(organisation_of(SAID.domain(unit.sender_domain)) if unit.sender_domain else "", network)


def figures(report: Report) -> list[object]:
    """All of a report that names nobody."""
    advice = [
        (
            (a.verdict, a.subject, a.headline, a.advisable, a.with_all, a.look_again, a.gates),
            [(row.claim, row.count, row.total) for row in a.because],
        )
        for a in report.advice
    ]
    coverage = report.coverage
    return [
        advice,
        (coverage.lines, coverage.recognised, coverage.ignored, coverage.unrecognised, coverage.damaged),
        report.inbound_messages,
        report.inbound_sessions,
        report.submissions,
        report.services,
        report.outbound,
        [rate for _, rate in report.plaintext_domains],
        (report.spf, report.actions, report.fates, report.logins, report.login_protocols, report.versions),
    ]


def test_both_say_the_same(both: tuple[la.Log, la.Log, str]) -> None:
    """Counts, verdicts, gates, protocols and versions are those of the true log."""
    before, after, _ = both
    for one, other in zip(figures(before.report()), figures(after.report()), strict=True):
        assert one == other


def test_each_unit_is_judged_alike(both: tuple[la.Log, la.Log, str]) -> None:
    """Every unit that would lose mail is there under its pseudonym, with its class and fates."""
    before, after, _ = both

    def judged(log: la.Log) -> Iterator[tuple[Unit, object]]:
        for advice in log.report().advice:
            for one in advice.obstacles:
                yield one.unit, (one.messages, one.fates, one.days, one.first, one.kind, one.signs)

    assert {mapped(unit): what for unit, what in judged(before)} == dict(judged(after))
    units = Counter(mapped(key.unit) for tally in before.tally.values() for key in tally.affected.elements())
    assert units == Counter(key.unit for tally in after.tally.values() for key in tally.affected.elements())


NAMES = ("client_name", "helo_name", "sasl_username", "sender", "recipient", "orig_to", "message_id", "user")
ADDRESSES = ("client_address", "local_address")
LOOKS = re.compile(
    r"[\w.+-]+@[\w.-]*\w|(?:\w[\w-]*\.)+[A-Za-z]{2,}(?![\w(])|\d+(?:\.\d+){3}|[0-9a-f]+:[0-9a-f:]+:[0-9a-f]+"
)


def identifiers(log: la.Log) -> set[str]:
    """Who is named in the tables."""
    found: set[str] = set()
    for table in ("connections", "messages", "deliveries", "spf_checks", "rejections", "losses", "logins"):
        frame = getattr(log, table)
        for column in {*NAMES, *ADDRESSES} & set(frame.columns):
            found |= {str(value).strip("<>").lower() for value in frame[column].dropna().unique()}
    found |= {domain_of(name) for name in found} | {name.rpartition("@")[0] for name in found}
    found |= {organisation_of(name) for name in found if "." in name and "@" not in name}
    harmless = {"", "unknown", "localhost", "127.0.0.1", "::1", "example", "localhost.localdomain"}
    return {name for name in found - harmless if name not in vocabulary()}


def test_nobody_of_the_tables_is_left(both: tuple[la.Log, la.Log, str]) -> None:
    """No address, name, user, Message-ID, domain or organisation of the true log is in the other."""
    before, _, text = both
    tokens = set(re.split(r"[^\w.@:+=-]+", text.lower()))
    tokens |= {part for token in tokens for part in re.split(r"[@=]", token)}
    tokens |= {tail for token in tokens for tail in (token.partition(".")[2],)}
    people = identifiers(before)
    assert len(people) > 100
    assert not people & tokens
    assert not [name for name in people if "@" in name and name in text.lower()]


def test_nothing_that_looks_like_somebody_is_left(both: tuple[la.Log, la.Log, str]) -> None:
    """Whatever is written like an address or a name anywhere in the true log, in free text too."""
    before, _, text = both
    places = [at for columns in (before.rejections, before.messages) for at in columns["place"]]
    said = "\n".join(before.lines(places).values()).lower()
    looks = {found for found in LOOKS.findall(said) if not re.fullmatch(r"[\d:t.+-]+", found)}
    known = {"127.0.0.1", "localhost.localdomain"}
    assert len(looks) > 50
    assert not {one for one in looks - known if one in text.lower()}
