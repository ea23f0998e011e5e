"""Lines that stand for several: a daemon's own words are not repeated, only counted."""

import re

_WRAPPED = re.compile(r"message repeated (\d{1,9}) times?: \[ ?(.*?)\]?", re.DOTALL)
_LAST = re.compile(
    r"(?:-+ ?)?last message (?:'.*' )?(?:repeated|buffered) (\d{1,9}) times?.*", re.DOTALL | re.IGNORECASE
)


def repeated(message: str) -> tuple[int, str] | None:
    """How often a message occurred further, and the message, of ``message repeated N times: [ …]``.

    rsyslog cuts long ones short, so the closing bracket may be missing.
    """
    if not message.startswith("message repeated "):
        return None
    found = _WRAPPED.fullmatch(message)
    return None if found is None else (int(found[1]), found[2])


def last_repeated(message: str) -> int | None:
    """How often the line before occurred further, of ``last message repeated N times``."""
    found = _LAST.fullmatch(message)
    return None if found is None else int(found[1])
