"""``--anonymise`` on every format: whoever the log names is in none of them, and the report is the same."""

import ipaddress
import re
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.anonymise.given import machines
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.api.anonymous import NAME, AnonymousLog
from loganalyzer.charts import written
from loganalyzer.reports.report import Report
from loganalyzer.terms.own_hosts import own_hosts
from tests.anonymise.test_log import KEY, LOOKS, ROOT, figures, identifiers
from tests.reports.rendered import RENDER, parts

LOGS = (
    "tests/logs/everything.log.gz",
    *(f"sample_logs/{name}" for name in ("after-the-switch", "blind", "forgotten-forwarder", "ready")),
)
HARMLESS = {"127.0.0.1", "localhost.localdomain", "received-spf"}
OUR_WORDS = {"admin", "blind"}
"""Parts of addresses in these logs that are words of the report, too."""


class Both:
    """A log, and the same through pseudonyms."""

    def __init__(self, path: str) -> None:
        self.true = la.read(ROOT / path)
        self.anonymous = AnonymousLog([str(ROOT / path)], KEY)
        self.report: Report = self.anonymous.report(with_lines=True)
        numbers = re.compile(r"\d+(\.\d+)?")  # halves of addresses, which are counts of something, too
        self.people = {name for name in identifiers(self.true) if not numbers.fullmatch(name)} - OUR_WORDS
        places = [at for columns in (self.true.rejections, self.true.messages) for at in columns["place"]]
        said = "\n".join(self.true.lines(places).values()).lower()
        self.looks = {one for one in LOOKS.findall(said) if not re.fullmatch(r"[\d:t.+-]+", one)} - HARMLESS


@pytest.fixture(scope="module", params=LOGS)
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


def unpacked(name: str, said: str) -> str:
    """What a reader of the format sees, where it is written in another way."""
    if name != "email":
        return said
    message, plain, page = parts(said)
    return "\n".join((str(message["Subject"]), plain, page))


def assert_nobody(text: str, both: Both) -> None:
    """Neither somebody of the tables, as a word of its own, nor what looks like somebody, anywhere."""
    text = text.lower()
    tokens = set(re.split(r"[^\w.@:+=-]+", text))
    tokens |= {part for token in tokens for part in re.split(r"[@=]", token)}
    tokens |= {token.partition(".")[2] for token in tokens}
    assert len(both.people) > 100
    assert sorted(both.people & tokens) == []
    assert not [name for name in both.people | both.looks if "@" in name and name in text]
    assert sorted(both.looks & tokens) == []


@pytest.mark.parametrize("name", RENDER)
def test_nobody_is_in_a_format(name: str, both: Both) -> None:
    """Addresses, names, users, Message-IDs, domains, networks, and where the log lies."""
    said = unpacked(name, RENDER[name](both.report))
    assert len(said) > 500
    assert_nobody(said, both)
    for folder in ("everything.log", "sample_logs", str(ROOT)):
        assert folder not in said


def test_nobody_is_in_a_chart(both: Both) -> None:
    """Titles, labels, and the sentence for who cannot see it."""
    for chart, picture in both.anonymous.charts().items():
        svg = written(picture, "svg").decode()
        words = "\n".join((*re.findall(r">([^<]+)</text>", svg), picture.alt))
        assert words, chart
        assert_nobody(words, both)


def test_the_figures_are_those_of_the_true_log(both: Both) -> None:
    """Verdicts, gates and counts do not change."""
    for one, other in zip(figures(both.true.report()), figures(both.report), strict=True):
        assert one == other


def test_a_figure_opens_to_lines_told_anew(both: Both) -> None:
    """The sample lines are there, and their places are those of the log told anew."""
    assert set(both.report.lines) == set(both.report.places)
    assert all(re.fullmatch(rf"{NAME}:\d+", place) for place in both.report.places.values())
    assert_nobody("\n".join(both.report.lines.values()), both)


def test_one_key_keeps_joins_between_reports() -> None:
    """The same key says the same, so that two reports can be laid side by side; another key does not."""
    path = str(ROOT / "sample_logs" / "ready")
    one, same, other = (
        AnonymousLog([path], key).report() for key in (KEY, KEY, b"another key of some length")
    )
    assert one.destinations == same.destinations != other.destinations
    said = Pseudonyms(KEY)
    true = la.read(path).report()
    assert {name for name, _ in one.destinations} == {said.domain(name) for name, _ in true.destinations}


def test_what_is_asked_by_name_is_told_anew(tmp_path: Path) -> None:
    """Own domains that are named are taken for what they are, and are not printed."""
    log = AnonymousLog([str(ROOT / "sample_logs" / "ready")], KEY)
    report = log.report(own_domains=["example.org"])
    assert report.own_domains == (Pseudonyms(KEY).domain("example.org"),)


@pytest.mark.parametrize(
    "machine", ["192.0.2.7", "192.0.2.0/24", "192.0.2.4/30", "198.18.0.0/22", "2001:db8::7", "2001:db8::/64"]
)
def test_our_own_machines_are_ours_under_their_pseudonyms(machine: str) -> None:
    """Whoever was in a network that is called our own is still in it; a name stays that host's."""
    said = Pseudonyms(KEY)
    ours = own_hosts(machines((machine, "mx.example.org"), said))
    network = ipaddress.ip_network(machine)
    for address in (network[0], network[-1]):
        assert ours.has("unknown", said.addresses.address(str(address)) or "")
    assert not ours.has("unknown", said.addresses.address("198.51.100.1") or "")
    assert ours.has(said.domain("mx.example.org"), "198.51.100.1")


@pytest.mark.parametrize("machine", ["198.18.0.0/15", "2001:db8::/32"])
def test_a_network_too_wide_to_be_told_is_refused(machine: str) -> None:
    """Rather than that its machines become strangers unseen."""
    with pytest.raises(ValueError, match="cannot be told under pseudonyms"):
        machines((machine,), Pseudonyms(KEY))
