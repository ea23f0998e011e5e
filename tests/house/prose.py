"""What must be written, and what must not be left lying about."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.house.source import Source

LEFT_OVER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")  # in two halves, or this line would break the rule


def undocumented(files: Iterable[Source]) -> Iterator[str]:
    """Public modules, classes, functions and methods without a docstring."""
    for source in files:
        if not ast.get_docstring(source.tree):
            yield f"{source.path}: the module has no docstring"
        yield from _undocumented(source, source.tree)


def _undocumented(source: Source, scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in scope.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield source.at(node, f"{node.name} has no docstring")
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(source, node)


def tests_without_rule(files: Iterable[Source]) -> Iterator[str]:
    """Tests whose docstring does not state, in one line, the rule they are about."""
    for source in files:
        for node in source.functions:
            if node.name.startswith("test_") and source.path.split("/")[-1].startswith("test_"):
                docstring = ast.get_docstring(node)
                if not docstring:
                    yield source.at(node, f"{node.name} does not say its rule")
                elif "\n" in docstring:
                    yield source.at(node, f"{node.name} needs more than a line for its rule")


def swallowed(files: Iterable[Source]) -> Iterator[str]:
    """Exceptions that are caught and not heard of again."""
    for source in files:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler) and all(_is_nothing(step) for step in node.body):
                yield source.at(node, "an exception is swallowed")


def _is_nothing(step: ast.stmt) -> bool:
    return isinstance(step, ast.Pass) or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))


def left_over(files: Iterable[Source]) -> Iterator[str]:
    """Notes to self that belong into an issue."""
    for source in files:
        for number, line in enumerate(source.text.splitlines(), start=1):
            if LEFT_OVER.search(line):
                yield f"{source.path}:{number}: {line.strip()}"
