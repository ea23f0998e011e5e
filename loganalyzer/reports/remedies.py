"""What to enter for each piece of advice: the change, its undo, and the exceptions, as exact text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loganalyzer.advice.advice import Advice, Step
from loganalyzer.changes.change import Change
from loganalyzer.changes.entry import Entry
from loganalyzer.changes.exceptions import add_exceptions
from loganalyzer.changes.warn_if_reject import drop_other, drop_warn_if_reject, restore_warn_if_reject
from loganalyzer.linking.restriction import SPF
from loganalyzer.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Remedy:
    """The change that a verdict is about, and the exceptions that would turn it; None where none is."""

    change: Change | None = None
    exceptions: Change | None = None


def _drop(settings: Settings | None, subject: str) -> Change:
    return drop_warn_if_reject(settings) if subject == SPF else drop_other(subject)


def _restore(settings: Settings | None, subject: str) -> Change:
    return restore_warn_if_reject(settings)


CHANGES: Mapping[Step, Callable[[Settings | None, str], Change]] = {
    "drop warn_if_reject": _drop,
    "restore warn_if_reject": _restore,
}


def remedy(advice: Advice, settings: Settings | None) -> Remedy:
    """Turns a decided step and the proposed exceptions into text for the configuration that was read."""
    change = CHANGES[advice.step](settings, advice.subject) if advice.step else None
    entries = [Entry(one.setting, value) for one in advice.exceptions for value in one.values]
    return Remedy(change, add_exceptions(settings, entries) if entries else None)
