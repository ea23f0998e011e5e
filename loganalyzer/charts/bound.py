"""How the bound on new failing senders narrowed, against the budget, and when the switch was made."""

from matplotlib.axes import Axes

from loganalyzer.advice.curve import Curve, curves
from loganalyzer.charts.material import Material
from loganalyzer.charts.paint import (
    BLUE,
    GREEN,
    GREY,
    INK,
    VERMILLION,
    day_text,
    key,
    nothing,
    sheet,
    time_axis,
)
from loganalyzer.charts.picture import Picture

MOST = 4
"""Curves shown; each is a host and a restriction."""

FULL, EMPTY = 3.2, 1.2
"""Inches high, with a curve and without."""

ROOM = 10
"""Days that are wide enough for a word."""


def _curves(material: Material) -> list[Curve]:
    return [curve for facts in material.facts for curve in curves(facts)]


def draw(material: Material) -> Picture:
    """A chart for each restriction of each host: the bound day by day, the budget, the switch."""
    every = _curves(material)[:MOST]
    heights = [FULL if curve.points else EMPTY for curve in every] or [EMPTY]
    picture, charts = sheet(len(heights), 0.4 + sum(heights), heights)
    if not every:
        nothing(charts[0], "no server in these logs")
    several = len({curve.host for curve in every}) > 1
    for axes, curve in zip(charts, every, strict=False):
        host = f", {curve.host}" if several else ""
        axes.set_title(f"New failing senders a month, at most: {curve.restriction}{host}", pad=20)
        if curve.rate is None:
            nothing(axes, f"no bound, since the log does not show the check at work: {curve.why}")
        else:
            _one(axes, curve, material)
    return picture


def _one(axes: Axes, curve: Curve, material: Material) -> None:
    assert curve.rate is not None
    days = [day + 1 for day, _ in curve.points]
    rates = [rate for _, rate in curve.points]
    top = max(2.5 * curve.budget, 2.5 * curve.rate)
    axes.plot(days, rates, color=BLUE, linewidth=2, label="bound at 95 %")
    axes.axhline(
        curve.budget, color=GREEN, linewidth=1.6, linestyle=(0, (5, 2)), label=f"budget: {curve.budget:g}"
    )
    new = sorted(set(curve.sightings))
    axes.plot(
        [day + 0.5 for day in new],
        [0.03 * top] * len(new),
        "|",
        color=VERMILLION,
        markersize=7,
        markeredgewidth=1.6,
        label=f"day with new ones ({len(curve.sightings)} in all)",
    )
    axes.set_ylim(0, top)
    _where_it_stands(axes, curve, days[-1])
    began = curve.points[0][0]
    if began > material.first:
        axes.axvspan(material.first, began, color=GREY, alpha=0.18, linewidth=0)
    if began - material.first >= ROOM:
        axes.annotate(
            "not counted:\nwho is met here\nis not new",
            ((material.first + began) / 2, 0.5),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="center",
            fontsize=8,
            color=INK,
        )
    axes.set_ylabel("senders a month", color=INK)
    time_axis(axes, material.first, material.last)
    key(axes, 3)


def _where_it_stands(axes: Axes, curve: Curve, end: int) -> None:
    """The last value, and when it would reach the budget; or the switch, and the value on its eve."""
    axes.plot([end], [curve.points[-1][1]], "o", color=BLUE, markersize=5)
    said = f"{day_text(curve.points[-1][0])}: at most {curve.rate:.1f}"
    at, side = (end, "right") if curve.switched_on is None else (curve.switched_on, "left")
    if curve.holds_on is not None:
        said += f"\nwithin the budget on {day_text(curve.holds_on, year=True)},\nif nobody new turns up"
    if curve.switched_on is not None:
        axes.axvline(curve.switched_on, color=INK, linewidth=1.4, linestyle=(0, (4, 2)))
        said = f"switch, {day_text(curve.switched_on)}\nthe bound then: {curve.rate:.1f}"
    # At the top, where the curve has long come down from.
    axes.annotate(
        said,
        (at, 1),
        (5 if side == "left" else -5, -3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha=side,
        va="top",
        fontsize=8,
        color=INK,
        bbox={"facecolor": "white", "alpha": 0.85, "linewidth": 0, "pad": 1.5},
    )


def say(material: Material) -> str:
    """Where each bound stands against the budget, and since when the check refuses."""
    return " ".join(_say(curve) for curve in _curves(material)[:MOST]) or "There is no server in these logs."


def _say(curve: Curve) -> str:
    name = f"{curve.restriction} on {curve.host}" if curve.host else curve.restriction
    if curve.rate is None:
        return f"{name}: no bound, since the log does not show the check at work: {curve.why}."
    said = (
        f"{name}: on {day_text(curve.points[-1][0], year=True)} at most {curve.rate:.1f} new failing senders "
        f"a month at 95 %, the budget is {curve.budget:g}"
    )
    if curve.switched_on is not None:
        return f"{said}; the check refuses since {day_text(curve.switched_on, year=True)}."
    if curve.holds_on is not None:
        return f"{said}; within it on {day_text(curve.holds_on, year=True)} if nobody new turns up."
    return f"{said}."
