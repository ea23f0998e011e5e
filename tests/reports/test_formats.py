"""Goldens of the other formats, and what their readers need."""

import csv as csv_of_python
import json as json_of_python
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as older_reader

import loganalyzer as la
from loganalyzer import __version__
from loganalyzer.reports import csv, email, html, markdown, openmetrics, text
from loganalyzer.reports.report import Report
from loganalyzer.reports.sheets import sheet
from tests.advice.test_cases import log_of
from tests.reports.rendered import RENDER, parts
from tests.reports.test_golden import LOG, ROOT, check

STORY = "forgotten-forwarder.log"
CASE = ROOT / "tests" / "advice" / "cases" / "forgotten_forwarder"

GOLDENS: Mapping[str, tuple[str, str]] = {
    "everything.html": (LOG, "html"),
    "everything.md": (LOG, "markdown"),
    "everything.csv": (LOG, "csv"),
    "everything.prom": (LOG, "openmetrics"),
    "everything.eml": (LOG, "email"),
    "forgotten-forwarder.md": (STORY, "markdown"),
    "forgotten-forwarder.detail.txt": (STORY, "detail"),
    "forgotten-forwarder.eml": (STORY, "email"),
    "forgotten-forwarder.prom": (STORY, "openmetrics"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """A log of all kinds of lines, and six weeks of a forgotten forwarder; each named by a short path."""
    folder = tmp_path_factory.mktemp("story")
    days = tomllib.loads((CASE / "case.toml").read_text())["days"]
    (folder / STORY).write_text("\n".join(log_of((CASE / "days.log").read_text(), days)) + "\n")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for log, where in ((LOG, ROOT), (STORY, folder)):
            patch.chdir(where)
            found[log] = la.read(log).report(with_lines=True)
    return found


@pytest.mark.parametrize("name", GOLDENS)
def test_a_format_is_as_it_was(name: str, reports: dict[str, Report], update_goldens: bool) -> None:
    """What somebody sees, or a program reads, does not change unawares; style and script aside."""
    log, form = GOLDENS[name]
    said = RENDER[form](reports[log]).replace("\r\n", "\n").replace(__version__, "VERSION")
    said = re.sub(r"(?s)(<(style|script)>).*?(</\2>)", r"\1\3", said)
    said = re.sub(r"sha256-[A-Za-z0-9+/=]*", "sha256", said)
    check(name, said, update_goldens)


def test_both_readers_take_the_metrics(reports: dict[str, Report]) -> None:
    """OpenMetrics' own reader, and the older one that Prometheus' textfile collector uses."""
    said = openmetrics.render(reports[STORY])
    assert said.endswith("# EOF\n")
    samples = [one for family in text_string_to_metric_families(said) for one in family.samples]
    assert len(samples) == sum(len(family.samples) for family in older_reader(said))
    assert len(samples) < 100
    assert all(
        one.name.endswith(("_total", "_ratio", "_timestamp_seconds", "_verdict", "_version"))
        for one in samples
        if not one.name.startswith(("mailstat_gates", "mailstat_senders"))
    )


def test_metrics_name_no_stranger(reports: dict[str, Report]) -> None:
    """Neither a sender nor a client nor a destination is a label: series would have no end."""
    report = reports[STORY]
    said = openmetrics.render(report)
    names = {one.unit.sender_domain for one in report.advice[0].obstacles}
    names |= {name for name, _ in report.destinations}
    assert not [name for name in names if name and name in said]
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", said)


def test_csv_tables_can_be_read_back(reports: dict[str, Report]) -> None:
    """Each row has the cells that the first row names, and counts are numbers."""
    tables = csv.render(reports[STORY])
    assert {"verdicts.csv", "senders.csv", "destinations.csv", "days.csv", "coverage.csv"} <= set(tables)
    for said in tables.values():
        rows = list(csv_of_python.reader(StringIO(said)))
        assert {len(row) for row in rows} == {len(rows[0])}
    lines = sum(int(row["lines"]) for row in csv_of_python.DictReader(StringIO(tables["coverage.csv"])))
    assert lines == reports[STORY].coverage.lines


def test_a_message_is_ready_for_sendmail(reports: dict[str, Report]) -> None:
    """ASCII of short lines, To and a stable Subject, nothing that the mail system adds itself."""
    said = email.render(reports[STORY], "admin@example.org")
    assert said.isascii()
    assert max(map(len, said.splitlines())) <= 78
    message, plain, page = parts(said)
    assert message["To"] == "admin@example.org"
    assert message["Subject"] == "mailstat: UNSAFE on mx"
    assert message.get_content_type() == "multipart/alternative"
    assert not {"Date", "From", "Message-ID"} & set(message.keys())
    assert plain.rstrip() == text.render(reports[STORY], by_week=True).rstrip()
    assert "UNSAFE" in page
    assert "<script" not in page
    assert said == email.render(reports[STORY], "admin@example.org")


def test_an_address_cannot_add_a_header(reports: dict[str, Report]) -> None:
    """A line end in an address is refused."""
    with pytest.raises(ValueError, match="linefeed"):
        email.render(reports[STORY], "a@example.org\nBcc: b@example.org")


def test_a_page_allows_only_itself(reports: dict[str, Report]) -> None:
    """Its policy names the hashes of its own style and script, and no attribute carries either."""
    page = html.render(reports[STORY])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert not re.search(r"\s(style|on\w+)=", re.sub(r"(?s)<(script|style)>.*?</\1>", "", page))
    assert not re.search(r'(?:src|href)="(?!#|data:,")', page)


def test_a_page_without_what_it_could_show_is_whole(reports: dict[str, Report]) -> None:
    """A log without judgement, SPF and days still makes a page."""
    bare = la.read(ROOT / LOG).report(decisions=())
    assert "<h2" in html.render(bare)
    assert markdown.render(bare).startswith("# Mail on ")


def test_a_page_stays_small_enough_for_a_browser(reports: dict[str, Report]) -> None:
    """Of very many senders the first thousand are shown, and the page says where all are."""
    (one,) = (one for one in reports[STORY].advice if one.decision == "warn_if_reject")
    many = replace(reports[STORY], advice=(replace(one, obstacles=one.obstacles * 1200),))
    page = html.render(many)
    assert page.count("alumni.example[") >= html.MOST
    assert "The first 1,000 of" in page


def test_a_table_is_rectangular() -> None:
    """A row that does not fit its columns is an error of ours, not a shifted table."""
    with pytest.raises(ValueError, match="cells"):
        sheet("odd", "Odd", (), [("one too many",)])


def test_detail_shows_more_in_the_same_width(reports: dict[str, Report]) -> None:
    """Nothing of the short report is missing, and tables keep to the columns of a mail."""
    said = text.render(reports[STORY], detail=True)
    assert "Day by day" in said
    assert "… and" not in said
    tables = said[said.index("Protocols, ciphers") :]
    assert max(map(len, tables.splitlines())) <= 78


def test_json_of_days_is_a_series(reports: dict[str, Report]) -> None:
    """A script can plot what the page shows."""
    days = json_of_python.loads(RENDER["json"](reports[STORY]))["days"]
    assert [day["day"] for day in days[:2]] == ["2026-09-01", "2026-09-02"]
    assert days[0]["inbound"] == {"count": 1, "total": 1, "unknown": 0}


PNG = b"\x89PNG\r\n\x1a\n not really"


def test_charts_travel_within_the_message(reports: dict[str, Report]) -> None:
    """The page shows each by its Content-ID, with words for who cannot see it; nothing is loaded."""
    charts = {"bound": (PNG, 'at most 4 "senders"'), "encryption": (PNG + b"!", "all encrypted")}
    said = email.render(reports[STORY], charts=charts)
    assert said == email.render(reports[STORY], charts=charts)
    assert said.isascii()
    assert max(map(len, said.splitlines())) <= 78
    message, _, page = parts(said)
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png")
    ]
    for part, (png, alternative) in zip(list(message.walk())[4:], charts.values(), strict=True):
        assert part.get_content() == png
        assert part.get_content_disposition() == "inline"
        cid = part["Content-ID"].strip("<>")
        assert f'<img src="cid:{cid}" alt="{alternative.replace(chr(34), "&#34;")}"' in page
    assert page.count("<img") == len(charts)
    assert not re.search(r'(?:src|href)="(?!cid:)', page)
