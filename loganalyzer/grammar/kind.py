"""One kind of log message, declared once."""

import re
from dataclasses import dataclass, field

from loganalyzer.grammar.atomic import atomic

QUEUE_ID = r"(?:NOQUEUE|(?P<queue_id>[0-9A-Zb-df-hj-np-tv-z]{5,}+))"
"""A queue id as Postfix prints it; the word NOQUEUE gives None.

Short ids are upper-case hexadecimal, long ones base 52 without vowels (postfix
``src/global/mail_queue.h``): ``warning`` and ``fatal`` before a colon are none.
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Says everything about one kind of message: who writes it, how it begins, what it holds.

    tags: who writes it. ``"/smtpd"`` is every Postfix service whose program is smtpd, whatever
        its ``syslog_name`` (``postfix/smtpd``, ``postfix-in/submission/smtpd``); ``"/*"`` is any
        Postfix program; a name without a slash is the whole tag (``"dovecot"``).
    lead: the literal, or literals, with which the message (after the queue id, where ``queued``)
        begins. It is compared before the pattern is tried, and it chooses the pattern: it holds
        the whole first word of the message, or, where queued, at least four characters; a shorter
        one, down to none, is tried where no other kind of the program fits. Where the first word
        goes on with what varies (``imap(alice)<…>:``) the lead ends before that.
    tail: a regular expression for all that follows the lead, up to the end of the message. Its
        named groups are the columns of the event.
    queued: the message begins with ``QUEUEID: `` or ``NOQUEUE: ``; the first column is queue_id.
    bare: the twin of a queued kind, with the same name and columns, for the same message where its
        queue id is empty (``: prepend …``; so is queue_id then) or missing together with its colon.
    word: the column that holds the lead itself, without its closing colon and blank.
    peek: the lead is only looked at: the tail begins where the lead does, and holds both.
    event: False for a message that is known and bears on nothing we report: only tag and lead
        are compared.
    since: the first version that writes it, where that is known and matters.
    """

    name: str
    tags: tuple[str, ...]
    lead: str | tuple[str, ...]
    tail: str
    meaning: str
    queued: bool = False
    event: bool = True
    since: str = ""
    word: str = ""
    peek: bool = False
    bare: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compiles the whole message's pattern."""
        object.__setattr__(self, "pattern", re.compile(atomic(self._queue() + self._lead() + self.tail)))

    @property
    def leads(self) -> tuple[str, ...]:
        """The literals with which the whole message may begin, or what follows its queue id."""
        leads = (self.lead,) if isinstance(self.lead, str) else self.lead
        return leads + tuple(": " + lead for lead in leads) if self.bare else leads

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the event's fields, in the order of the pattern's groups."""
        return tuple(self.pattern.groupindex)

    def _queue(self) -> str:
        """Gives the pattern of what stands before the lead."""
        if self.bare:
            return r"(?:(?P<queue_id>): )?+"
        return QUEUE_ID + ": " if self.queued else ""

    def _lead(self) -> str:
        """Gives the pattern of the literals, captured where they are a column."""
        leads = (self.lead,) if isinstance(self.lead, str) else self.lead
        if not self.word:
            return ("(?=" if self.peek else "(?:") + "|".join(re.escape(literal) for literal in leads) + ")"
        words = [literal.rstrip(": ") for literal in leads]
        (closing,) = {literal[len(word) :] for literal, word in zip(leads, words, strict=True)}
        return f"(?P<{self.word}>{'|'.join(re.escape(word) for word in words)}){closing}"


def known(
    name: str, tags: tuple[str, ...], lead: str | tuple[str, ...], meaning: str, *, queued: bool = False
) -> Kind:
    """Declares a message that is known and bears on nothing we report."""
    return Kind(name, tags, lead, "", meaning, queued=queued, event=False)
