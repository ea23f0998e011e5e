"""Who may import whom: data flows down the table of rooms, imports run up it."""

import ast
from collections.abc import Iterable, Iterator

from tests.house.source import PACKAGE, Source

ROOMS = (
    "terms",
    "settings",
    "sources",
    "syslog",
    "grammar",
    "scan",
    "linking",
    "measures",
    "triage",
    "advice",
    "doctor",
    "changes",
    "tables",
    "charts",
    "outside",
    "reports",
    "anonymise",
    "store",
    "execution",
    "api",
    "cli",
)
"""In the order of the flow: a room knows those before it and none after it."""

FOR_THE_TOP = {
    "tables": {"charts", "api", "cli"},
    "charts": {"api", "cli"},
    "store": {"api", "cli"},
    "execution": {"api", "cli"},
}
"""Rooms that only these may use: whatever stands between stays pure."""

FRONT = {"__init__": {"api"}, "__main__": {"cli"}}
"""The package's own two files, and what they may open."""

DOORS = {"pandas": "tables", "matplotlib": "charts"}
"""Heavy libraries, each with the one room that knows it."""

PURE = ("linking", "measures", "triage", "advice", "doctor", "changes", "anonymise")
WORLDLY = {
    *("os", "sys", "time", "random", "secrets", "uuid", "locale", "io", "pathlib", "glob", "shutil"),
    *("tempfile", "socket", "subprocess", "threading", "logging", "sqlite3", "urllib", "http", "zoneinfo"),
}
WORLDLY_CALLS = {"open", "print", "input", "eval", "exec"}
CLOCK_CALLS = {"now", "utcnow", "today"}


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every module the file imports, wherever in the file; relative ones by their full name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(source, node)
            if base == PACKAGE:
                yield from ((node, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node, base


def absolute(source: Source, node: ast.ImportFrom) -> str:
    """The module a ``from`` names, in full."""
    if not node.level:
        return node.module or ""
    parts = source.package.split(".")
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)


def room(module: str) -> str:
    """The room of a module of the package; the front files are called by their own names."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def wrong_arrows(files: Iterable[Source]) -> Iterator[str]:
    """Imports that run down the table, or into a room that is for the top only."""
    for source in files:
        here = room(source.module)
        if here not in ROOMS and here not in FRONT:
            yield f"{source.path}: {here} is not in the table of rooms"
            continue
        for node, module in imports(source):
            if module.split(".")[0] == PACKAGE and not may_import(here, module):
                yield source.at(node, f"{here} must not import {module}")


def may_import(here: str, module: str) -> bool:
    """Whether a file of this room may import that module of the package."""
    there = room(module)
    if there == here or module == f"{PACKAGE}.__version__":
        return True
    if here in FRONT:
        return there in FRONT[here]
    if there not in ROOMS:
        return here == "cli"  # the public names of the package itself
    return ROOMS.index(there) < ROOMS.index(here) and here in FOR_THE_TOP.get(there, {here})


def wrong_doors(files: Iterable[Source]) -> Iterator[str]:
    """Imports of a heavy library elsewhere than behind its door."""
    for source in files:
        for node, module in imports(source):
            door = DOORS.get(module.split(".")[0])
            if door and room(source.module) != door:
                yield source.at(node, f"only {door} may import {module}")


def impurities(files: Iterable[Source]) -> Iterator[str]:
    """What lets a pure room see the world: its files, its clock, its dice."""
    for source in files:
        if room(source.module) not in PURE:
            continue
        for node, module in imports(source):
            if module.split(".")[0] in WORLDLY:
                yield source.at(node, f"a pure room must not import {module}")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name) and node.id in WORLDLY_CALLS:
                yield source.at(node, f"a pure room must not call {node.id}")
            if isinstance(node, ast.Attribute) and node.attr in CLOCK_CALLS:
                yield source.at(node, f"a pure room has no clock, so no {node.attr}()")
