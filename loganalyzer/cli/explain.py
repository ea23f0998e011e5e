"""``mailstat explain``: what a decision looks at, and from a figure to its lines."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from loganalyzer.cli.explain_kept import explain_kept
from loganalyzer.cli.judging import SettingsPaths, opened, read_log, settings_of
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
from loganalyzer.cli.showing import Format, show, show_advice
from loganalyzer.cli.stores import AlsoStore

if TYPE_CHECKING:
    from pathlib import Path

    from loganalyzer.api import Log
    from loganalyzer.api.asked import Asked
    from loganalyzer.settings.labels import Labels
    from loganalyzer.settings.settings import Settings

What = Annotated[
    str | None,
    typer.Argument(
        metavar="WHAT", help="A decision; or a unit, client, domain, address or queue id of the logs."
    ),
]
SomeLogs = Annotated[
    list[str] | None,
    typer.Argument(metavar="LOG", help="As for report; not needed to explain a decision."),
]


def explain(
    what: What = None,
    logs: SomeLogs = None,
    most: Annotated[int, typer.Option(min=1, help="How many stories to tell, the newest first.")] = 10,
    format: Annotated[Format, typer.Option(help="text for people, json for programs.")] = Format.TEXT,
    since: Since = None,
    until: Until = None,
    last: Last = None,
    year: Year = None,
    timezone: Timezone = None,
    output: Output = None,
    store: AlsoStore = None,
    own_domain: OwnDomain = None,
    own_host: OwnHost = None,
    settings: SettingsPaths = None,
    labels: LabelsFile = None,
    jobs: Jobs = 1,
) -> None:
    """Explain a decision, or go from a figure of the report to the lines it was counted from.

    \b
    mailstat explain                           what there is to explain
    mailstat explain DECISION                  what it reads, and when it is SAFE, UNSAFE, BLIND
    mailstat explain DECISION LOG...           the same, and what these logs say of it
    mailstat explain DOMAIN@NETWORK LOG...     a unit, as the report names it
    mailstat explain 192.0.2.1 LOG...          a client: an address, or a network in CIDR form
    mailstat explain NAME LOG...               a client's name, a sender's or recipient's domain
    mailstat explain ADDRESS LOG...            a sender's or recipient's mail address
    mailstat explain QUEUE_ID LOG...           one message
    mailstat explain DOMAIN --store            what a store knows of a unit, or of all of a domain

    Each message, or session without one, is told as a story: its lines in order of time with their
    place (file:offset, in bytes of the unpacked log), what each was taken to mean, the fields read
    out of it, and what it all comes to. The messages that the report counts for a unit come first.

    Exit codes: 0 found; 1 nothing found; 2 wrong usage, or something could not be read; 3 not understood.
    """
    from loganalyzer.advice.decisions import DECISIONS

    if what is None or (what in DECISIONS and not logs and store is None):
        return _decision(what, output)
    said, configuration = labels_of_option(labels), settings_of(settings)
    options = options_of(since, until, last, year, timezone, jobs, own_host, configuration)
    if what in DECISIONS:
        log = read_log(logs or (), options, output, store)
        raise typer.Exit(_judged(what, log, (own_domain or (), said, configuration), format, output))
    question = _question(what, bool(logs) or store is not None)
    if store is not None:
        given = (own_domain or (), said, configuration)
        explain_kept(question, logs or (), store, options, given, format, output)
    with opened(logs or (), options, output) as log:
        found = log.explain(what, most, own_domain or (), said, configuration)

    from loganalyzer.reports import story_json, story_text

    if format is Format.JSON:
        show(lambda width, color: story_json.render(found), output)
    elif found.total:
        show(partial(story_text.render, found), output)
    raise typer.Exit(_code(log, found.total, what, output))


def _question(what: str, somewhere: bool) -> "Asked":
    """What is asked for; raises BadParameter for what names nothing, or where there is nothing to look in."""
    from loganalyzer.advice.decisions import DECISIONS
    from loganalyzer.api.asked import asked

    try:
        question = asked(what)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; or a decision: {', '.join(DECISIONS)}") from None
    if not somewhere:
        raise typer.BadParameter(f"{what!r} is no decision; name the logs in which to look for it")
    return question


def _decision(name: str | None, output: "Path | None") -> None:
    """Shows what one decision says of itself, or which there are."""
    from loganalyzer.api.asked import HOW
    from loganalyzer.api.decisions import docstrings
    from loganalyzer.reports import decision_text

    found = docstrings()
    if name is None:
        show(lambda width, color: decision_text.listing(found, HOW, width), output)
    else:
        show(lambda width, color: decision_text.render(name, found[name], width), output)


def _judged(
    name: str,
    log: "Log",
    given: tuple[Sequence[str], "Labels | None", "Settings | None"],
    format: Format,
    output: "Path | None",
) -> int:
    """Shows what one decision says of itself, and then of these logs; gives the exit code."""
    from loganalyzer.api.decisions import docstrings
    from loganalyzer.reports import decision_text, text

    report = log.report((name,), *given)

    def both(width: int, color: bool) -> str:
        about = decision_text.render(name, docstrings()[name], width)
        return f"{about}\n{text.render_advice(report, width, color)}"

    if format is Format.JSON:
        show_advice(report, format, output)
    else:
        show(both, output)
    return _code(log, 1, name, output)


def _code(log: "Log", found: int, what: str, output: "Path | None") -> int:
    """The exit code, with the reason on standard error where nothing was found or understood."""
    from loganalyzer.cli.exits import ATTENTION, DONE, NOT_UNDERSTOOD, UNREADABLE, understood

    coverage = log.report(()).coverage
    if not understood(coverage):
        typer.echo("mailstat: these lines were not understood; is this the log of a mail server?", err=True)
        return NOT_UNDERSTOOD
    for finding in log.outcome.findings:
        if finding.severity == "error" and output is None:  # else ``opened`` has said it
            typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
    if not found:
        typer.echo(f"mailstat: nothing in {coverage.lines:,} lines is about {what!r}", err=True)
    if log.outcome.unread:
        return UNREADABLE
    return DONE if found else ATTENTION
