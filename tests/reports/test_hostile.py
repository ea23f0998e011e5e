"""What a sender writes comes out inert in every format: it is read, and it does nothing."""

import csv as csv_of_python
import json as json_of_python
from io import StringIO
from pathlib import Path
from unicodedata import category

import pytest

import loganalyzer as la
from loganalyzer.reports import csv, email, json
from loganalyzer.reports.report import Report
from loganalyzer.reports.visible import HARMFUL
from tests.reports.poison import poisoned, poisoned_report
from tests.reports.rendered import RENDER, STRUCTURE, parts

LOG = Path(__file__).parents[1] / "logs" / "everything.log.gz"

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "end of code": "</code></pre></style></script><b>",
    "template": "{{ 7*7 }}{% raw %}",
    "terminal": "\x1b[2J\x1b]0;title\x07\x9b31m",
    "link in a terminal": "\x1b]8;;https://bank.example/\x1b\\",
    "rich markup": "[bold red]x[/][link=https://bank.example/]y[/link]",
    "formula": "=HYPERLINK(1)",
    "formula, plus": "+1+1",
    "formula, minus": "-2+3",
    "formula, at": "@SUM(1)",
    "formula, tab": "\t=1+1",
    "formula, return": "\r=1+1",
    "header": "x\r\nBcc: victim@example.org\r\n\r\nbody",
    "boundary": "\n--=_mailstat_\n",
    "turned around": "\u202egnp.exe\u2066\u200f",
    "half a character": "\udfff\ud800x",
    "lines and paragraphs": "a\u2028b\u2029c\x85d",
    "markdown": "`` ` ``` | [x](http://bank.example/) ![y](z) **b** _i_ <http://bank.example/> # h\n\n# h",
    "metrics": '"} 1\n# EOF\nfake_total 1\\',
    "other scripts": "المصرف Ünï 邮件 ﹏",
}


@pytest.fixture(scope="module")
def report() -> Report:
    """A report with all kinds of lists in it, and sample lines."""
    return la.read(LOG).report(with_lines=True)


@pytest.fixture(scope="module")
def harmless(report: Report) -> dict[str, object]:
    """What readers of each format make of a harmless report."""
    calm = poisoned_report(report, "x")
    return {name: STRUCTURE[name](render(calm)) for name, render in RENDER.items()}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", RENDER)
def test_hostile_text_is_inert(name: str, payload: str, report: Report, harmless: dict[str, object]) -> None:
    """No tag, header, cell, sample or line more than of harmless text, and nothing that acts on a screen."""
    said = RENDER[name](poisoned_report(report, payload))
    assert STRUCTURE[name](said) == harmless[name]
    seen = said.replace("\r\n", "\n") if name == "csv" else said
    assert {one for one in seen if category(one) in HARMFUL} <= {"\n"}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_no_cell_is_a_formula(payload: str, report: Report) -> None:
    """A spreadsheet takes no cell of text for a formula, of whatever row."""
    for said in csv.render(poisoned_report(report, payload)).values():
        for row in csv_of_python.reader(StringIO(said)):
            assert not [cell for cell in row if cell.lstrip().startswith(tuple("=+-@\t\r"))]


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_json_holds_what_was_written(payload: str, report: Report) -> None:
    """Escaping changes no value."""
    plain = json_of_python.loads(json.render(poisoned_report(report, payload)))
    assert [one["headline"] for one in plain["advice"]] == [payload + one.headline for one in report.advice]


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_the_parts_of_a_message_hold_nothing_that_acts(payload: str, report: Report) -> None:
    """Unpacked, text and page are as inert as by themselves, and the subject is one line."""
    message, plain, page = parts(email.render(poisoned_report(report, payload)))
    for said in (str(message["Subject"]), plain, page):
        assert {one for one in said if category(one) in HARMFUL} <= {"\n"}
    assert message["To"] == "root"
    assert "\n" not in message["Subject"]


def test_poison_reaches_all_texts(report: Report) -> None:
    """The attack of these tests leaves out only words of fixed sets."""
    assert poisoned(("a", {"b": ["c"]}), "!") == ("!a", {"!b": ["!c"]})
    hurt = poisoned_report(report, "!")
    assert hurt.advice[0].obstacles[0].unit.sender_domain.startswith("!")
    assert all(line.startswith("!") for line in hurt.lines.values())
    assert all(name.startswith("!") for name in hurt.coverage.hosts)
