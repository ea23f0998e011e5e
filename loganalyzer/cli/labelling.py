"""What ``mailstat label`` does once its options are understood: list, ask, or label who is named."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import typer

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.alike import Group
from loganalyzer.advice.candidates import Candidate
from loganalyzer.api import Log
from loganalyzer.cli.asking import Dialogue, QuitError
from loganalyzer.cli.judging import finish
from loganalyzer.cli.labels_file import default_labels, login_name
from loganalyzer.cli.showing import Format, colors, show
from loganalyzer.reports import labelling
from loganalyzer.reports.report import Report
from loganalyzer.settings.labels import As, Label, Labels, LabelsError, add_labels, read_labels
from loganalyzer.settings.settings import Settings
from loganalyzer.sources.finding import printable
from loganalyzer.terms.unit import Unit
from loganalyzer.terms.unit_pattern import UnitPattern


@dataclass(frozen=True, slots=True)
class Task:
    """What to label from, and what each label says beside its word.

    named: the labels file of the command line, None for the usual one. today: the day of new labels.
    """

    log: Log | None
    own_domains: Sequence[str]
    settings: Settings | None
    named: Path | None
    who: str | None
    today: date

    @property
    def path(self) -> Path:
        """Where the labels are."""
        return self.named or default_labels()

    def labels(self) -> Labels:
        """What the file says now; raises BadParameter where it cannot be read."""
        try:
            return read_labels(self.path, missing_ok=True)
        except LabelsError as error:
            raise typer.BadParameter(str(error), param_hint="'--labels'") from None

    def save(self, units: Sequence[Unit], word: As, why: str) -> None:
        """Adds one label for each unit; raises LabelsError, also for a name that would not come back as it
        is: its label would speak of another unit."""
        who = self.who or login_name()
        for unit in units:
            if Unit.parse(str(unit)) != unit:
                raise LabelsError(f"{printable(repr(str(unit)))}: such a name cannot stand in a label")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LabelsError(f"{self.path.parent}: {error.strerror}") from error
        add_labels(self.path, [Label(str(unit), word, who, self.today, why) for unit in units])

    def candidates(self) -> tuple[Candidate, ...]:
        """Every unit of the log that would lose mail."""
        if self.log is None:
            return ()
        return self.log.candidates(self.own_domains, self.labels(), self.settings)

    def undecided(self) -> tuple[Candidate, ...]:
        """Those of them that somebody has to decide about."""
        return tuple(one for one in self.candidates() if one.asked != "no")

    def report(self) -> Report | None:
        """The report as it would be now; None where no log was named."""
        if self.log is None:
            return None
        return self.log.report(("warn_if_reject",), self.own_domains, self.labels(), self.settings)

    def advice(self) -> tuple[Advice, ...]:
        """The verdicts as they stand now."""
        found = self.report()
        return found.advice if found else ()

    def end(self) -> None:
        """Tells what could not be read, and ends the program with the code for it."""
        found = self.report()
        if self.log is None or found is None:
            return
        for finding in self.log.outcome.findings:
            if finding.severity == "error":
                typer.echo(f"mailstat: {finding.where}: {finding.text}", err=True)
        finish(self.log, found, check=False, named=())


def print_undecided(task: Task, format: Format) -> None:
    """Prints the undecided units and labels nobody."""
    found, advice, log = task.undecided(), task.advice(), task.log
    if format is Format.JSON and log is not None:
        lines = log.lines(at for one in found for at in one.where)
        show(lambda width, color: labelling.as_json(found, lines, advice, log.outcome.where), None)
    else:
        show(partial(labelling.listing, found, advice), None)


def ask(task: Task) -> None:
    """Asks about one undecided unit or group after the other, and says where the verdict stands then."""
    try:
        task.save((), "junk", "")  # makes the key, so that the sample stays what it is from now on
    except LabelsError as error:
        raise typer.BadParameter(str(error), param_hint="'--labels'") from None
    width, color = min(shutil.get_terminal_size().columns, 120), colors(terminal=True)
    lines: dict[int, str] = {}
    networks: Counter[str] = Counter()

    def look() -> Sequence[Candidate]:
        everyone = task.candidates()
        networks.clear()
        networks.update(one.unit.network for one in everyone)
        found = [one for one in everyone if one.asked != "no"]
        if task.log is not None:
            lines.update(task.log.lines({at for one in found for at in one.where} - set(lines)))
        return found

    def shown(group: Group, left: int) -> str:
        others = networks[group.members[0].unit.network] - len(group.members)
        return labelling.question(group, lines, left, others, width, color).rstrip("\n")

    dialogue = Dialogue(_typed, typer.echo, look, shown, task.save)
    typer.echo(f"Each answer is saved in {printable(str(task.path))} before the next question.")
    dialogue.run()
    counts = ", ".join(f"{count:,} {word}" for word, count in dialogue.labelled.items()) or "nobody"
    skipped = f"; skipped: {len(dialogue.skipped):,}" if dialogue.skipped else ""
    typer.echo(f"\nLabelled: {counts}{skipped}.")
    typer.echo(labelling.ended(task.advice(), width, color), nl=False)


def _typed(prompt: str) -> str:
    """A line that somebody types; raises QuitError at its end, or for Ctrl-C."""
    try:
        answer: str = typer.prompt(prompt, default="", show_default=False, prompt_suffix="")
    except typer.Abort:
        raise QuitError from None
    return answer


def label_named(task: Task, texts: Sequence[str], word: As, why: str) -> None:
    """Labels the units that are named, and says which these are; a pattern leaves out whom nobody may
    judge unseen."""
    try:
        patterns = [UnitPattern.parse(text) for text in texts]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--unit'") from None
    found = task.candidates()
    chosen: dict[Unit, None] = {}
    for pattern in patterns:
        chosen |= dict.fromkeys(
            _exact(task, pattern, found) if pattern.exact else _many(task, pattern, found, word)
        )
    try:
        task.save(tuple(chosen), word, why.strip())
    except LabelsError as error:
        raise typer.BadParameter(str(error), param_hint="'--labels'") from None
    for unit in chosen:
        typer.echo(f"{word}: {printable(str(unit))}")
    typer.echo(f"{labelling.amount(len(chosen), 'label')} written to {printable(str(task.path))}")


def _exact(task: Task, pattern: UnitPattern, found: Sequence[Candidate]) -> tuple[Unit, ...]:
    if task.log is not None and pattern.unit not in {one.unit for one in found}:
        raise _refused(pattern, "no such sender would lose mail in this log")
    return (pattern.unit,)


def _many(task: Task, pattern: UnitPattern, found: Sequence[Candidate], word: As) -> tuple[Unit, ...]:
    """Whom the pattern matches and who may be judged together, see ``Candidate.by_itself``."""
    if task.log is None:
        raise _refused(pattern, "a pattern needs a LOG or --store, whose senders it picks from")
    matched = [one for one in found if pattern.matches(one.unit)]
    if not matched:
        raise _refused(pattern, "no sender that would lose mail in this log is like it")
    together = [one for one in matched if not one.by_itself]
    if word == "wanted" and len({one.unit.network for one in together}) > 1:
        raise _refused(pattern, "wanted vouches for the servers that mail came through, so name one network")
    for one in matched:
        if one.by_itself:
            why = "; ".join(one.signs) or f"on {labelling.amount(len(one.days), 'day')}"
            typer.echo(f"left out, name it by itself: {printable(f'{one.unit} ({why})')}", err=True)
    return tuple(one.unit for one in together)


def _refused(pattern: UnitPattern, why: str) -> typer.BadParameter:
    return typer.BadParameter(f"{printable(pattern.text)}: {why}", param_hint="'--unit'")
