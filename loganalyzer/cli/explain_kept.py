"""What ``mailstat explain --store`` does: a store has units, and no single messages."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from loganalyzer.cli.judging import read_log
from loganalyzer.cli.showing import Format, show

if TYPE_CHECKING:
    from loganalyzer.api import Options
    from loganalyzer.api.asked import Asked
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

    if question.what not in ("unit", "name"):
        raise typer.BadParameter(
            f"a store keeps no single messages; name a unit, a domain, or logs with {question.text!r} in them"
        )
    own_domains, labels, settings = given
    log = read_log(logs, options, output, store)
    with store_errors():
        report = log.report(own_domains=own_domains, labels=labels, settings=settings, with_lines=True)
    found = kept.kept(report, lambda unit: _is(question, unit))
    if format is Format.JSON:
        show(lambda width, color: kept.as_json(found, report), output)
    elif found:
        show(lambda width, color: kept.render(found, width, color), output)
    if not found:
        typer.echo(f"mailstat: no sender that would lose mail is {question.text!r}", err=True)
    code = exit_code(report.coverage, log.outcome.unread, (), False, ())
    raise typer.Exit(code or (DONE if found else ATTENTION))


def _is(question: "Asked", unit: "Unit") -> bool:
    """Whether the unit is the one, or is of the organisation that has the name."""
    from loganalyzer.terms.organisation import organisation_of

    return unit == question.unit or (question.what == "name" and organisation_of(question.text) in unit)
