"""A console that writes into memory: rich lays out, nobody prints."""

from io import StringIO

from rich.console import Console


def console_for(width: int, color: bool) -> tuple[Console, StringIO]:
    """A console of this width, and what it wrote."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    return console, out


def printed(out: StringIO) -> str:
    """What was written, without blanks at ends of lines and empty lines around it."""
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"
