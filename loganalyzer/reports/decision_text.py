"""What a decision looks at, from its own docstring, for a terminal."""

import re
import textwrap
from collections.abc import Mapping

from loganalyzer.reports.story_text import PIPED_WIDTH

_LABEL = re.compile(r"(?:^|(?<=[.;] ))(?=[A-Z][A-Za-z_]*(?: [a-z]+)?: )", re.MULTILINE)
"""Where a docstring begins to speak of something else: ``SAFE when: …``, ``Undo: …``."""


def render(name: str, docstring: str, width: int = PIPED_WIDTH) -> str:
    """The decision's name, its question, and a paragraph for each thing that it says of itself."""
    question, _, rest = docstring.strip().partition("\n\n")
    paragraphs = [part for part in _LABEL.split(rest) if part.strip()]
    out = [f"{name}: {_plain(question)}", ""]
    for part in paragraphs:
        out += textwrap.wrap(_plain(part), width, subsequent_indent="    ", break_on_hyphens=False)
    return "\n".join(out).rstrip() + "\n"


def _plain(text: str) -> str:
    return " ".join(text.replace("``", "").split())


def listing(decisions: Mapping[str, str], how: str, width: int = PIPED_WIDTH) -> str:
    """All decisions with the question that each answers, and how to ask for other things."""
    wide = max(map(len, decisions), default=0) + 2
    out = ["Decisions (mailstat explain DECISION):", ""]
    for name, docstring in decisions.items():
        question = _plain(docstring.strip().partition("\n\n")[0])
        out += textwrap.wrap(f"  {name:{wide}}{question}", width, subsequent_indent=" " * (wide + 2))
    out += ["", *textwrap.wrap(f"From a figure to its lines (mailstat explain WHAT LOG...): {how}.", width)]
    return "\n".join(out) + "\n"
