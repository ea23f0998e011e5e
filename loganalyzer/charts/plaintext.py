"""To whom mail goes in plaintext: the domains with the most of it."""

from matplotlib.ticker import MaxNLocator

from loganalyzer.charts.material import Material
from loganalyzer.charts.paint import INK, PALE, SKY, VERMILLION, key, name_text, nothing, sheet
from loganalyzer.charts.picture import Picture
from loganalyzer.measures.encryption import destinations, outbound
from loganalyzer.measures.rate import Rate

MOST = 12
"""Domains shown."""


def _all(material: Material) -> list[tuple[str, Rate]]:
    found = destinations(material.tally, material.own_domains)
    return [(domain, rate) for domain, rate in found if rate.known > rate.count]


def draw(material: Material) -> Picture:
    """A bar a domain: mail that went there in plaintext, and beside it what was encrypted."""
    every = _all(material)
    rows = every[:MOST]
    picture, (axes,) = sheet(1, 0.27 * max(3, len(rows)) + 1.3)
    axes.set_title("Out: recipient domains that got mail in plaintext", pad=20)
    if not rows:
        total = outbound(material.tally, material.own_domains).rate
        nothing(axes, f"none that the log shows; encrypted: {total.text()}")
        return picture
    for at, (_, rate) in enumerate(rows):
        plain = rate.known - rate.count
        left = 0
        for n, color, hatch, label in (
            (plain, VERMILLION, "", "plaintext"),
            (rate.unknown, PALE, "////", "not told by the log"),
            (rate.count, SKY, "", "encrypted"),
        ):
            axes.barh(
                at,
                n,
                0.7,
                left,
                color=color,
                hatch=hatch,
                edgecolor="white",
                linewidth=0.4,
                label="" if at else label,
            )
            left += n
        said = f"{plain:,} of {rate.total:,}"
        axes.annotate(
            said, (left, at), (4, 0), textcoords="offset points", va="center", fontsize=8, color=INK
        )
    axes.set_yticks(range(len(rows)), [name_text(domain or "(no domain)") for domain, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 1.18 * max(rate.total for _, rate in rows))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.tick_params(axis="y", length=0)
    more = len(every) - len(rows)
    axes.set_xlabel(
        "recipients whose mail was sent" + (f"; {more:,} more domains not shown" if more else ""), color=INK
    )
    key(axes)
    return picture


def say(material: Material) -> str:
    """How many domains, and which get most."""
    rows = _all(material)
    if not rows:
        return "No recipient domain got mail in plaintext, as far as the log shows."
    named = ", ".join(f"{name_text(domain)} {rate.known - rate.count:,}" for domain, rate in rows[:MOST])
    return f"Recipients whose mail went in plaintext, by domain ({len(rows):,} in all): {named}."
