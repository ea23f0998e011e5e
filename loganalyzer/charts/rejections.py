"""What would be, or is, refused: when, what it is, and what became of it."""

from collections import Counter
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from loganalyzer.advice.curve import curves
from loganalyzer.advice.would_be import SHARES, Share, would_be
from loganalyzer.charts.material import Material
from loganalyzer.charts.paint import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    SKY,
    VERMILLION,
    day_text,
    key,
    nothing,
    over_bars,
    sheet,
    stacked,
    time_axis,
)
from loganalyzer.charts.picture import Picture
from loganalyzer.linking.fates import BEST_FIRST
from loganalyzer.linking.finished import Fate
from loganalyzer.measures.periods import periods

LOOK: dict[Share, tuple[str, str, str]] = {
    "wanted": ("wanted", VERMILLION, ""),
    "undecided": ("nobody has judged it", ORANGE, ""),
    "let it break": ("may be lost, said the admin", SKY, ""),
    "junk": ("junk", BLUE, ""),
    "not lost": ("would not have arrived anyway", PALE, "////"),
}

FATES: dict[Fate, str] = {
    "delivered": "delivered",
    "unknown": "fate unknown",
    "quarantined": "quarantined",
    "bounced": "bounced",
    "refused_anyway": "refused for other reasons",
    "not_completed": "came to nothing",
    "refused": "refused since the switch",
}

Counts = Counter[tuple[int, Share, Fate]]


def _counts(material: Material) -> Counts:
    counts: Counts = Counter()
    for facts in material.facts:
        counts.update(would_be(facts))
    return counts


def _switches(material: Material) -> list[int]:
    return sorted(
        {c.switched_on for facts in material.facts for c in curves(facts) if c.switched_on is not None}
    )


def _none(material: Material) -> str:
    """Nothing failed, or nothing was seen to fail: two things, and only one of them is good."""
    blind = [curve.why for facts in material.facts for curve in curves(facts) if curve.why]
    return f"the log does not show what would be refused: {blind[0]}" if blind else "nothing would be refused"


def draw(material: Material) -> Picture:
    """Above, period by period, what the mail is; below, what became of all of it."""
    counts = _counts(material)
    fates = [fate for fate in BEST_FIRST if any(key[2] == fate for key in counts)]
    if not counts:
        picture, (only,) = sheet(1, 1.6)
        only.set_title("Messages that fail the check")
        nothing(only, _none(material))
        return picture
    picture, (above, below) = sheet(2, 3.9 + 0.25 * len(fates), [3.1, 0.4 + 0.25 * max(2, len(fates))])
    above.set_title("Messages that fail the check: what they are", pad=34)
    below.set_title("What became of them")
    spans = periods(material.first, material.last)
    _over_time(above, spans, counts)
    time_axis(above, material.first, material.last, [span.start for span in spans])
    for day in _switches(material):
        above.axvline(day, color=INK, linewidth=1.4, linestyle=(0, (4, 2)))
        above.annotate(
            f"switch, {day_text(day)} ",
            (day, 1),
            xycoords=("data", "axes fraction"),
            ha="right",
            va="top",
            fontsize=8,
        )
    _fates(below, fates, counts)
    return picture


def _over_time(axes: Axes, spans: Sequence[range], counts: Counts) -> None:
    def heights(share: Share) -> list[float]:
        return [
            sum(n for (day, what, _), n in counts.items() if what == share and day in span) for span in spans
        ]

    layers = [(*LOOK[share], heights(share)) for share in SHARES]
    layers = [layer for layer in layers if any(layer[3])]
    stacked(axes, spans, layers)
    tops = [sum(n for (day, _, _), n in counts.items() if day in span) for span in spans]
    over_bars(axes, spans, tops, [f"{top:,}" for top in tops])
    axes.set_ylim(0, 1.15 * max(tops))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel("messages", color=INK)
    key(axes, 2)


def _fates(axes: Axes, fates: Sequence[Fate], counts: Counts) -> None:
    """One bar a fate, made of the same colours as above."""
    for at, fate in enumerate(fates):
        left = 0
        for share in SHARES:
            n = sum(n for (_, what, became), n in counts.items() if (what, became) == (share, fate))
            _, color, hatch = LOOK[share]
            axes.barh(at, n, 0.7, left, color=color, hatch=hatch, edgecolor="white", linewidth=0.4)
            left += n
        axes.annotate(
            f"{left:,}", (left, at), (4, 0), textcoords="offset points", va="center", fontsize=8, color=INK
        )
    axes.set_yticks(range(len(fates)), [FATES[fate] for fate in fates])
    axes.set_ylim(len(fates) - 0.4, -0.6)
    axes.set_xlim(
        0, 1.1 * max(sum(n for (_, _, became), n in counts.items() if became == fate) for fate in fates)
    )
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("messages", color=INK)


def say(material: Material) -> str:
    """How many messages fail the check, by what they are, and how many of them by fate."""
    counts = _counts(material)
    if not counts:
        return f"{_none(material)}."
    shares: Counter[Share] = Counter()
    fates: Counter[Fate] = Counter()
    for (_, share, fate), n in counts.items():
        shares[share] += n
        fates[fate] += n
    what = ", ".join(f"{LOOK[share][0]} {shares[share]:,}" for share in SHARES if shares[share])
    became = ", ".join(f"{FATES[fate]} {fates[fate]:,}" for fate in BEST_FIRST if fates[fate])
    switch = "".join(f"; the check refuses since {day_text(day, year=True)}" for day in _switches(material))
    return f"{counts.total():,} messages fail the check: {what}. What became of them: {became}{switch}."
