"""What ``mailstat explain --store`` does: a store has units with a few lines of each, no single messages."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from loganalyzer.cli.judging import read_log
from loganalyzer.cli.showing import Format, show

if TYPE_CHECKING:
    from loganalyzer.api import Log, Options
    from loganalyzer.api.asked import Asked
    from loganalyzer.reports.kept import Kept
    from loganalyzer.settings.labels import Labels
    from loganalyzer.settings.settings import Settings
    from loganalyzer.terms.unit import Unit


def explain_kept(
    question: "Asked",
    logs: Sequence[str],
    store: str,
    options: "Options",
    given: tuple[Sequence[str], "Labels", "Settings | None"],
    format: Format,
    output: Path | None,
) -> NoReturn:
    """Shows the units that are asked for, and ends the program with the codes of ``explain``."""
    from loganalyzer.cli.exits import ATTENTION, DONE, exit_code
    from loganalyzer.cli.stores import store_errors
    from loganalyzer.reports import kept

    own_domains, labels, settings = given
    log = read_log(logs, options, output, store)
    with store_errors():
        report = log.report(own_domains=own_domains, labels=labels, settings=settings, with_lines=True)
    of_client = _of_client(question, log)
    every = kept.kept(report)
    found = tuple(one for one in every if _is(question, one, of_client))
    if not found and question.what == "unit":
        question = question.as_address
        found = tuple(one for one in every if _is(question, one, of_client))
    if format is Format.JSON:
        show(lambda width, color: kept.as_json(found, report), output)
    elif found:
        show(lambda width, color: kept.render(found, width, color), output)
    if not found:
        typer.echo(f"mailstat: {NONE[question.what].format(question.text)}", err=True)
    code = exit_code(report.coverage, log.outcome.unread, (), False, ())
    raise typer.Exit(code or (DONE if found else ATTENTION))


FEW = (
    "a store keeps no single messages, only a few lines of each sender that would lose mail: none of them is "
    "about {0!r}; look in the logs: mailstat explain {0} LOG"
)
NONE = {
    "unit": "no sender that would lose mail is {0!r}",
    "name": "no sender that would lose mail is {0!r}",
    "network": "no sender that would lose mail came through {0}",
    "address": FEW,
    "queue id": FEW,
}


def _of_client(question: "Asked", log: "Log") -> "frozenset[tuple[str, str, Unit]]":
    """Host, restriction and unit of all mail that came through the network that is asked for."""
    from loganalyzer.terms.client import within

    if question.network is None:
        return frozenset()
    net = (question.network,)
    return frozenset(
        (host, key.restriction, key.unit)
        for host, tally in log.tally.items()
        for key in tally.affected
        if within(key.client_address, net)
    )


def _is(question: "Asked", one: "Kept", of_client: "frozenset[tuple[str, str, Unit]]") -> bool:
    """Whether it is the unit, or is of the organisation that has the name, or a kept line speaks of it."""
    from loganalyzer.terms.organisation import organisation_of

    unit = one.obstacle.unit
    if question.what == "unit":
        return unit == question.unit
    if question.what == "name":
        return organisation_of(question.text) in unit
    if question.what == "network":
        return (one.host, one.restriction, unit) in of_client
    word = re.compile(rf"(?<![\w.+-]){re.escape(question.text)}(?![\w-])", re.IGNORECASE)
    return any(word.search(raw) for _, raw in one.lines)
