"""Tables of a report as rows of plain values, which several formats show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from loganalyzer.measures.rate import Rate

Cell = str | int | float | date | Rate | tuple[int, ...] | None

Kind = Literal["text", "name", "count", "rate", "day", "verdict", "holds", "flag", "where"]
"""text: prose. name: what a stranger may have chosen. holds: whether all is well. flag: yes or no, and
neither is better. where: places of lines."""


class Column(NamedTuple):
    """One column: its name for programs, its title for people, and what its cells are."""

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; each row has a cell for each column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without(self, keys: Collection[str]) -> "Sheet":
        """The table without the columns of these names, for where they would say nothing new."""
        kept = [at for at, column in enumerate(self.columns) if column.key not in keys]
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        return Sheet(self.name, self.title, tuple(self.columns[at] for at in kept), rows)


def sheet(name: str, title: str, columns: Iterable[Column], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    """A table; raises ValueError for a row that does not fit its columns."""
    columns, rows = tuple(columns), tuple(rows)
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"a row of {name} does not have {len(columns)} cells")
    return Sheet(name, title, columns, rows)
