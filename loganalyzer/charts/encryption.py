"""How much mail was encrypted, period by period, in and out, and how much the log leaves open."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from loganalyzer.charts.material import Material
from loganalyzer.charts.paint import (
    BLUE,
    INK,
    PALE,
    VERMILLION,
    key,
    nothing,
    over_bars,
    sheet,
    stacked,
    time_axis,
    within,
)
from loganalyzer.charts.picture import Picture
from loganalyzer.measures.encryption import inbound_by_day, outbound_by_day
from loganalyzer.measures.periods import periods, together
from loganalyzer.measures.rate import Rate

LENGTHS = {1: "day", 7: "week", 28: "four weeks"}
"""Words for periods of so many days."""


def _ways(material: Material) -> tuple[tuple[str, Mapping[int, Rate]], ...]:
    tally = material.tally
    return (
        ("In: messages from strangers", inbound_by_day(tally)),
        ("Out: recipients at other servers", outbound_by_day(tally, material.own_domains)),
    )


def draw(material: Material) -> Picture:
    """Two charts, in and out: the encrypted share of all mail of each period, over their numbers."""
    picture, both = sheet(2, 5.2)
    spans = periods(material.first, material.last)
    for axes, (title, days) in zip(both, _ways(material), strict=True):
        _one(axes, title, spans, together(days, spans))
        time_axis(axes, material.first, material.last, [span.start for span in spans])
    both[0].set_xlabel("")
    return picture


def _one(axes: Axes, title: str, spans: Sequence[range], rates: Sequence[Rate]) -> None:
    # The room above the bars is for the legend, which stands between title and chart.
    axes.set_title(title, pad=20)
    if not any(rate.total for rate in rates):
        nothing(axes, "no such mail in these logs")
        return

    def shares(counts: Sequence[int]) -> list[float]:
        return [100 * n / rate.total if rate.total else 0 for n, rate in zip(counts, rates, strict=True)]

    known = shares([rate.count for rate in rates])
    stacked(
        axes,
        spans,
        (
            ("encrypted", BLUE, "", known),
            ("not told by the log", PALE, "////", shares([rate.unknown for rate in rates])),
            ("plaintext", VERMILLION, "", shares([rate.known - rate.count for rate in rates])),
        ),
    )
    # A bar that is too low for its number goes without: it is seen to be low.
    said = [f"{share:.0f} %" if share > 12 and len(spans) <= 12 else "" for share in known]
    within(axes, spans, known, said)
    per = LENGTHS.get(len(spans[-1]), "days")
    axes.set_ylim(0, 112)
    axes.set_yticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
    axes.set_ylabel(
        f"share of all mail of a {per}" if per != "four weeks" else "share of all mail", color=INK
    )
    over_bars(
        axes, spans, [100] * len(spans), [f"{rate.total:,}" if rate.total else "none" for rate in rates]
    )
    key(axes)


def say(material: Material) -> str:
    """The rates of the whole time and of the newest period."""
    spans = periods(material.first, material.last)
    parts = []
    for title, days in _ways(material):
        whole, newest = together(days, (range(material.first, material.last + 1), spans[-1]))
        per = LENGTHS.get(len(spans[-1]), "days")
        parts.append(f"{title}: encrypted {whole.text()}; the last {per} {newest.text()}")
    return ". ".join(parts) + "."
