"""Who wrote a line: what stands between the stamp and the message."""

import re

from .dovecot_log import DOVECOT_LOG, as_in_syslog

MOST_NAMES = 50_000
"""How many names are remembered; process numbers make ever new tags."""

_HOST = re.compile(r"[\w.%@/\[\]:-]*[\w.%@/\[\]-]")
_TAG = re.compile(r"[^\s\x00-\x1f\x7f\ufffd:\[][^\s\x00-\x1f\x7f\ufffd]{0,199}:")
_FACILITY = re.compile(r"<\w+\.\w+> ")
_RSPAMD = re.compile(r"#(\d+)\((\w+)\) (.*)", re.DOTALL)
_REPEATED = re.compile(r"(?:(\S+) )?((?:-+ ?)?last message (?:repeated|buffered) \d+ times?.*|-- MARK --)")


class Hosts(dict[str, str]):
    """Knows which words are hosts: looking one up gives it, or raises KeyError."""

    def __missing__(self, word: str) -> str:
        """Judges a word that was not met before."""
        if _HOST.fullmatch(word) is None:
            raise KeyError(word)
        return _remember(self, word, word)


class Tags(dict[str, str]):
    """Knows which words are tags: looking one up with its colon gives it without."""

    def __missing__(self, word: str) -> str:
        """Judges a word that was not met before."""
        if _TAG.fullmatch(word) is None:
            raise KeyError(word)
        return _remember(self, word, word[:-1])


def _remember(names: dict[str, str], word: str, name: str) -> str:
    if len(names) >= MOST_NAMES:
        names.clear()
    names[word] = name
    return name


class Senders:
    """Takes apart what follows a stamp."""

    def __init__(self) -> None:
        """No names are known yet."""
        self.hosts = Hosts()
        self.tags = Tags()

    def split(self, rest: str) -> tuple[str, str, str] | None:
        """Host, tag and message; host and tag are "" where there is none."""
        try:
            host, tag, message = rest.split(" ", 2)
            return self.hosts[host], self.tags[tag], message
        except (KeyError, ValueError):
            return _odd(rest)


def _odd(rest: str) -> tuple[str, str, str] | None:
    """The same where host or tag or message is missing."""
    if rest.startswith("<"):
        rest = _FACILITY.sub("", rest, count=1)
    host, _, after = rest.partition(" ")
    if _HOST.fullmatch(host):
        tag, _, message = after.partition(" ")
        if _TAG.fullmatch(tag):
            return host, tag[:-1], message
    repeated = _REPEATED.fullmatch(rest)
    if repeated is not None:
        return repeated[1] or "", "syslogd", repeated[2]
    tagged = without_host(rest)
    if tagged is not None:
        return "", *tagged
    if _HOST.fullmatch(host) and after and not after.isspace():
        return host, "", after
    return None


def without_host(rest: str) -> tuple[str, str] | None:
    """Tag and message of a line that names no host; None where it begins with no tag either."""
    own = DOVECOT_LOG.fullmatch(rest)
    if own is not None:
        return as_in_syslog(own)
    own = _RSPAMD.fullmatch(rest)
    if own is not None:
        return f"rspamd[{own[1]}]", own[3]
    tag, _, message = rest.partition(" ")
    return (tag[:-1], message) if _TAG.fullmatch(tag) else None
