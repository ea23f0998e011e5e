"""How mail was encrypted: shares of protocols, and of ways to exchange keys."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from loganalyzer.charts.material import Material
from loganalyzer.charts.paint import BLUE, INK, ORANGE, PALE, VERMILLION, name_text, nothing, sheet
from loganalyzer.charts.picture import Picture
from loganalyzer.measures.encryption import (
    NOT_LOGGED,
    PLAINTEXT,
    Encryption,
    inbound_messages,
    ordered,
    outbound,
    submissions,
)

MOST = 8
"""Names shown; the rest is one bar."""

OUTDATED = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.1"})
"""RFC 8996 and before it RFC 7568: must not be used, but better than nothing between mail servers."""

Names = Callable[[Encryption], Mapping[str, int]]


class Row(NamedTuple):
    """One bar: a name and how often it was met."""

    name: str
    messages: int
    color: str
    hatch: str


def protocols(found: Encryption) -> Mapping[str, int]:
    """Picks the protocols."""
    return found.protocols


def key_exchanges(found: Encryption) -> Mapping[str, int]:
    """Picks the ways in which keys were exchanged."""
    return found.key_exchanges


def _ways(material: Material) -> tuple[tuple[str, Encryption], ...]:
    tally = material.tally
    return (
        ("In: messages from strangers", inbound_messages(tally)),
        ("In: messages from our users", submissions(tally)),
        ("Out: recipients at other servers", outbound(tally, material.own_domains)),
    )


def _rows(counts: Mapping[str, int]) -> list[Row]:
    """What was encrypted first, most first; then plaintext, and what the log does not tell."""
    ranked = ordered({name: n for name, n in counts.items() if name not in (PLAINTEXT, NOT_LOGGED)})
    rows = [
        Row(f"{name} (outdated)", n, ORANGE, "") if name in OUTDATED else Row(name, n, BLUE, "")
        for name, n in ranked[:MOST]
    ]
    rest = sum(n for _, n in ranked[MOST:])
    if rest:
        rows.append(Row(f"{len(ranked) - MOST} others", rest, BLUE, ""))
    for name, shown, color, hatch in (
        (PLAINTEXT, PLAINTEXT, VERMILLION, ""),
        (NOT_LOGGED, "not told by the log", PALE, "////"),
    ):
        if counts.get(name):
            rows.append(Row(shown, counts[name], color, hatch))
    return rows


def draw(material: Material, names: Names) -> Picture:
    """A chart for each way mail takes; each bar is the share of all mail that went that way."""
    ways = [(title, _rows(names(found)), found.rate.total) for title, found in _ways(material)]
    heights = [max(1, len(rows)) for _, rows, _ in ways]
    picture, charts = sheet(
        len(ways), 0.27 * sum(heights) + 0.5 * len(ways) + 0.5, [n + 1.2 for n in heights]
    )
    for axes, (title, rows, total) in zip(charts, ways, strict=True):
        _one(axes, title, rows, total)
    charts[-1].set_xlabel("share of all mail that went this way", color=INK)
    return picture


def _one(axes: Axes, title: str, rows: Sequence[Row], total: int) -> None:
    axes.set_title(f"{title} ({total:,})")
    if not rows:
        nothing(axes, "no such mail in these logs")
        return
    for at, row in enumerate(rows):
        share = 100 * row.messages / total
        axes.barh(at, share, 0.7, color=row.color, hatch=row.hatch, edgecolor="white", linewidth=0.4)
        said = f"{share:.1f} %  ({row.messages:,})"
        axes.annotate(
            said, (share, at), (4, 0), textcoords="offset points", va="center", fontsize=8, color=INK
        )
    axes.set_yticks(range(len(rows)), [name_text(row.name) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, 128)
    axes.set_xticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])
    axes.tick_params(axis="y", length=0)


def say(material: Material, names: Names) -> str:
    """All bars, way by way, with their numbers."""
    parts = []
    for title, found in _ways(material):
        rows = _rows(names(found))
        said = ", ".join(f"{name_text(row.name)} {row.messages:,}" for row in rows) or "none"
        parts.append(f"{title} ({found.rate.total:,}): {said}")
    return ". ".join(parts) + "."
