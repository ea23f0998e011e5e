"""Finding and reading the files of a server's configuration."""

import re
from collections.abc import Iterator
from pathlib import Path

from loganalyzer.settings.dovecot import PRINTED
from loganalyzer.settings.file import ConfigFile, Kind, SettingsError
from loganalyzer.settings.included import included
from loganalyzer.settings.master_cf import TYPES
from loganalyzer.settings.policyd_spf import NAMES
from loganalyzer.settings.settings import Settings, settings_of

EXCEPTIONS_TABLE = "spf_exceptions.cidr"
"""The one table that we propose, and so want to read again."""

KINDS: dict[str, Kind] = {
    "main.cf": "main.cf",
    "master.cf": "master.cf",
    "policyd-spf.conf": "policyd-spf.conf",
    "dovecot.conf": "dovecot.conf",
    EXCEPTIONS_TABLE: "cidr",
}

FOLDERS = ("postfix", "postfix-policyd-spf-python", "python-policyd-spf", "dovecot")
"""Below /etc: Postfix's own, where Debian and Red Hat keep the Python policy service's, and Dovecot's."""

LARGEST = 1_000_000
"""Bytes: what is larger is no configuration, but a table."""

_COLUMNS = re.compile(rf"\S+\s+(?:{'|'.join(TYPES)})\s+[yn-]\s+[yn-]\s+[yn-]\s+\S+\s+\S+\s+\S+")
_ASSIGNMENT = re.compile(r"[a-z][\w.-]* = ?", re.ASCII)
_OF_POSTFIX = re.compile(r"(?m)^(?:smtpd?_\w+|my(?:hostname|destination|networks|origin)|inet_interfaces) =")


def read_settings(*places: Path) -> Settings:
    """The settings in these files and folders, such as ``/etc/postfix`` or ``/etc``.

    What is not recognised is left out and said in ``ignored``. Raises SettingsError for a place
    that is missing or cannot be read, and where nothing at all was recognised.
    """
    files: list[ConfigFile] = []
    ignored: list[str] = []
    for place in places:
        found = list(_in_folder(place) if place.is_dir() else [_read(place)])
        known = [file for file in found if isinstance(file, ConfigFile)]
        if not known:
            raise SettingsError(
                f"{place}: neither main.cf, master.cf, policyd-spf.conf, dovecot.conf "
                "nor output of postconf -n or -M or of doveconf -n"
            )
        files += known
        ignored += [f"{path}: not recognised" for path in found if isinstance(path, Path)]
    others = included([file for file in files if file.kind == "dovecot.conf"])
    ignored += [f"{path}: included, and cannot be read" for path in others.closed]
    return settings_of([*files, *others.files], ignored, others.absent)


def _in_folder(folder: Path) -> Iterator[ConfigFile | Path]:
    """Known files of the folder; below or beside it only those of known names."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise SettingsError(f"{folder}: {error.strerror}") from error
    below = [folder / name for name in FOLDERS]
    beside = [folder.resolve().parent / name for name in FOLDERS[1:]] if folder.name == FOLDERS[0] else []
    for other in (*below, *beside):
        yield from (_read(other / name) for name in KINDS if (other / name).is_file())
    if any(path.is_dir() for path in below) and not any(path.name in KINDS for path in paths):
        return  # a whole /etc, of which the rest is none of our business
    for path in paths:
        yield _read(path) if path.name in KINDS or path.stat().st_size <= LARGEST else path


def _read(path: Path) -> ConfigFile | Path:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SettingsError(f"{path}: no such file or folder") from error
    except OSError as error:
        if path.name not in KINDS and path.parent.is_dir() and not path.is_dir():
            return path  # in /etc/postfix tables with passwords may well be closed to us
        raise SettingsError(f"{path}: {error.strerror}") from error
    kind = KINDS.get(path.name) or recognised(data.decode("utf-8", "surrogateescape"))
    return ConfigFile.of(str(path), kind, data) if kind else path


def recognised(text: str) -> Kind | None:
    """The kind of a file by its content alone: what postconf and doveconf print, or a policyd-spf.conf."""
    if PRINTED.match(text):
        return "doveconf -n"
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    heads = [line for line in lines if not line[0].isspace()]
    if not heads:
        return None
    if all(_COLUMNS.match(line) for line in heads):
        return "postconf -M"
    if {line.partition("=")[0].strip() for line in lines} <= NAMES:
        return "policyd-spf.conf"
    if heads == lines and all(_ASSIGNMENT.match(line) for line in heads) and _OF_POSTFIX.search(text):
        return "postconf -n"
    return None
