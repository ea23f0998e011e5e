"""How long files and functions may be, and how long they are."""

import statistics
from collections.abc import Iterable, Iterator, Sequence

from tests.house.source import Function, Source

FILE = 400
FUNCTION = 60


def too_long_files(files: Iterable[Source]) -> Iterator[str]:
    """Files over the budget."""
    for source in files:
        if source.lines > FILE:
            yield f"{source.path}: {source.lines} lines, allowed are {FILE}"


def too_long_functions(files: Iterable[Source]) -> Iterator[str]:
    """Functions over the budget, decorators not counted."""
    for source in files:
        for node in source.functions:
            if length(node) > FUNCTION:
                yield source.at(node, f"{node.name} has {length(node)} lines, allowed are {FUNCTION}")


def length(node: Function) -> int:
    """Lines from ``def`` to the last one."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def sizes(name: str, files: Sequence[Source]) -> str:
    """One line on how long the files and functions of a folder are."""
    by_length = sorted((source.lines, source.path) for source in files)
    functions = sorted(
        (length(node), f"{source.path}:{node.name}") for source in files for node in source.functions
    )
    return f"{name}: {_sizes('files', by_length)}; {_sizes('functions', functions)}"


def _sizes(what: str, by_length: Sequence[tuple[int, str]]) -> str:
    if not by_length:
        return f"no {what}"
    median = statistics.median_low([lines for lines, _ in by_length])
    longest, where = by_length[-1]
    return f"{len(by_length)} {what}, median {median} lines, longest {longest} ({where})"
