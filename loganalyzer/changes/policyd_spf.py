"""Exceptions for the Python SPF policy service, as lines of policyd-spf.conf(5)."""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence

from loganalyzer.changes.change import Change
from loganalyzer.changes.diff import FileDiff
from loganalyzer.changes.edit import is_printable
from loganalyzer.changes.entry import CHOICES, Entry
from loganalyzer.settings.file import ConfigFile
from loganalyzer.settings.policyd_spf import DEFAULTS, PolicydSpf, wrong_items

TITLE = "Except these from the SPF check"
LOOPBACK = DEFAULTS["skip_addresses"].split(",")


def exceptions(policy: PolicydSpf | None, file: ConfigFile | None, entries: Sequence[Entry]) -> Change:
    """The change of policyd-spf.conf that enters all of these, merged with what is there."""
    remarks = _remarks(entries)
    settings = list(dict.fromkeys(entry.setting for entry in entries))
    values = {
        setting: merged(policy, setting, [one.value for one in entries if one.setting == setting], remarks)
        for setting in settings
    }
    if policy is None or file is None:
        remarks.append("general lines: policyd-spf.conf was not read; keep what these lines hold already")
        lines = tuple(f"{setting} = {value}" for setting, value in values.items())
        undo = Change(f"Undo: {TITLE}", lines=("In policyd-spf.conf, put the old lines back",))
        return Change(TITLE, lines=lines, remarks=tuple(remarks), undo=undo)
    changed = {setting: value for setting, value in values.items() if value != policy.value(setting)}
    text = _with_lines(file.text, policy, changed)
    diff = FileDiff(file.path, file.text, text)
    if text == file.text:
        return Change(TITLE, remarks=(*remarks, "all of it stands there already"), reload="")
    if not is_printable(diff, remarks):
        lines = tuple(f"{setting} = {value}" for setting, value in values.items())
        return Change(TITLE, lines=lines, remarks=tuple(remarks))
    return Change(TITLE, (diff,), remarks=tuple(remarks), undo=Change(f"Undo: {TITLE}", (diff.undone,)))


def merged(policy: PolicydSpf | None, setting: str, new: Iterable[str], remarks: list[str]) -> str:
    """The value that holds what is there and the new items, without blanks between them.

    Without a line of its own, skip_addresses holds the loopback networks, which a line replaces.
    """
    if setting in CHOICES:
        return list(new)[-1]
    old = policy.items(setting) if policy else tuple(LOOPBACK) if setting == "skip_addresses" else ()
    added = [item for item in dict.fromkeys(new) if _key(item) not in {_key(one) for one in old}]
    if policy and added and wrong_items(setting, policy.value(setting)):
        remarks.append(f"{setting}: blanks between items are taken out, the service does not understand them")
    if setting == "skip_addresses" and not set(LOOPBACK) <= set(old):
        remarks.append(f"{setting}: the line does not hold the loopback networks {','.join(LOOPBACK)}")
    if not added and policy:
        return policy.value(setting)
    if wrong_items(setting, ",".join(old)):
        remarks.append(f"{setting}: the new items come first, one that is there already ends the list")
        return ",".join((*added, *old))
    return ",".join((*old, *added))


def _key(item: str) -> object:
    try:
        return ipaddress.ip_network(item)
    except ValueError:
        return item.lower()


def _with_lines(text: str, policy: PolicydSpf, values: Mapping[str, str]) -> str:
    """The text with the new values in the lines that count, and in new ones at the end."""
    ending = "\r\n" if "\r\n" in text else "\n"
    given = {setting: policy.parameter(setting) for setting in values}
    spans = {setting: span for setting, line in given.items() if line for span in line.value.spans}
    new = "".join(f"{setting} = {value}{ending}" for setting, value in values.items() if setting not in spans)
    gap = ending if new and text and not text.endswith("\n") else ""
    for setting, span in sorted(spans.items(), key=lambda item: item[1], reverse=True):
        text = text[: span.start] + values[setting] + text[span.end :]
    return text + gap + new


NOTES = {
    "Domain_Whitelist": "skips the check for all clients that pass the domain's own SPF, also those that "
    "this log does not show; it lists no senders",
    "HELO_Whitelist": "skips the check for clients that say this name and whose address it has",
    "skip_addresses": "replaces the service's default, so the line must hold the loopback networks too",
    "Whitelist": "lets everything from these clients pass unchecked, also spoofs that they pass on",
}


def _remarks(entries: Iterable[Entry]) -> list[str]:
    settings = dict.fromkeys(entry.setting for entry in entries)
    return [f"{setting} {NOTES[setting]}" for setting in settings if setting in NOTES]
