"""A digest that comes by itself: what is run and how often, whoever starts it."""

import re
from dataclasses import dataclass
from posixpath import dirname
from typing import Literal

Every = Literal["week", "day"]

_WILDCARD = re.compile(r"[*?\[]")

HOUR, MINUTE = 6, 17
"""Before people come to work, and not with all that starts at the full hour."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest to be run again and again; all paths are absolute.

    program: the words that call mailstat. logs: files, patterns, and folders,
    these with a slash at their end. store: None for the usual
    one. settings, labels: as for ``digest``. to: who gets it as mail; empty for whoever starts it.
    """

    program: tuple[str, ...]
    logs: tuple[str, ...]
    store: str | None = None
    settings: tuple[str, ...] = ()
    labels: str | None = None
    to: str = ""
    only_if_changed: bool = False
    every: Every = "week"

    def arguments(self, store: str | None) -> tuple[str, ...]:
        """All words after the program; a value stands with its option, so that none is taken for one."""
        words = ["digest", *self.logs, f"--store={store}" if store else "--store"]
        words += [f"--settings={path}" for path in self.settings]
        words += [f"--labels={self.labels}"] if self.labels else []
        words += [f"--to={self.to}"] if self.to else []
        return (*words, *(["--only-if-changed"] if self.only_if_changed else []))

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that a run has to come at."""
        more = (self.store, self.labels, *self.settings)
        return (*self.program[:1], *self.logs, *(path for path in more if path))

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of the logs, each once; of a pattern what stands before its first wildcard."""
        return tuple(dict.fromkeys(dirname(_WILDCARD.split(log, maxsplit=1)[0]) for log in self.logs))
