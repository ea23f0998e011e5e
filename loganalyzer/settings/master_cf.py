"""Postfix's master.cf, and what ``postconf -M`` prints of it (master(5))."""

from collections.abc import Iterator
from dataclasses import dataclass

from loganalyzer.settings.file import ConfigFile, SettingsError
from loganalyzer.settings.logical import Spelled, logical_lines
from loganalyzer.settings.parameter import Parameter, name_and_value
from loganalyzer.settings.words import FIELD_SEPARATORS, Cut, braced, cut

TYPES = ("inet", "unix", "fifo", "pass", "unix-dgram")
FIELDS = 8


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its seven fields, the program and its arguments, and its ``-o`` overrides."""

    name: str
    type: str
    private: str
    unpriv: str
    chroot: str
    wakeup: str
    maxproc: str
    command: str
    arguments: tuple[str, ...]
    overrides: tuple[Parameter, ...]

    def __str__(self) -> str:
        """``smtp/inet``, as ``postconf -P`` names it."""
        return f"{self.name}/{self.type}"


def read_master(file: ConfigFile) -> Iterator[Service]:
    """Every service, in the order of the file; raises SettingsError where postconf would."""
    for line in logical_lines(file.text):
        words = list(cut(line.text, FIELD_SEPARATORS))
        number = file.text.count("\n", 0, line.spans[0].start) + 1
        if len(words) < FIELDS:
            raise SettingsError(f"{file.path}, line {number}: fewer than {FIELDS} fields")
        if words[1].text not in TYPES:
            raise SettingsError(f"{file.path}, line {number}: the second field is no type of a service")
        yield _service(file, line, words)


def _service(file: ConfigFile, line: Spelled, words: list[Cut]) -> Service:
    name, kind, private, unpriv, chroot, wakeup, maxproc, command = (word.text for word in words[:FIELDS])
    options, rest = _options(line, words[FIELDS:])
    sides = filter(None, map(name_and_value, options))  # Postfix warns of the others and goes on
    overrides = tuple(Parameter(key, value, file.path, f"{name}/{kind}") for key, value in sides)
    arguments = tuple(braced(word.text) for word in rest)
    return Service(name, kind, private, unpriv, chroot, wakeup, maxproc, command, arguments, overrides)


def _options(line: Spelled, words: list[Cut]) -> tuple[list[Spelled], list[Cut]]:
    """The texts after ``-o``, and the other arguments (``pcf_normalize_daemon_args``).

    All of ``-o name=value``, ``-oname=value`` and ``-o { name = value }`` are the same to Postfix.
    """
    options: list[Spelled] = []
    for at, word in enumerate(words):
        if at and words[at - 1].text == "-o":
            options.append(_within_braces(line.part(word.start, word.end)))
        elif not word.text.startswith("-") or word.text == "--":
            return options, words[at:]
        elif word.text.startswith("-o") and len(word.text) > 2:
            options.append(_within_braces(line.part(word.start + 2, word.end)))
    return options, []


def _within_braces(text: Spelled) -> Spelled:
    if text.text.startswith("{") and text.text.endswith("}"):
        return text.part(1, len(text.text) - 1).stripped()
    return text
