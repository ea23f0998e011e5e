"""One kind of log message, declared once."""

import re
from dataclasses import dataclass, field

QUEUE_ID = r"(?:NOQUEUE|(?P<queue_id>[0-9A-Za-z]{5,}))"
"""A queue id as Postfix prints it; the word NOQUEUE gives None.

Short ids are upper-case hexadecimal, long ones base 52 without vowels
(postfix ``src/global/mail_queue.h``).
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Says everything about one kind of message: who writes it, how it begins, what it holds.

    tags: who writes it. ``"/smtpd"`` is every Postfix service whose program is smtpd, whatever
        its ``syslog_name`` (``postfix/smtpd``, ``postfix-in/submission/smtpd``); a name without a
        slash is the whole tag (``"dovecot"``).
    lead: the literal, or literals, with which the message (after the queue id, where ``queued``)
        begins. It is compared before the pattern is tried, and it chooses the pattern: it holds
        the whole first word of the message, or, where queued, at least four characters.
    tail: a regular expression for all that follows the lead, up to the end of the message. Its
        named groups are the columns of the event.
    queued: the message begins with ``QUEUEID: `` or ``NOQUEUE: ``; the first column is queue_id.
    event: False for a message that is known and bears on nothing we report: only tag and lead
        are compared.
    """

    name: str
    tags: tuple[str, ...]
    lead: str | tuple[str, ...]
    tail: str
    meaning: str
    queued: bool = False
    event: bool = True
    since: str = ""
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compiles the whole message's pattern."""
        lead = "(?:" + "|".join(re.escape(literal) for literal in self.leads) + ")"
        queue = QUEUE_ID + ": " if self.queued else ""
        object.__setattr__(self, "pattern", re.compile(queue + lead + self.tail))

    @property
    def leads(self) -> tuple[str, ...]:
        """The literals, always as a tuple."""
        return (self.lead,) if isinstance(self.lead, str) else self.lead

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the event's fields, in the order of the message."""
        return tuple(self.pattern.groupindex)
