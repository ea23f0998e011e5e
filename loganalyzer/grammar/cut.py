"""Messages that lost their end on the way: they begin as a known one does and are too long to be another."""

import re
from functools import cache

from loganalyzer.grammar import KINDS
from loganalyzer.grammar.kind import Kind
from loganalyzer.terms.process import program_of

SHORTEST = 700
"""Characters of a message from which on it may have been cut.

Postfix ends a record after 2000 (``MSG_SYSLOG_RECLEN`` in ``src/util/msg_syslog.c``), an old syslogd its
line after 1024 with the stamp, and rsyslog what it says that it repeats after about 800.
"""

_QUEUE_ID = r"[0-9A-Za-z]{5,}+: "


def is_cut(tag: str, message: str) -> bool:
    """True for a message that no kind fits, long enough to have been cut, that begins as an event does."""
    return len(message) >= SHORTEST and _begin(program_of(tag)).match(message) is not None


@cache
def _begin(program: str) -> re.Pattern[str]:
    """How events of a program begin, but for the word that may begin any warning."""
    every = "|".join(
        (_QUEUE_ID if kind.queued else "") + re.escape(lead)
        for kind in KINDS
        if kind.event and _writes(kind, program)
        for lead in kind.leads
        if lead and (kind.queued or lead != "warning: ")
    )
    return re.compile(every or r"(?!)")


def _writes(kind: Kind, program: str) -> bool:
    return program in kind.tags or (program.startswith("/") and "/*" in kind.tags)
