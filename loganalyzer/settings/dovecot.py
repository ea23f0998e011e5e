"""dovecot.conf and what ``doveconf -n`` prints of it, of Dovecot 2.2 to 2.4.

A line is ``name = value``, the begin of a block (``protocol imap {``), its end, or an include. In the
flat form of 2.2's ``doveconf`` and in 2.4 a name may hold its block (``protocol/imap/ssl``). The
version is in the first line that ``doveconf`` prints, or in ``dovecot_config_version`` (2.4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Dovecot:
    """What the file says, in its order.

    version: as far as the file tells it. parameters: ``service`` is the block in which each stands
    (``protocol imap``), empty for all of the server. includes: files that it takes in besides, and
    that were not read.
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


def read_dovecot(file: ConfigFile) -> Dovecot:
    """The settings of the file; lines that are none of the known forms are passed over."""
    parameters = tuple(_parameters(file))
    printed = PRINTED.match(file.text)
    stated = next((one.value.text for one in parameters if one.name == CONFIG_VERSION), "")
    return Dovecot(
        path=file.path,
        version=version_of(printed["version"] if printed else stated),
        parameters=parameters,
        includes=tuple(_INCLUDE.findall("\n".join(line for line, _ in _lines(file.text)))),
    )


def version_of(text: str) -> tuple[int, ...]:
    """``(2, 3, 19)`` of ``2.3.19.1``; empty for a text that is no version."""
    return tuple(int(part) for part in re.findall(r"\d{1,4}", text)[:3]) if re.match(r"\d+\.\d", text) else ()


def _parameters(file: ConfigFile) -> Iterator[Parameter]:
    blocks: list[str] = []
    for line, start in _lines(file.text):
        setting = _SETTING.fullmatch(line)
        block = _BLOCK.match(line)
        if setting:
            *path, name = setting["name"].split("/")
            first = start + setting.start("value")
            text = setting["value"].strip()
            spelled = Spelled(text, (Span(first, first + len(text)),))
            yield Parameter(name, _unquoted(spelled), file.path, " / ".join((*blocks, *path)))
        elif block:
            blocks.append(" ".join(block["head"].split()))
            if line.endswith("}"):
                blocks.pop()
        elif line == "}" and blocks:
            blocks.pop()


def _unquoted(value: Spelled) -> Spelled:
    text = value.text
    return value.part(1, len(text) - 1) if len(text) > 1 and text[0] == text[-1] == '"' else value


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Lines that say something, without comment, with where they begin."""
    for found in _LINE.finditer(text):
        bare = re.sub(r"(?:^|\s)#.*", "", found[0])
        if bare.strip():
            yield bare.strip(), found.start() + len(bare) - len(bare.lstrip())
