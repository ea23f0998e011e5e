"""What is printed does nothing to a terminal but to show text and colours."""

from html import unescape
from pathlib import Path

import pytest
from rich.text import Text

import loganalyzer as la
from loganalyzer.reports import text
from loganalyzer.reports.console import console_for, printed


@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "\x1b[2J", "a\x9bb", "\u202eevil", "\r", "\ud800"])
def test_nothing_from_a_log_drives_the_terminal(hostile: str) -> None:
    """Escapes, controls, turning marks and half characters become question marks, as in Postfix's logs."""
    console, out = console_for(78, True)
    console.print(Text("seen ", style="bold"), Text(hostile))
    said = printed(out)
    assert "\x1b[1m" in said
    for piece in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e", "\r", "\ud800"):
        assert piece not in said


def test_letters_of_all_scripts_stay() -> None:
    """Umlauts and other letters are text."""
    console, out = console_for(78, False)
    console.print("Grüße, 邮件 … –")
    assert printed(out) == "Grüße, 邮件 … –\n"


def test_a_notebook_gets_text_in_memory_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """rich would print into a notebook by itself; what is asked for as text stays text."""
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    console, out = console_for(78, False)
    console.print("here")
    assert printed(out) == "here\n"


def test_a_report_shows_itself_in_a_notebook(tmp_path: Path) -> None:
    """As its own text, with nothing in it that a browser acts on."""
    path = tmp_path / "mail.log"
    path.write_text("2026-09-01T08:00:00+00:00 mx postfix/smtpd[1]: <script>alert(1)</script> & so on\n")
    report = la.read(path).report()
    html = report._repr_html_()
    assert html.startswith("<pre>") and html.endswith("</pre>")
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert unescape(html[5:-6]) == str(report) == text.render(report)
