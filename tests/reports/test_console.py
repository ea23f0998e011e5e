"""What is printed does nothing to a terminal but to show text and colours."""

import pytest
from rich.text import Text

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
