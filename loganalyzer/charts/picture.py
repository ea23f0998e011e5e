"""A figure that carries its text alternative, and how it is written: the same bytes each time."""

import io
import re
import warnings
from collections.abc import Collection
from typing import Any, Literal
from xml.sax.saxutils import escape

from matplotlib import rc_context
from matplotlib.figure import Figure
from PIL import Image

Format = Literal["svg", "png", "pdf"]

STYLE: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that each machine draws alike
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.grid": False,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in a domain is a dollar sign
    "axes.unicode_minus": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "mailstat",
    "pdf.fonttype": 42,
    "timezone": "UTC",
}

WIDTH = 6.0
"""Inches; at 100 dots an inch the 600 pixels that a mail shows."""

SHARP = 200
"""Dots an inch of a PNG: two for each pixel, as today's screens want them."""

COLOURS = 64
"""In a PNG: charts have a dozen and the shades at the edges of letters, and a mail is to stay small."""

_UNDATED: dict[Format, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": None},
}


class Picture(Figure):
    """A matplotlib figure at mail width; ``alt`` says in one sentence what is to be seen."""

    alt: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it only says that there is nothing to be seen."""
        return not any(axes.axison for axes in self.axes)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows, and stores: the picture, and the sentence beside it."""
        return {"image/svg+xml": written(self, "svg").decode(), "text/plain": self.alt}


def written(picture: Picture, format: Format) -> bytes:
    """The picture's file; the same for the same picture, whenever and wherever it is written."""
    out = io.BytesIO()
    with rc_context(STYLE), warnings.catch_warnings():
        # A domain may be written in any script; what the font lacks is shown as a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        picture.savefig(out, format=format, dpi=SHARP if format == "png" else 100, metadata=_UNDATED[format])
    if format == "png":
        return _small(out)
    return _told(out.getvalue().decode(), picture.alt).encode() if format == "svg" else out.getvalue()


def _small(png: io.BytesIO) -> bytes:
    """The PNG with a palette: a third of the size, and nobody sees it."""
    out = io.BytesIO()
    with Image.open(png) as image:
        told = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    told.save(out, "PNG", optimize=True)
    return out.getvalue()


def _told(svg: str, alt: str) -> str:
    """The SVG with its text alternative, and without ids that nothing in it refers to.

    Several pictures may stand in one page, where no id may occur twice.
    """
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = re.sub(r" <metadata>.*?</metadata>\n", "", svg, flags=re.DOTALL)
    return re.sub(
        r"<svg ([^>]*)>",
        lambda found: f'<svg role="img" {found[1]}>\n <title>{escape(alt)}</title>',
        svg,
        count=1,
    )
