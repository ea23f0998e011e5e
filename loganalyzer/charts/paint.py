"""The hand that all charts are drawn with: colours, axes of time, bars with their numbers."""

from collections.abc import Sequence
from datetime import date
from textwrap import fill

from matplotlib.axes import Axes

from loganalyzer.charts.picture import WIDTH, Picture
from loganalyzer.terms.moment import as_date

BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PURPLE = "#E69F00", "#D55E00", "#CC79A7"
GREY, PALE, INK = "#999999", "#D9D9D9", "#222222"
"""M. Okabe and K. Ito's colours: told apart with any kind of sight, and by their lightness in print."""

NAME_LENGTH = 34

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not the machine's own names: a picture is the same wherever it is drawn."""


def sheet(rows: int, height: float, ratios: Sequence[float] | None = None) -> tuple[Picture, list[Axes]]:
    """An empty picture at mail width, with so many charts one above the other."""
    picture = Picture(figsize=(WIDTH, height), dpi=100, layout="constrained")
    grid = picture.subplots(rows, 1, squeeze=False, gridspec_kw={"height_ratios": ratios or [1] * rows})
    return picture, [row[0] for row in grid]


def day_text(day: int, *, year: bool = False) -> str:
    """``7 Sep``, or ``7 Sep 2026``."""
    when: date = as_date(day)
    return f"{when.day} {MONTHS[when.month - 1]}" + (f" {when.year}" if year else "")


def name_text(name: str) -> str:
    """A name out of a log as it may stand in a picture: one line, nothing that turns or hides text."""
    shown = "".join(one if one.isprintable() else "?" for one in name)
    if len(shown) <= NAME_LENGTH:
        return shown
    return f"{shown[: NAME_LENGTH // 2]}…{shown[-NAME_LENGTH // 2 + 1 :]}"


def time_axis(axes: Axes, first: int, last: int, starts: Sequence[int] | None = None) -> None:
    """Days along the bottom, at most seven of them named; the years in the label."""
    days = list(starts) if starts else list(range(first, last + 1))
    step = max(1, -(-len(days) // 7))
    shown = days[::step]
    axes.set_xlim(first - 0.3, last + 1.3)
    axes.set_xticks(shown, [day_text(day) for day in shown])
    years = sorted({as_date(first).year, as_date(last).year})
    axes.set_xlabel("–".join(str(year) for year in years) + " (UTC)", color=INK)


def stacked(
    axes: Axes, spans: Sequence[range], layers: Sequence[tuple[str, str, str, Sequence[float]]]
) -> None:
    """Bars as wide as their periods; layers: label, colour, hatch, and a height for each period."""
    lefts = [span.start + 0.06 * len(span) for span in spans]
    widths = [0.88 * len(span) for span in spans]
    bottoms = [0.0] * len(spans)
    for label, color, hatch, heights in layers:
        if not any(heights):
            continue
        axes.bar(
            lefts,
            heights,
            widths,
            bottoms,
            align="edge",
            label=label,
            color=color,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.4,
        )
        bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]


def over_bars(axes: Axes, spans: Sequence[range], tops: Sequence[float], texts: Sequence[str]) -> None:
    """One text over each bar."""
    for span, top, text in zip(spans, tops, texts, strict=True):
        axes.annotate(
            text,
            ((span.start + span.stop) / 2, top),
            (0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8,
            color=INK,
            bbox={"facecolor": "white", "linewidth": 0, "pad": 0.5},
        )


def within(axes: Axes, spans: Sequence[range], tops: Sequence[float], texts: Sequence[str]) -> None:
    """One text in each bar, below its top, in white."""
    for span, top, text in zip(spans, tops, texts, strict=True):
        middle = (span.start + span.stop) / 2
        axes.annotate(
            text,
            (middle, top),
            (0, -3),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8,
            color="white",
            fontweight="bold",
        )


def key(axes: Axes, columns: int = 4) -> None:
    """The legend, above the chart and below its title, where it hides nothing."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=8,
        borderaxespad=0.1,
        handlelength=1.2,
        columnspacing=1.2,
        handletextpad=0.5,
    )


def nothing(axes: Axes, why: str) -> None:
    """Says in the middle of an empty chart why there is nothing in it."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, fill(why, 80), transform=axes.transAxes, ha="center", va="center", color=INK)
