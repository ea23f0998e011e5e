"""Charts: what they show is what the report says, and they are drawn alike each time."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.charts import CHARTS, written
from tests.reports.test_golden import check_file

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
STORIES = ("after-the-switch", "blind", "forgotten-forwarder", "ready")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=STORIES)
def story(request: pytest.FixtureRequest) -> tuple[str, la.Log]:
    return request.param, la.read(ROOT / "sample_logs" / request.param)


def words(svg: bytes) -> list[str]:
    """All that is written in a picture, in its order; raises where it is no XML."""
    return ["".join(text.itertext()).strip() for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_what_is_written_in_each_picture(story: tuple[str, la.Log], update_goldens: bool) -> None:
    """Titles, axes, keys, numbers and the sentence for who cannot see it, as last looked at."""
    name, log = story
    told = []
    for chart in CHARTS:
        picture = log.plot(chart)
        told += [f"== {chart}", picture.alt, *words(written(picture, "svg")), ""]
    check_file(GOLDEN / f"{name}.txt", "\n".join(told), update_goldens)


def test_the_sentence_has_the_report_s_numbers(story: tuple[str, la.Log]) -> None:
    """A chart and the report never disagree."""
    _, log = story
    report = log.report()
    said = log.plot("encryption").alt
    assert report.inbound_messages.rate.text() in said
    assert report.outbound.rate.text() in said
    bounded = next((gate for one in report.advice for gate in one.gates if gate.name == "bounded"), None)
    if bounded is not None and report.advice[0].verdict != "BLIND":
        assert bounded.value.partition(" a month")[0] in log.plot("bound").alt


def test_nothing_seen_is_not_nothing_refused() -> None:
    """A log that shows no failing mail because it shows no check is said to be blind, with no bound."""
    log = la.read(ROOT / "sample_logs" / "blind")
    assert "does not show" in log.plot("rejections").alt
    assert "no bound" in log.plot("bound").alt


@pytest.mark.parametrize("chart", CHARTS)
def test_each_picture_is_a_mail_wide_and_small(chart: str) -> None:
    """600 pixels, no request to anywhere, no date, and no id twice where several stand in one page."""
    svg = written(la.read(ROOT / "sample_logs" / "ready").plot(chart), "svg").decode()
    root = ET.fromstring(svg)
    assert root.get("viewBox", "").startswith("0 0 432 ")  # points: 600 pixels at 100 an inch
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert "<dc:date>" not in svg
    assert "url(http" not in svg
    assert len(svg) < 60_000
    kept = re.findall(r' id="([^"]+)"', svg)
    assert all(f"#{one}" in svg for one in kept)


def test_a_picture_is_the_same_in_another_process(tmp_path: Path) -> None:
    """However hashes fall: the same bytes of SVG, PNG and PDF."""
    outputs = []
    for seed in ("1", "2"):
        for ending in ("svg", "png", "pdf"):
            out = tmp_path / f"{seed}.{ending}"
            command = [
                sys.executable,
                "-m",
                "loganalyzer",
                "plot",
                "rejections",
                "sample_logs/ready",
                "-o",
                out,
            ]
            subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True)
            outputs.append(out.read_bytes())
    assert outputs[:3] == outputs[3:]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """Mark-up, formulas, control characters and turned writing in a domain do nothing in a picture."""
    hostile = "a$x^{2}$&quot;\u202eb\x1b[31m.example"
    lines = [
        "2026-09-01T08:00:00+00:00 mx postfix/smtp[1]: Untrusted TLS connection established to "
        "mail.example[192.0.2.9]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
        "2026-09-01T08:00:00+00:00 mx postfix/smtp[1]: 4ABCDD: to=<x@mail.example>, "
        "relay=mail.example[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
        f"2026-09-01T08:00:01+00:00 mx postfix/smtp[2]: 4ABCDE: to=<x@{hostile}>, "
        "relay=h.example[192.0.2.8]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
        "2026-09-01T08:00:02+00:00 mx postfix/smtp[2]: 4ABCDF: to=<x@a$b$.example>, "
        "relay=h.example[192.0.2.8]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
    ]
    path = tmp_path / "mail.log"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    picture = la.read(path).plot("plaintext")
    svg = written(picture, "svg")
    assert "a$b$.example" in words(svg)
    assert any("a$x^{2}$&quot;" in one for one in words(svg))
    assert not any(mark in svg.decode() for mark in "\u202e\x1b")
    assert picture.alt.isprintable()


@pytest.mark.parametrize("chart", CHARTS)
def test_an_empty_log_has_a_picture_that_says_so(chart: str, tmp_path: Path) -> None:
    """A quiet day breaks no chart."""
    path = tmp_path / "mail.log"
    path.write_text("2026-09-01T08:00:00+00:00 mx postfix/smtpd[1]: connect from unknown[192.0.2.1]\n")
    picture = la.read(path).plot(chart)
    assert picture.alt
    assert written(picture, "png").startswith(b"\x89PNG")
