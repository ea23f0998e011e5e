"""What a sender writes comes out inert in every format: it is read, and it does nothing."""

import csv as csv_of_python
import json as json_of_python
from io import StringIO
from pathlib import Path
from unicodedata import category

import pytest

import loganalyzer as la
from loganalyzer.advice.decisions import DECISIONS
from loganalyzer.reports import csv, email, json
from loganalyzer.reports.report import Report
from loganalyzer.reports.visible import HARMFUL
from tests.reports.poison import poisoned, poisoned_report
from tests.reports.rendered import RENDER, STRUCTURE, parts
from tests.story import Story

LOG = Path(__file__).parents[1] / "logs" / "everything.log.gz"
REPORTS = Path(__file__).parents[2] / "sample_reports"
OUTSIDE = la.read_outside("example.org", zone=REPORTS / "db.example.org", dmarc=[REPORTS / "dmarc.mbox"])

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
    return la.read(LOG).report(tuple(DECISIONS), with_lines=True, outside=OUTSIDE)


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
    message, plain, page = parts(email.render(poisoned_report(report, payload), first=("news", payload)))
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


def hostile_log(name: str) -> bytes:
    """Would-be refusals that are delivered, a delivery and a login, hostile as a server would log them."""
    client = "mail.example.org[192.0.2.10]"
    story = Story().connect(client)
    for sender in (f"=cmd|'/C calc'!A0{name}@evil.example", f"a@{name}.example"):
        story.warn(sender=sender, recipient=f"{name}@example.net", client=client)
    story.accept("5A1B2C3D", client).disconnect(client)
    story.deliver("5A1B2C3D", recipient=f"{name}@example.net").removed("5A1B2C3D")
    story.deliver("5A1B2C3E", f"x@{name}.example", "smtp", relay=f"{name}[192.0.2.9]:25")
    login = f"imap-login: Login: user=<{name}>, method=PLAIN, rip=192.0.2.4, lip=192.0.2.1, mpid=1, TLS"
    return story.say("dovecot", login).say("postfix/smtpd[10]", f"strange {name}").text()


SCRIPTS = {"html": 1}
"""Scripts in a format's own pages."""


@pytest.mark.parametrize("name", RENDER)
def test_a_hostile_log_is_inert(name: str, tmp_path: Path) -> None:
    """From the line to the page: the same attack as bytes of a log, in sender, recipient, user and hosts."""
    for attack in ("<script>alert(1)</script>", "\x1b]0;t\x07\u202e[red]`|=1+1{{7*7}}\x9b", "@SUM(1)"):
        log = tmp_path / "mail.log"
        log.write_bytes(hostile_log(attack))
        said = RENDER[name](la.read(log).report(with_lines=True))
        assert str(STRUCTURE[name](said)).count("('script'") == SCRIPTS.get(name, 0)
        assert {one for one in said.replace("\r\n", "\n") if category(one) in HARMFUL} <= {"\n"}
