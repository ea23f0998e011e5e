"""Parameters set to a value, in main.cf or as ``-o`` of a service, whether they stood there or not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.edit import Edit, edited_file, is_printable
from loganalyzer.changes.quoting import UnsafeError, command
from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.logical import BLANKS, logical_lines
from loganalyzer.settings.master_cf import Service
from loganalyzer.settings.parameter import Parameter
from loganalyzer.settings.settings import Settings


class Target(NamedTuple):
    """One parameter and its new value; of a service of master.cf, or of main.cf where that is None."""

    name: str
    value: str
    service: Service | None = None


def set_parameters(
    title: str, settings: Settings, targets: Iterable[Target], remarks: Iterable[str] = ()
) -> Change:
    """The change that sets all of these, and the undo that leaves the very bytes as they were."""
    wanted = [one for one in targets if not _stands(settings, one)]
    if not wanted:
        return Change(title, remarks=(*remarks, "all of it stands there already"), reload="")
    said = list(remarks)
    diffs = [diff for diff in _diffs(settings, wanted, said) if is_printable(diff, said)]
    forth = [line for one in wanted for line in _command(one, one.value, said)]
    back = [line for one in wanted for line in _back(settings, one, said)]
    undo = Change(f"Undo: {title}", tuple(diff.undone for diff in diffs), tuple(back))
    return Change(title, tuple(diffs), tuple(forth), remarks=tuple(dict.fromkeys(said)), undo=undo)


def _written(settings: Settings, target: Target) -> Parameter | None:
    """Where the parameter stands now, in its own place and not by default; the last one counts."""
    given = target.service.overrides if target.service else settings.parameters
    return next((one for one in reversed(given) if one.name == target.name and one.file), None)


def _stands(settings: Settings, target: Target) -> bool:
    found = _written(settings, target)
    return found is not None and found.value.text.strip(BLANKS) == target.value


def _diffs(settings: Settings, wanted: Sequence[Target], said: list[str]) -> Iterator[FileDiff]:
    for in_main, kinds in ((True, ("main.cf", "postconf -n")), (False, ("master.cf", "postconf -M"))):
        own = [one for one in wanted if (one.service is None) is in_main]
        file = settings.file(*kinds)  # type: ignore[arg-type]  # a tuple of Kind, spelled above
        if not own:
            continue
        if file is None or not file.editable:
            said.append(f"{kinds[0]} itself was not read, so there is no diff: use the commands")
            continue
        edits, new = [], []
        for one in own:
            found = _written(settings, one)
            if found is not None and found.value.text:
                edits.append(Edit(found, 0, len(found.value.text), one.value))
            else:
                new.append(one)
        after = edited_file(file, edits).after or ""
        yield FileDiff(file.path, file.text, _with_lines(replace(file, text=after), new))


def _with_lines(file: ConfigFile, new: Sequence[Target]) -> str:
    """The text with a line for each: at the end of main.cf, after the service's last line in master.cf."""
    text = file.text
    for service in dict.fromkeys(one.service for one in new):
        own = [one for one in new if one.service == service]
        at = len(text) if service is None else _end_of(text, service)
        gap = "\n" if at and text[at - 1] != "\n" else ""
        form = "{} = {}\n" if service is None else "  -o {}={}\n"
        lines = "".join(
            form.format(one.name, one.value.replace(" ", "") if service else one.value) for one in own
        )
        text = text[:at] + gap + lines + text[at:]
    return text


def _end_of(text: str, service: Service) -> int:
    """Where the line after the service's last one begins."""
    end = len(text)
    for line in logical_lines(text):
        if line.text.split()[:2] == [service.name, service.type]:
            end = line.spans[-1].end
    return min(end + 1, len(text))


def _command(target: Target, value: str, said: list[str]) -> Iterator[str]:
    try:
        if target.service is None:
            yield command("postconf", "-e", f"{target.name} = {value}")
        else:
            packed = value.replace(", ", ",")
            yield command("postconf", "-P", f"{target.service}/{target.name}={packed}")
    except UnsafeError as error:
        said.append(f"{target.name}: no command can be shown, {error}")


def _back(settings: Settings, target: Target, said: list[str]) -> Iterator[str]:
    found = _written(settings, target)
    if found is not None:
        yield from _command(target, " ".join(found.value.text.split()), said)
    elif target.service is None:
        yield command("postconf", "-X", target.name)
    else:
        yield command("postconf", "-PX", f"{target.service}/{target.name}")
