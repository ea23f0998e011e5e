"""Edits of parameters, carried out on the text of their files and on their values alike."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.quoting import UnsafeError, command
from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.logical import BLANKS
from loganalyzer.settings.parameter import Parameter
from loganalyzer.settings.settings import Settings
from loganalyzer.settings.words import LIST_SEPARATORS, cut

_ONE_LINE = {ord(blank): " " for blank in BLANKS}


class Edit(NamedTuple):
    """These characters of a parameter's value make way for the text; start = end inserts."""

    parameter: Parameter
    start: int
    end: int
    text: str = ""


def edited_value(edits: Iterable[Edit]) -> str:
    """The value of the one parameter that all these edits are of."""
    ordered = sorted(edits, key=lambda edit: edit.start, reverse=True)
    value = ordered[0].parameter.value.text
    for edit in ordered:
        value = value[: edit.start] + edit.text + value[edit.end :]
    return value


def edited_file(file: ConfigFile, edits: Iterable[Edit]) -> FileDiff:
    """The file with the edits of its parameters; a line that is left empty goes altogether."""
    places = sorted((_in_file(edit) for edit in set(edits)), reverse=True)
    text = file.text
    for start, end, new in places:
        start, end = (start, end) if new else _whole_line(text, start, end)
        text = text[:start] + new + text[end:]
    return FileDiff(file.path, file.text, text)


def _in_file(edit: Edit) -> tuple[int, int, str]:
    start = edit.parameter.value.place(edit.start)
    end = edit.parameter.value.place(edit.end - 1) + 1 if edit.end > edit.start else start
    return start, end, edit.text


def _whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The same, or all of the line where only blanks would be left of it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end) + 1 or len(text)
    if text[first:start].strip(BLANKS) or text[end:last].strip(BLANKS):
        return start, end
    return first, last


def removal(parameter: Parameter, start: int, end: int) -> Edit:
    """Takes a word out of a list, with the separators that follow it on the same line."""
    text = parameter.value.text
    here = parameter.value.place(start) - start
    while end < len(text) and text[end] in LIST_SEPARATORS and parameter.value.place(end) - end == here:
        end += 1
    return Edit(parameter, start, end)


def carried_out(title: str, settings: Settings, edits: Sequence[Edit], remarks: Iterable[str]) -> Change:
    """The change that these edits make, with its undo."""
    groups: dict[Parameter, list[Edit]] = {}
    for edit in dict.fromkeys(edits):
        groups.setdefault(edit.parameter, []).append(edit)
    said = list(remarks)
    files: list[FileDiff] = []
    forth: list[str] = []
    back: list[str] = []
    for path in dict.fromkeys(parameter.file for parameter in groups):
        file = settings.file_at(path)
        own = [edit for edit in edits if edit.parameter.file == path]
        diff = edited_file(file, own)
        if not file.editable:
            said.append(f"{path} is output of postconf, so there is no diff: use the commands")
        elif is_printable(diff, said):
            files.append(diff)
    for parameter, own in groups.items():
        forth += postconf(parameter, edited_value(own), said)
        back += postconf(parameter, parameter.value.text, said)
    undo = Change(f"Undo: {title}", tuple(file.undone for file in files), tuple(back))
    return Change(title, tuple(files), tuple(forth), remarks=tuple(dict.fromkeys(said)), undo=undo)


def is_printable(diff: FileDiff, remarks: list[str]) -> bool:
    """Whether the diff and its undo can be shown; a remark says why not."""
    try:
        return bool(diff.text and diff.undone.text)
    except UnsafeError as error:
        remarks.append(f"{diff.path}: no diff can be shown, {error}")
        return False


def postconf(parameter: Parameter, value: str, remarks: list[str]) -> Iterator[str]:
    """The command that sets the parameter, none where there can be none; a remark says why not.

    ``postconf -e`` takes one line; ``postconf -P`` (Postfix 2.11 and later) takes no blanks, but a
    comma parts the words of a list as well (postconf(1)).
    """
    separators = LIST_SEPARATORS if parameter.service else BLANKS
    words = [word.text for word in cut(value.translate(_ONE_LINE), separators)]
    try:
        if not parameter.service:
            yield command("postconf", "-e", f"{parameter.name} = {' '.join(words)}")
        elif any(" " in word for word in words):
            remarks.append(f"{parameter}: postconf -P takes no blanks within braces, so edit the file")
        else:
            yield command("postconf", "-P", f"{parameter.service}/{parameter.name}={','.join(words)}")
    except UnsafeError as error:
        remarks.append(
            f"{parameter!s:.80}: no command can be shown, {error}".encode("ascii", "replace").decode()
        )
