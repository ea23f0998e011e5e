"""A console that writes into memory: rich lays out, nobody prints."""

import re
from io import StringIO
from unicodedata import category

from rich.console import Console


def console_for(width: int, color: bool) -> tuple[Console, StringIO]:
    """A console of this width, and what it wrote."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        force_jupyter=False,  # in a notebook too it is memory that is written to
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    return console, out


_SEEN_OR_COLOUR = re.compile(r"\x1b\[[0-9;]*m|[\s\S]")
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what a terminal acts on, or what turns or hides text."""


def printed(out: StringIO) -> str:
    """What was written, without blanks at ends of lines and empty lines around it.

    Of what came from a log, nothing is left that a terminal would act on but colours.
    """
    lines = (harmless(line).rstrip() for line in out.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def harmless(line: str) -> str:
    """The line without what a terminal would act on but colours."""
    if line.isascii() and line.isprintable():
        return line
    return _SEEN_OR_COLOUR.sub(lambda found: found[0] if _is_harmless(found[0]) else "?", line)


def _is_harmless(piece: str) -> bool:
    return len(piece) > 1 or category(piece) not in _HARMFUL
