"""Draws the picture of a report for the README: ``python -m tests.reports.picture`` writes it anew."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

import loganalyzer as la
from loganalyzer.reports import text

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "sample_logs" / "report.svg"
LOG = "sample_logs/forgotten-forwarder"
WIDTH = 84


def drawn() -> str:
    """The first screen of the report of a told story, as a terminal shows it; called in the root folder."""
    said = text.render(la.read(LOG).report(), WIDTH, color=True)
    first_screen = "\n\n".join(said.split("\n\n")[:2])
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ mailstat report {LOG}\n{first_screen}"))
    svg = console.export_svg(title="mailstat", unique_id="mailstat")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # a picture loads nothing
    return re.sub(r"<!--.*?-->", "", svg).replace("Fira Code", "monospace") + "\n"


if __name__ == "__main__":
    PICTURE.write_text(drawn())
