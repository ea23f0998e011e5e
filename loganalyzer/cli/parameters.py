"""Arguments and options that several commands share, declared once."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.moments import moment, span, zone

if TYPE_CHECKING:
    from loganalyzer.api import Options
    from loganalyzer.settings.labels import Labels
    from loganalyzer.settings.settings import Settings

Logs = Annotated[
    list[str],
    typer.Argument(
        metavar="LOG", help="Files, patterns, folders, or - for standard input; rotated and packed too."
    ),
]
MaybeLogs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="LOG",
        help="Files, patterns, folders, or - for standard input; rotated and packed too.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to this file instead of standard output."),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only what began then or later: 2026-11-02.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only what began before: 2026-11-30.")]
Last = Annotated[
    str | None,
    typer.Option(
        metavar="SPAN", help="Only the last 36h, 28d or 4w before --until, or before the log's end."
    ),
]
Year = Annotated[
    int | None,
    typer.Option(min=1970, max=9998, metavar="YEAR", help="Year in which a log without years ends."),
]
Timezone = Annotated[
    str | None, typer.Option(metavar="ZONE", help="Zone of stamps without one; otherwise this machine's.")
]
OwnDomain = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DOMAIN",
        help="A domain of this server (repeat it); otherwise those it delivers into mailboxes.",
    ),
]
OwnHost = Annotated[
    list[str] | None,
    typer.Option(
        metavar="HOST",
        help="Address, network or full name of another mail server of yours (repeat it): what it hands "
        "over has entered before. Hosts whose logs are read, too, are known by their names.",
    ),
]
Decision = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Judge only this decision (repeat it): warn_if_reject."),
]
Check = Annotated[bool, typer.Option("--check", help="Say by the exit code whether all is SAFE.")]
Jobs = Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Processes that scan.")]

LabelsFile = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        metavar="FILE",
        help="What you said of senders (mailstat label); otherwise ~/.config/mailstat/labels.toml or "
        "/etc/mailstat/labels.toml.",
    ),
]


def labels_of_option(path: Path | None) -> "Labels":
    """The labels in this file, or in the usual one, which may be missing; raises BadParameter."""
    from loganalyzer.cli.labels_file import default_labels
    from loganalyzer.settings.labels import LabelsError, read_labels

    try:
        return read_labels(path or default_labels(), missing_ok=path is None)
    except LabelsError as error:
        raise typer.BadParameter(str(error), param_hint="'--labels'") from None


def options_of(
    since: str | None,
    until: str | None,
    last: str | None,
    year: int | None,
    timezone: str | None,
    jobs: int,
    own_host: Sequence[str] | None = None,
    settings: "Settings | None" = None,
) -> "Options":
    """How the logs are to be read; raises BadParameter for what cannot be meant.

    own_host, settings: which machines are our own; of settings mynetworks is.
    """
    from loganalyzer.api import Options
    from loganalyzer.settings.own import own
    from loganalyzer.terms.own_hosts import own_hosts

    hosts = tuple(own_host or ())
    try:
        own_hosts(hosts)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--own-host'") from None
    hosts += tuple(map(str, own(settings).networks)) if settings is not None else ()

    # An empty text is no missing option: from a script it is a variable that was never set.
    where = None if timezone is None else zone(timezone)
    begin = None if since is None else moment(since, where)
    end = None if until is None else moment(until, where)
    if last is not None and begin is not None:
        raise typer.BadParameter("--last and --since exclude each other")
    if begin is not None and end is not None and begin >= end:
        raise typer.BadParameter("--since must be before --until")
    stretch = None if last is None else span(last)
    return Options(
        year=year, timezone=where, since=begin, until=end, last=stretch, jobs=jobs, own_hosts=hosts
    )
