"""The logs of one folder that belong together: one log and its rotated predecessors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

STEMS = ("mail.log", "maillog", "postfix.log", "mail", "syslog", "messages")
"""Names a mail log goes by, the most telling first.

Debian writes mail.log, Red Hat and the BSDs maillog, openSUSE mail; syslog and messages hold the
mail lines among others. mail.info, mail.warn and mail.err repeat lines of mail.log and are no family.
"""

_ROTATED = r"(?:[.-](?:\d[\dT:_-]*|old|bak))*(?:\.(?:gz|bz2|xz|zst))?"
_PARTS = re.compile(rf"(?P<root>.+?)(?P<middle>-\d[\d-]*)?(?P<ending>\.log)?{_ROTATED}")


@dataclass(frozen=True, slots=True)
class Family:
    """Names what is read of a folder and what is not."""

    stem: str
    members: tuple[str, ...]
    ignored: tuple[str, ...]


def stem(name: str) -> str:
    """The name a log had before it was rotated: ``mail.log`` for ``mail.log.2.gz``."""
    found = _PARTS.fullmatch(name)
    if found is None:
        return name
    return found["root"] + (found["ending"] or "")


def kin(path: str) -> tuple[str, str]:
    """What the logs of one rotated set have in common: their folder and their stem."""
    folder, _, name = path.rpartition("/")
    return folder, stem(name)


def natural(name: str) -> list[tuple[int, str]]:
    """A sorting key that counts: ``mail.log.10`` comes after ``mail.log.9``."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def family(names: Iterable[str]) -> Family | None:
    """The most telling family among the names of a folder; None where there is none or no choice.

    Without a known name, the logs of the only ``*.log`` family there is are taken.
    """
    families: dict[str, list[str]] = {}
    everything = sorted(names, key=natural)
    for name in everything:
        families.setdefault(stem(name), []).append(name)
    chosen = next((known for known in STEMS if known in families), None)
    if chosen is None:
        logs = [name for name in families if name.endswith(".log")]
        if len(logs) != 1:
            return None
        chosen = logs[0]
    members = frozenset(families[chosen])
    return Family(chosen, tuple(families[chosen]), tuple(name for name in everything if name not in members))
