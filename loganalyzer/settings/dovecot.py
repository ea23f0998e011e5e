"""dovecot.conf and what ``doveconf -n`` prints of it, of Dovecot 2.2 to 2.4.

A line is ``name = value``, the begin of a block (``protocol imap {``), its end, or an include. In the
flat form of 2.2's ``doveconf`` and in 2.4 a name may hold its block (``protocol/imap/ssl``). The
version is in the first line that ``doveconf`` prints, or in ``dovecot_config_version`` (2.4).
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.logical import Span, Spelled
from loganalyzer.settings.parameter import Parameter

PRINTED = re.compile(r"# (?P<version>2\.\d+[0-9a-z.]*)[^\n]*: \S*dovecot\S*\.conf")
"""How the output of ``doveconf`` begins: ``# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf``."""

CONFIG_VERSION = "dovecot_config_version"

_LINE = re.compile(r"[^\r\n]+")
_BLOCK = re.compile(r"(?P<head>[^={}]+?)\s*\{")
_SETTING = re.compile(r"(?P<name>[\w/!.-]+)\s*=\s?(?P<value>.*)")
_INCLUDE = re.compile(r"!include(?:_try)?\s+(\S+)")

DEEPEST = 10
"""Files within files; Dovecot itself ends a loop of these with an error."""

Included = Mapping[str, ConfigFile]
"""Files that dovecot.conf takes in, by their path."""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """What the file and those that it includes say, in the order in which Dovecot reads it.

    version: as far as the file tells it. parameters: ``service`` is the block in which each stands
    (``protocol imap``), empty for all of the server. includes: what it takes in besides, and was not
    read.
    """

    path: str
    version: tuple[int, ...]
    parameters: tuple[Parameter, ...]
    includes: tuple[str, ...]

    def parameter(self, name: str) -> Parameter | None:
        """What holds for the whole server; the last of a name counts."""
        return next((one for one in reversed(self.parameters) if one.name == name and not one.service), None)

    def value(self, name: str) -> str:
        """Its value, empty where the file does not name it."""
        found = self.parameter(name)
        return found.value.text if found else ""

    def anywhere(self, *names: str) -> tuple[Parameter, ...]:
        """Every setting of these names, in whatever block."""
        return tuple(one for one in self.parameters if one.name in names)


def read_dovecot(file: ConfigFile, others: Included | None = None, absent: Collection[str] = ()) -> Dovecot:
    """The settings of the file, and at each include those of the other files that it names.

    absent: what includes name, and was looked for in vain. Lines that are none of the known forms
    are passed over.
    """
    found = tuple(_parameters(file, others or {}, frozenset(absent)))
    parameters = tuple(one for one in found if isinstance(one, Parameter))
    printed = PRINTED.match(file.text)
    stated = next((one.value.text for one in parameters if one.name == CONFIG_VERSION), "")
    return Dovecot(
        path=file.path,
        version=version_of(printed["version"] if printed else stated),
        parameters=parameters,
        includes=tuple(dict.fromkeys(one for one in found if isinstance(one, str))),
    )


def includes_of(file: ConfigFile) -> tuple[str, ...]:
    """The paths and patterns that its includes name; relative ones begin where the file stands."""
    found = (_INCLUDE.fullmatch(line) for line, _ in _lines(file.text))
    return tuple(include[1] for include in found if include)


def absolute(file: ConfigFile, pattern: str) -> str:
    """What a file's include names, as a path or pattern that begins where the file's own path does."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file.path), pattern))


def version_of(text: str) -> tuple[int, ...]:
    """``(2, 3, 19)`` of ``2.3.19.1``; empty for a text that is no version."""
    return tuple(int(part) for part in re.findall(r"\d{1,4}", text)[:3]) if re.match(r"\d+\.\d", text) else ()


def _parameters(
    file: ConfigFile, others: Included, absent: frozenset[str], outside: tuple[str, ...] = (), deep: int = 0
) -> Iterator[Parameter | str]:
    """The settings in order, and the patterns of includes that were not read; ``outside``: the blocks."""
    blocks = list(outside)
    for line, start in _lines(file.text):
        setting = _SETTING.fullmatch(line)
        block = _BLOCK.match(line)
        include = _INCLUDE.fullmatch(line)
        if include:
            wanted = absolute(file, include[1])
            named = sorted(path for path in others if _is_named(path, wanted)) if deep < DEEPEST else []
            if not named and wanted not in absent:
                yield include[1]
            for path in named:
                yield from _parameters(others[path], others, absent, tuple(blocks), deep + 1)
        elif setting:
            yield _parameter(file, setting, start, blocks)
        elif block:
            blocks.append(" ".join(block["head"].split()))
            if line.endswith("}"):
                blocks.pop()
        elif line == "}" and len(blocks) > len(outside):
            blocks.pop()


def _is_named(path: str, pattern: str) -> bool:
    """Whether a pattern of the shell names the path; a star stops at a slash."""
    folder, name = posixpath.split(posixpath.normpath(path))
    wanted_folder, wanted_name = posixpath.split(pattern)
    hidden = name.startswith(".") and not wanted_name.startswith(".")
    return folder == wanted_folder and fnmatchcase(name, wanted_name) and not hidden


def _parameter(file: ConfigFile, setting: re.Match[str], start: int, blocks: list[str]) -> Parameter:
    *path, name = setting["name"].split("/")
    first = start + setting.start("value")
    text = setting["value"].strip()
    spelled = Spelled(text, (Span(first, first + len(text)),))
    return Parameter(name, _unquoted(spelled), file.path, " / ".join((*blocks, *path)))


def _unquoted(value: Spelled) -> Spelled:
    text = value.text
    return value.part(1, len(text) - 1) if len(text) > 1 and text[0] == text[-1] == '"' else value


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Lines that say something, without comment, with where they begin."""
    for found in _LINE.finditer(text):
        bare = re.sub(r"(?:^|\s)#.*", "", found[0])
        if bare.strip():
            yield bare.strip(), found.start() + len(bare) - len(bare.lstrip())
