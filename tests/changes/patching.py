"""Changes tried out: on files below a folder, by the programs that an admin would use."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from loganalyzer.changes.change import Change
from loganalyzer.settings.settings import Settings, settings_of


def applied(settings: Settings, change: Change) -> Settings:
    """What would be read after the change."""
    after = {file.path: file.after or "" for file in change.files}
    return settings_of(replace(file, text=after.get(file.path, file.text)) for file in settings.files)


def write(settings: Settings, folder: Path) -> None:
    """Puts the files of the settings below the folder."""
    for file in settings.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def patch(folder: Path, change: Change) -> None:
    """Applies the printed diff in the way that the change says."""
    if not shutil.which("patch"):
        pytest.skip("the program patch is not installed: a diff can be tried with nothing else")
    command = [*change.apply.split(), "--quiet", "--batch"]
    subprocess.run(command, input=change.patch.encode(), cwd=folder, check=True, capture_output=True)


def postconf(folder: Path, *arguments: str) -> str:
    """What postconf prints about the configuration in the folder."""
    if not shutil.which("postconf"):
        pytest.skip("Postfix is not installed: a postconf line can be tried with nothing else")
    command = ["postconf", "-c", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def doveconf(file: Path, *names: str) -> str:
    """What doveconf prints of these settings in the file."""
    if not shutil.which("doveconf"):
        pytest.skip("Dovecot is not installed: its settings can be tried with nothing else")
    command = ["doveconf", "-c", str(file), *names]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
