"""The door to matplotlib: one file a chart, each with its sentence for whoever cannot see it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from matplotlib import rc_context

from loganalyzer.charts import bound, encryption, plaintext, rejections, shares
from loganalyzer.charts.material import Material
from loganalyzer.charts.picture import STYLE, Format, Picture, written

__all__ = ["CHARTS", "Chart", "Format", "Material", "Picture", "draw", "written"]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its name, the question it answers, how it is drawn and how it is told."""

    name: str
    question: str
    draw: Callable[[Material], Picture]
    say: Callable[[Material], str]


CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        Chart(
            "rejections", "What would be refused, and would anybody miss it?", rejections.draw, rejections.say
        ),
        Chart(
            "bound",
            "How many new failing senders must be expected, and is that few enough?",
            bound.draw,
            bound.say,
        ),
        Chart(
            "encryption",
            "How much mail is encrypted, in and out, over time?",
            encryption.draw,
            encryption.say,
        ),
        Chart(
            "protocols",
            "Which TLS protocols does mail come and go with?",
            partial(shares.draw, names=shares.protocols),
            partial(shares.say, names=shares.protocols),
        ),
        Chart(
            "key-exchange",
            "How are keys exchanged?",
            partial(shares.draw, names=shares.key_exchanges),
            partial(shares.say, names=shares.key_exchanges),
        ),
        Chart("plaintext", "To whom does mail go in plaintext?", plaintext.draw, plaintext.say),
    )
}
"""All charts by name, in the order in which a report shows them."""


def draw(name: str, material: Material) -> Picture:
    """The chart of this name, with its sentence; raises KeyError, naming all, for one that there is not."""
    if name not in CHARTS:
        raise KeyError(f"no chart {name!r}; there is {', '.join(CHARTS)}")
    with rc_context(STYLE):
        picture = CHARTS[name].draw(material)
    picture.alt = CHARTS[name].say(material)
    return picture
