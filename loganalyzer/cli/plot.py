"""``mailstat plot``: one chart of a log as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.exits import DONE, UNREADABLE
from loganalyzer.cli.judging import Risk, SettingsPaths, read_log, settings_of
from loganalyzer.cli.naming import Anonymise, KeyFile, key_of
from loganalyzer.cli.parameters import (
    Jobs,
    LabelsFile,
    Last,
    Output,
    OwnDomain,
    OwnHost,
    Since,
    Timezone,
    Until,
    Year,
    labels_of_option,
    options_of,
)

if TYPE_CHECKING:
    from loganalyzer.charts import Format, Picture

FORMATS: "dict[str, Format]" = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
"""What a file is to be, told by how its name ends."""


def plot(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which chart; without it, all are named.")
    ] = None,
    logs: Annotated[
        list[str] | None, typer.Argument(metavar="LOG", help="Files, patterns, folders, or -; as for report.")
    ] = None,
    output: Output = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    risk: Risk = 4.0,
    anonymise: Anonymise = False,
    key_file: KeyFile = None,
    jobs: Jobs = 1,
) -> None:
    """Draw a chart of what mail logs say: -o x.svg, x.png or x.pdf, 600 pixels wide as a mail shows it.

    What is to be seen is said in a sentence on standard output, for whoever cannot see it.
    """
    from loganalyzer.charts import CHARTS

    if name is None:
        width = max(map(len, CHARTS))
        for chart in CHARTS.values():
            typer.echo(f"{chart.name:<{width}}  {chart.question}")
        return
    if name not in CHARTS:
        raise typer.BadParameter(f"no chart {name!r}; there is {', '.join(CHARTS)}", param_hint="'NAME'")
    if not logs:
        raise typer.BadParameter("name a log", param_hint="'LOG'")
    path, format = _checked(output)
    key = key_of(anonymise, key_file, {"--settings": bool(settings)})
    said, configuration = labels_of_option(labels), settings_of(settings)
    reading = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    log = read_log(logs, reading, path, key=key)
    picture = log.plot(name, own_domain or (), labels=said, settings=configuration, budget=risk)
    _save(picture, format, path)
    typer.echo(picture.alt)
    raise typer.Exit(UNREADABLE if log.outcome.unread else DONE)


def _checked(output: Path | None) -> "tuple[Path, Format]":
    """Where the picture goes and what it is; raises BadParameter for a name that does not tell."""
    format = FORMATS.get(output.suffix.lower()) if output is not None else None
    if output is None or format is None:
        raise typer.BadParameter(f"name a file that ends in {', '.join(FORMATS)}", param_hint="'-o'")
    return output, format


def _save(picture: "Picture", format: "Format", path: Path) -> None:
    from loganalyzer.charts import written

    try:
        path.write_bytes(written(picture, format))
    except OSError as error:
        typer.echo(f"mailstat: cannot write {path}: {error.strerror or error}", err=True)
        raise typer.Exit(UNREADABLE) from None
