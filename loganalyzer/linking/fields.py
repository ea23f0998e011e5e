"""Columns of an event by name, so that the order in which a kind declares them is nobody's business."""

from collections.abc import Callable
from operator import itemgetter

from loganalyzer.grammar import BY_NAME
from loganalyzer.scan.columns import Fields


def taker(kind: str, *names: str) -> Callable[[Fields], tuple[str, ...]]:
    """A function from an event's fields to the named columns; empty text for what is absent.

    Raises KeyError for a kind, and ValueError for a column, that the grammar does not declare.
    """
    columns = BY_NAME[kind].columns
    at = [columns.index(name) if name else -1 for name in names]
    if len(at) > 1 and min(at) >= 0:
        return _whole(at)

    def take(fields: Fields) -> tuple[str, ...]:
        return tuple([fields[i] or "" if i >= 0 else "" for i in at])

    return take


def _whole(at: list[int]) -> Callable[[Fields], tuple[str, ...]]:
    """The same for columns that all exist: what needs no mending is taken in one go."""
    get: Callable[[Fields], tuple[str, ...]] = itemgetter(*at)

    def take(fields: Fields) -> tuple[str, ...]:
        found = get(fields)
        return tuple([text or "" for text in found]) if None in found else found

    return take
