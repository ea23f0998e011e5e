"""The table of ``smtp_tls_policy_maps``: it grows by the domains with evidence, and loses those without.

A line that stands there is its admin's: it goes only where the log shows that mail is put off by it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loganalyzer.changes.change import RELOAD, Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.edit import is_printable
from loganalyzer.changes.parameters import Target, set_parameters
from loganalyzer.settings.settings import Settings
from loganalyzer.settings.tls_policy import INDEXED, MANDATORY, NAME, Entry, PolicyTable

TITLE = "Insist on TLS towards these domains"
FILE = "tls_policy"
TABLE = f"texthash:$config_directory/{FILE}"
"""``texthash``: a plain text that needs no postmap (Postfix 2.8), whatever databases a system has."""

LEVELS = ("encrypt", "verify", "dane-only")

_LABEL = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")

Line = tuple[str, str]
"""A domain and its level."""

Gone = Mapping[str, str]
"""Domains whose line goes, each with the level that takes its place; empty for none."""


def policy_map(settings: Settings | None, entries: Sequence[Line], withdrawn: Sequence[Line] = ()) -> Change:
    """The table with a line for each domain of ``entries``, and without those of ``withdrawn``.

    withdrawn: each with the level that takes the place of its own, none where that is empty. A name
    that is no plain domain, or a level that is none, never gets in: both may come from a log.
    """
    good = sorted((name.lower(), level) for name, level in entries if _is_line(name, level))
    gone = {name.lower(): level for name, level in sorted(withdrawn) if _is_line(name, level or "encrypt")}
    if settings is None or not settings.knows_main:
        return _general(good, gone, f"/etc/postfix/{FILE}", NAME, ("general lines: main.cf was not read",))
    said: list[str] = []
    lines = list(_new_lines(settings, good, said))
    tables = settings.tls_policies
    read = [one for one in tables if one.file is not None]
    if read:
        return _grown(read, lines, gone, said)
    unread = [one for one in tables if one.is_text]
    if unread:
        said.append(f"{unread[0]} was not read: name it in --settings too for a diff of it")
        return _general(lines, gone, unread[0].path, "", said, _reload(unread))
    said += [f"{one} was not read: what it says of a domain counts before these lines" for one in tables]
    return _begun(settings, lines, said)


def _is_line(name: str, level: str) -> bool:
    return bool(_DOMAIN.fullmatch(name)) and level in LEVELS


def _new_lines(settings: Settings, entries: Sequence[Line], said: list[str]) -> Iterator[Line]:
    """The lines that no table and no setting for everybody makes needless."""
    everybody = settings.value("smtp_tls_security_level")
    for name, level in entries:
        found = next((one for table in settings.tls_policies if (one := table.entry(name))), None)
        if found is not None:
            if found.level not in MANDATORY:
                said.append(f"{name}: {found.key} {found.level} stands there; the log speaks for {level}")
        elif everybody == level or everybody in ("verify", "secure", "dane-only"):
            said.append(f"{name}: smtp_tls_security_level = {everybody} asks it of everybody already")
        else:
            # Verified is what smtp says of a certificate that fits the TLSA records, too.
            yield name, "dane-only" if everybody == "dane" and level == "verify" else level


def _grown(tables: Sequence[PolicyTable], lines: Sequence[Line], gone: Gone, said: list[str]) -> Change:
    """Diffs of the tables that were read; new lines go to the end of the first."""
    diffs = []
    for table in tables:
        file = table.file
        if file is None:
            continue
        text = file.text
        for entry, level in sorted(_without(table, gone, said), key=lambda one: one[0].span, reverse=True):
            text = _with(text, entry, level)
        if table is tables[0] and lines:
            ending = "\r\n" if "\r\n" in text else "\n"
            gap = "" if not text or text.endswith("\n") else ending
            text += gap + "".join(f"{name} {level}{ending}" for name, level in lines)
        diffs.append(FileDiff(file.path, file.text, text))
    changed = [one for one in diffs if one.before != one.after]
    shown = [one for one in changed if is_printable(one, said)]
    if not shown:
        remarks = (*said, *([] if changed else ["nothing is to be changed in it"]))
        return Change(TITLE, remarks=remarks, reload="")
    reload = _reload([one for one in tables if one.file and one.file.path in {diff.path for diff in shown}])
    undo = Change(f"Undo: {TITLE}", tuple(one.undone for one in shown), reload=reload)
    return Change(TITLE, tuple(shown), reload=reload, remarks=tuple(dict.fromkeys(said)), undo=undo)


def _with(text: str, entry: Entry, level: str) -> str:
    """The text with another level in the entry's line; without a level, without the line."""
    if level:
        return f"{text[: entry.span.start]}{entry.key} {level}{text[entry.span.end :]}"
    end = text.find("\n", entry.span.end)
    return text[: entry.span.start] + (text[end + 1 :] if end >= 0 else "")


def _without(table: PolicyTable, gone: Gone, said: list[str]) -> Iterator[tuple[Entry, str]]:
    """The table's own lines of these domains that ask for more than what takes their place."""
    for name, level in gone.items():
        found = table.entry(name)
        if found is None or found.level not in MANDATORY or found.level == level:
            continue
        if found.key != name:
            said.append(f"{name}: mail to it is put off under the line {found.key} {found.level}; look at it")
            continue
        said.append(f"{name}: its mail was put off; is somebody in between? Look before you enter it")
        yield from ((one, level) for one in table.entries if one.key == name)


def _begun(settings: Settings, lines: Sequence[Line], said: Sequence[str]) -> Change:
    """A table of our own, and the parameter that names it."""
    if not lines:
        return Change(TITLE, remarks=(*said, "no domain has enough evidence"), reload="")
    text = "".join(f"{name} {level}\n" for name, level in lines)
    written = settings.parameter(NAME)
    before = " ".join(written.value.text.split()).rstrip(",") if written else ""
    value = ", ".join(filter(None, (before, TABLE)))
    change = set_parameters(TITLE, settings, [Target(NAME, value)], said)
    undo = change.undo or Change(f"Undo: {TITLE}")
    target = f'"$(postconf -h config_directory)/{FILE}"'
    forth = tuple(f"echo '{name} {level}' >> {target}" for name, level in lines)
    main = settings.file("main.cf")
    diffs: tuple[FileDiff, ...] = ()
    if main is not None:
        folder = main.path.removesuffix(main.path.rpartition("/")[2])
        diffs = (FileDiff(f"{folder}{FILE}", None, text),)
    return replace(
        change,
        files=(*diffs, *change.files),
        commands=(*forth, *change.commands),
        undo=replace(
            undo,
            files=(*undo.files, *(one.undone for one in diffs)),
            commands=(*undo.commands, f"rm {target}"),
        ),
    )


def _general(
    lines: Sequence[Line],
    gone: Gone,
    path: str,
    parameter: str,
    said: Sequence[str],
    reload: str = RELOAD,
) -> Change:
    """What to write by hand, into a table that was not read."""
    if not lines and not gone:
        return Change(TITLE, remarks=(*said, "no domain has enough evidence"), reload="")
    forth = [f"In {path}, beside what it holds:", *(f"    {name} {level}" for name, level in lines)]
    back = [f"In {path}, take out:", *(f"    {name} {level}" for name, level in lines)]
    if not lines:
        forth, back = [], []
    if gone:
        words = [f"    {name}{f' (or lower it to {level})' if level else ''}" for name, level in gone.items()]
        forth += [f"In {path}, take out if it is there:", *words]
        back += [f"In {path}, put back what stood there of:", *(f"    {name}" for name in gone)]
    if parameter and lines:
        forth += ["In main.cf, beside other tables that stand there:", f"    {parameter} = {TABLE}"]
        back += [f"In main.cf, take {TABLE} out of {parameter} again"]
    if any(level == "verify" for _, level in lines):
        said = (*said, "where smtp_tls_security_level = dane, write dane-only instead of verify")
    undo = Change(f"Undo: {TITLE}", lines=tuple(back), reload=reload)
    return Change(TITLE, lines=tuple(forth), reload=reload, remarks=tuple(said), undo=undo)


def _reload(tables: Sequence[PolicyTable]) -> str:
    """Databases are made anew first; a plain text is read anew on reload."""
    return " && ".join([*(f"postmap {one}" for one in tables if one.type in INDEXED), RELOAD])
