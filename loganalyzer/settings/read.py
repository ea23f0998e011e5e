"""Finding and reading the files of a server's configuration."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from loganalyzer.settings.dovecot import PRINTED
from loganalyzer.settings.file import ConfigFile, Kind, SettingsError
from loganalyzer.settings.included import included
from loganalyzer.settings.master_cf import TYPES
from loganalyzer.settings.policyd_spf import NAMES
from loganalyzer.settings.settings import Settings, settings_of
from loganalyzer.settings.tls_policy import NAME as POLICY_MAPS
from loganalyzer.settings.tls_policy import TEXTS, names_of, place_of

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
    found = {place: list(_in_folder(place) if place.is_dir() else [_read(place)]) for place in places}
    files = [one for ones in found.values() for one in ones if isinstance(one, ConfigFile)]
    strange = [str(one) for ones in found.values() for one in ones if isinstance(one, Path)]
    tables = _policy_tables(settings_of(files), strange)
    known = {file.path for file in (*files, *tables)}
    for place, ones in found.items():
        if not any(isinstance(one, ConfigFile) or str(one) in known for one in ones):
            raise SettingsError(
                f"{place}: neither main.cf, master.cf, policyd-spf.conf, dovecot.conf "
                "nor output of postconf -n or -M or of doveconf -n"
            )
    others = included([file for file in files if file.kind == "dovecot.conf"])
    ignored = [f"{path}: not recognised" for path in strange if path not in known]
    ignored += [f"{path}: included, and cannot be read" for path in others.closed]
    return settings_of([*files, *tables, *others.files], ignored, others.absent)


def _policy_tables(settings: Settings, given: Iterable[str]) -> list[ConfigFile]:
    """The texts of ``smtp_tls_policy_maps``: given by name, or beside the main.cf that names them."""
    main = settings.file("main.cf", "postconf -n")
    if main is None:
        return []
    found = []
    for kind, path in names_of(settings.value(POLICY_MAPS)):
        near = place_of(path, settings.value("config_directory"), main.path)
        places = [one for one in given if Path(one).name == Path(path).name] or [near]
        if kind in TEXTS and Path(places[0]).is_file():
            with suppress(OSError):  # closed to us: then it is as if it had not been given
                found.append(ConfigFile.of(places[0], "tls policy", Path(places[0]).read_bytes()))
    return found


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
