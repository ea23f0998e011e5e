"""The charts within a report: drawn only for the formats that show them, since drawing takes a second."""

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from loganalyzer.cli.formats import ReportFormat

if TYPE_CHECKING:
    from loganalyzer.api import Log
    from loganalyzer.charts import Format
    from loganalyzer.settings.labels import Labels
    from loganalyzer.settings.settings import Settings

NoCharts = Annotated[
    bool,
    typer.Option("--no-charts", help="Without charts (formats html and email), which take a second to draw."),
]


class Shown(NamedTuple):
    """What a format shows: charts by name, or all where none is named, and as what."""

    format: "Format"
    names: tuple[str, ...] = ()


SHOWN: Mapping[ReportFormat, Shown] = {
    ReportFormat.HTML: Shown("svg"),
    # Each is some 30 kB of a message; these three are what changes from week to week.
    ReportFormat.EMAIL: Shown("png", ("rejections", "bound", "encryption")),
}


def drawn(
    log: "Log",
    format: ReportFormat,
    own_domains: Sequence[str],
    labels: "Labels",
    settings: "Settings | None",
    budget: float,
) -> dict[str, tuple[bytes, str]]:
    """The charts that the format shows, by name: the file, and what is to be seen in it.

    Those that would only say that there is nothing to be seen are left out, so are all charts of
    a format without any.
    """
    shown = SHOWN.get(format)
    if shown is None:
        return {}
    _quiet()
    from loganalyzer.charts import written

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the report's findings say what could not be read
        found = log.charts(shown.names, own_domains, labels, settings, budget)
    return {
        name: (written(picture, shown.format), picture.alt)
        for name, picture in found.items()
        if not picture.is_empty
    }


def _quiet() -> None:
    """Keeps to itself what matplotlib has to say of its caches: under cron it would become a mail."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
