"""Exceptions for the Perl SPF policy service, which has no list of its own before version 2.011.

A ``check_client_access`` right before the policy check answers OK for the clients in a cidr table,
which ends the list (access(5), cidr_table(5)); so it must stand after reject_unauth_destination.
"""

import ipaddress
from collections.abc import Sequence

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.edit import Edit, carried_out, is_printable
from loganalyzer.changes.entry import Entry
from loganalyzer.settings.logical import BLANKS
from loganalyzer.settings.parameter import Parameter
from loganalyzer.settings.policy import relay_is_closed, spf_checks
from loganalyzer.settings.read import EXCEPTIONS_TABLE
from loganalyzer.settings.restrictions import CHECK, PolicyCheck, Word
from loganalyzer.settings.settings import Settings

TITLE = "Except these from the SPF check"
TABLE = f"cidr:$config_directory/{EXCEPTIONS_TABLE}"
LOOKUP = f"check_client_access {TABLE}"


def exceptions(settings: Settings, entries: Sequence[Entry]) -> Change:
    """The table with these clients, and the word that looks them up before each SPF check."""
    remarks = [
        f"{entry.setting} = {entry.value}: the Perl service has no such setting, list the client's address"
        for entry in entries
        if not entry.is_address
    ]
    clients = [entry.value for entry in entries if entry.is_address]
    if not clients:
        return Change(TITLE, remarks=tuple(remarks), reload="")
    checks = spf_checks(settings)
    edits = [edit for check in checks for edit in _insertion(settings, check, remarks)]
    if not edits and not any(map(_is_looked_up, checks)):
        return Change(TITLE, remarks=tuple(remarks), reload="")
    lists = carried_out(TITLE, settings, edits, remarks)
    said = list(lists.remarks)
    table = _table(settings, clients)
    tables = (table,) if table and is_printable(table, said) else ()
    undo = lists.undo or Change(TITLE)
    return Change(
        TITLE,
        (*tables, *lists.files),
        (*_commands(table), *lists.commands),
        remarks=tuple(said),
        undo=Change(undo.title, (*undo.files, *(one.undone for one in tables)), undo.commands),
    )


def _is_looked_up(check: PolicyCheck) -> bool:
    return any(word.text.endswith(f"/{EXCEPTIONS_TABLE}") for word in check.reached_after)


def _insertion(settings: Settings, check: PolicyCheck, remarks: list[str]) -> list[Edit]:
    first = check.index
    while first and check.words[first - 1] in check.warns:
        first -= 1
    word = check.words[first]
    if _is_looked_up(check):
        return []
    if not relay_is_closed(settings, check):
        remarks.append(
            f"{check.place}: move {CHECK} behind reject_unauth_destination first; "
            "an exception before that would let these clients relay"
        )
        return []
    if word.parameter is None or not word.parameter.file:
        remarks.append(f"{check.place}: put {LOOKUP} before {CHECK} by hand")
        return []
    later = [one.text for one in check.words[check.index + 2 :] if not one.says("permit")]
    if later:
        remarks.append(f"{check.place}: these clients also skip what follows it: {' '.join(later)}")
    return [Edit(word.parameter, word.start, word.start, _spelled(settings, word, word.parameter))]


def _spelled(settings: Settings, word: Word, parameter: Parameter) -> str:
    """The lookup with what parts it from the word behind it: no blank in master.cf, where it ends a value."""
    if parameter.service:
        return LOOKUP.replace(" ", ",") + ","
    text = settings.file_at(parameter.file).text
    place = parameter.value.place(word.start)
    line = text.rfind("\n", 0, place) + 1
    indent = text[line:place]
    ending = "\r\n" if text[:line].endswith("\r\n") else "\n"
    return f"{LOOKUP},{ending}{indent}" if indent and not indent.strip(BLANKS) else f"{LOOKUP}, "


def _table(settings: Settings, clients: Sequence[str]) -> FileDiff | None:
    """The table with a line for each client that has none; None where all have one."""
    file = settings.file("cidr")
    old = file.text if file else ""
    there = {line.split()[0] for line in old.splitlines() if line.split()}
    lines = [line for line in map(_line, dict.fromkeys(clients)) if line.split()[0] not in there]
    if not lines:
        return None
    gap = "\n" if old and not old.endswith("\n") else ""
    new = old + gap + "".join(f"{line}\n" for line in lines)
    if file:
        return FileDiff(file.path, old, new)
    main = settings.file("main.cf", "master.cf")
    folder = main.path.removesuffix(main.path.rpartition("/")[2]) if main else "/etc/postfix/"
    return FileDiff(folder + EXCEPTIONS_TABLE, None, new)


def _line(client: str) -> str:
    return f"{ipaddress.ip_network(client)} OK"


def _commands(table: FileDiff | None) -> tuple[str, ...]:
    """A line for each new client; each is digits, dots, colons and a slash, and so needs no quotes."""
    if table is None:
        return ()
    new = (table.after or "").removeprefix(table.before or "").split("\n")
    target = f'"$(postconf -h config_directory)/{EXCEPTIONS_TABLE}"'
    return tuple(f"echo '{line}' >> {target}" for line in new if line)
