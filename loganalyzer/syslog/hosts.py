"""One name for each host."""

import ipaddress
from collections.abc import Iterable


def host_keys(names: Iterable[str]) -> dict[str, str]:
    """A key for each name of a host: the name up to its first dot, in lower case.

    Where two full names differ behind the same first part, they are different hosts and their full
    names are kept. An address is its own key.
    """
    names = set(names)
    full: dict[str, set[str]] = {}
    for name in names:
        if "." in name and not _is_address(name):
            full.setdefault(_short(name), set()).add(name.lower().rstrip("."))
    return {name: _key(name, full) for name in names}


def _key(name: str, full: dict[str, set[str]]) -> str:
    if _is_address(name):
        return name.lower()
    return name.lower().rstrip(".") if len(full.get(_short(name), ())) > 1 else _short(name)


def _short(name: str) -> str:
    return name.lower().partition(".")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
