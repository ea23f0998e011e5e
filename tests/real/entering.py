"""Changes entered on a running server exactly as they are printed, one after the other, and taken back."""

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from loganalyzer.advice.advice import Advice
from loganalyzer.changes.change import Change
from loganalyzer.reports.remedies import remedy
from loganalyzer.settings.file import ConfigFile, Kind
from loganalyzer.settings.settings import Settings, settings_of

AT_HOME: dict[Kind, str] = {
    "main.cf": "/etc/postfix/main.cf",
    "master.cf": "/etc/postfix/master.cf",
    "dovecot.conf": "/etc/dovecot/dovecot.conf",
}
"""Where the files lie on the server whose copies a run keeps."""


def settings_at_home(folder: Path) -> Settings:
    """The configuration that a run kept in the folder, read as on the server itself."""
    return settings_of(
        ConfigFile.of(path, kind, (folder / kind).read_bytes()) for kind, path in AT_HOME.items()
    )


def one_by_one(settings: Settings, advice: Iterable[Advice]) -> Iterator[Change]:
    """What to enter for each piece of advice, with what was entered before it in the files already."""
    for one in advice:
        change = remedy(one, settings).change
        assert change is not None
        yield change
        settings = edited(settings, change)


def edited(settings: Settings, change: Change) -> Settings:
    """The settings with the change in their files."""
    after = {diff.path: diff.after or "" for diff in change.files}
    return settings_of(replace(file, text=after.get(file.path, file.text)) for file in settings.files)


def script(changes: Sequence[Change], folder: Path, *, running: bool) -> Path:
    """Writes a script that patches the files, and where the servers are running reloads them."""
    folder.mkdir(parents=True)
    lines = []
    for number, change in enumerate(changes):
        assert change.files, change
        patch = folder / f"{number}.patch"
        patch.write_bytes(os.fsencode(change.patch))
        lines.append(f"{change.apply} <{shlex.quote(str(patch))}")
        lines += [change.reload] if running else []
    path = folder / "enter.sh"
    path.write_text("\n".join(lines) + "\n")
    return path
