"""``mailstat label``: say of senders whether anybody would miss their mail; asked one by one, or named."""

import sys
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from loganalyzer.cli.judging import SettingsPaths, read_log, settings_of
from loganalyzer.cli.parameters import (
    Jobs,
    LabelsFile,
    Last,
    OwnDomain,
    OwnHost,
    Since,
    Timezone,
    Until,
    Year,
    options_of,
)
from loganalyzer.cli.showing import Format
from loganalyzer.cli.stores import AlsoStore


class As(StrEnum):
    """What a sender's mail is to the admin."""

    WANTED = "wanted"
    JUNK = "junk"
    LET_IT_BREAK = "let-it-break"


OptionalLogs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LOG]...", help="As for report; not needed where --unit names one unit."),
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="DOMAIN@NETWORK",
        help="Label this sender without being asked (repeat it): as the report names it, or a pattern "
        "such as bank.example@* or *@198.18.0.0/15.",
    ),
]
Word = Annotated[As | None, typer.Option("--as", help="What the named senders are.")]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason, for whoever reads it later.")]
Who = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; otherwise your login name.")]


def label(
    logs: OptionalLogs = None,
    unit: Units = None,
    as_: Word = None,
    why: Why = None,
    who: Who = None,
    labels: LabelsFile = None,
    format: Annotated[Format, typer.Option(help="Of the list: text or json.")] = Format.TEXT,
    store: AlsoStore = None,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    settings: SettingsPaths = None,
    jobs: Jobs = 1,
) -> None:
    """Say of undecided senders whether their mail is wanted; the verdict then builds on it.

    On a terminal it asks about one after the other, those in the way first, and saves each answer.
    With --unit, --as and --why it labels without asking. Elsewhere it prints who is undecided.

    Exit codes: 0 done; 2 wrong usage, or something could not be read or written; 3 the input was
    not understood.
    """
    from loganalyzer.cli.labelling import Task, ask, label_named, print_undecided

    named = tuple(unit or ())
    if bool(named) != (as_ is not None) or (named and not (why or "").strip()):
        raise typer.BadParameter("--unit, --as and --why belong together")
    if not named and not logs and store is None:
        raise typer.BadParameter("name a LOG or --store whose senders are to be judged, or one by --unit")
    configuration = settings_of(settings)
    options = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    log = read_log(logs or (), options, None, store) if logs or store is not None else None
    task = Task(log, own_domain or (), configuration, labels, who, date.today())
    if as_ is not None:
        label_named(task, named, as_.value, why or "")
    elif watched() and format is Format.TEXT:
        ask(task)
    else:
        print_undecided(task, format)
    task.end()


def watched() -> bool:
    """Whether somebody sits before a terminal and can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
