"""A unified diff of one file, as ``patch`` takes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from loganalyzer.changes.quoting import UnsafeError, is_safe

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_NOWHERE = "/dev/null"
_UNENDED = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class FileDiff:
    """A file's text before and after; None where there is no file (any more)."""

    path: str
    before: str | None
    after: str | None

    @property
    def undone(self) -> "FileDiff":
        """The way back, to the very bytes."""
        return FileDiff(self.path, self.after, self.before)

    @property
    def text(self) -> str:
        """The diff, for ``patch -p0`` (``patch -d / -p0`` where the path begins with a slash).

        Raises UnsafeError where its lines cannot be printed safely: a return within a line hides
        what stands before it, and bytes that are no UTF-8 cannot be printed at all.
        """
        text = "".join(self._lines())
        if not is_safe(self.path):
            raise UnsafeError("its name holds control characters")
        if not is_safe(text.replace("\r\n", "\n"), allowed="\n\t"):
            raise UnsafeError("the lines concerned hold control characters or are not UTF-8")
        return text

    def _lines(self) -> Iterator[str]:
        before, after = (_LINES.findall(text or "") for text in (self.before, self.after))
        yield f"--- {_name(_NOWHERE if self.before is None else self.path)}\n"
        yield f"+++ {_name(_NOWHERE if self.after is None else self.path)}\n"
        lines = unified_diff(before, after, lineterm="\n")
        for number, line in enumerate(lines):
            if number > 1:  # the first two are names, quoted above in patch's way
                yield line if line.endswith("\n") else line + _UNENDED


def _name(path: str) -> str:
    """The name as GNU diff writes it: a tab ends one with blanks, quotes hold one with quotes."""
    if '"' in path or "\\" in path:
        escaped = path.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f"{path}\t" if " " in path else path
