"""What a change of configuration consists of."""

from dataclasses import dataclass

from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.quoting import visible

RELOAD = "postfix reload"
"""Also for policyd-spf, whose processes read their configuration once, when they start."""


@dataclass(frozen=True, slots=True)
class Change:
    """Exact text for a human to look at and to enter; every part may be empty.

    files: diffs of the files that were read. commands: shell lines that do the same, as an
    alternative. lines: general lines, where no file was given. reload: what makes it take effect.
    remarks: sentences on what to look at. undo: the way back, which itself has none.
    """

    title: str
    files: tuple[FileDiff, ...] = ()
    commands: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    reload: str = RELOAD
    remarks: tuple[str, ...] = ()
    undo: "Change | None" = None

    def __post_init__(self) -> None:
        """Spells out what a terminal would act on, since sentences name what stands in the files."""
        object.__setattr__(self, "remarks", tuple(map(visible, self.remarks)))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to enter; the remarks say why."""
        return not (self.files or self.commands or self.lines)

    @property
    def patch(self) -> str:
        """All diffs as one, to be kept in a file."""
        return "".join(file.text for file in self.files)

    @property
    def apply(self) -> str:
        """The command that takes the patch; GNU patch refuses absolute names anywhere but in ``/``."""
        return "patch -d / -p0" if any(file.path.startswith("/") for file in self.files) else "patch -p0"
