"""The table of kinds in the documentation, made from the declarations: ``python -m tests.grammar.table``."""

from pathlib import Path

from loganalyzer import grammar
from loganalyzer.grammar.kind import Kind

TABLE = Path(grammar.__file__).parent / "KINDS.md"

HEAD = """\
# Kinds of messages

Made from the declarations in this folder by `python -m tests.grammar.table`; do not edit.

An *event* is read into its columns. What is *known* bears on nothing that is reported: it is
recognised by its beginning and counted. *Since* is the first version that writes it, where that is
known and matters.

| kind | programs | since | read as | meaning |
|---|---|---|---|---|
"""


def table() -> str:
    """The whole text; a kind that begins in two ways has one row."""
    rows: dict[str, list[Kind]] = {}
    for kind in grammar.KINDS:
        rows.setdefault(kind.name, []).append(kind)
    return HEAD + "".join(_row(name, twins) for name, twins in sorted(rows.items()))


def _row(name: str, twins: list[Kind]) -> str:
    tags = dict.fromkeys(tag for kind in twins for tag in kind.tags)
    programs = ", ".join("any of Postfix" if tag == "/*" else tag.lstrip("/") for tag in tags)
    since = ", ".join(dict.fromkeys(kind.since for kind in twins if kind.since))
    columns = ", ".join(twins[0].columns) or "event"
    return _line(name, programs, since, columns if twins[0].event else "known", twins[0].meaning)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    TABLE.write_text(table())
