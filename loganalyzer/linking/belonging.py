"""Whether a line belongs to a trace: by place, process, queue id, Message-ID, or client and sender."""

import re
from typing import NamedTuple

from loganalyzer.grammar.kind import QUEUE_ID
from loganalyzer.linking.let_through import comparable
from loganalyzer.linking.signs import LATE
from loganalyzer.linking.trace import Trace
from loganalyzer.terms.moment import MINUTE, SECOND
from loganalyzer.terms.process import program_of

_QUEUED = re.compile(QUEUE_ID + ": ")
_AMAVIS_ID = re.compile(r", Queue-ID: ([0-9A-Za-z]+),")

DISORDER = SECOND // 10
"""Lines of different processes may be this far out of order."""

AT_THE_DOOR = frozenset({"/postscreen", "/dnsblog", "/tlsproxy"})
"""Programs that meet a client before smtpd does; they name it by its address alone."""


class Read(NamedTuple):
    """One line as the grammar reads it; kind is empty, and fields too, where it knows none."""

    at: int
    time: int
    host: str
    process: str
    message: str
    kind: str
    fields: dict[str, str]

    @property
    def queue_id(self) -> str:
        """The queue id that the line is about, empty where it names none."""
        named = self.fields.get("queue_id", "")
        if named or self.kind == "amavis.result":
            found = _AMAVIS_ID.search(self.message)
            return named or (found[1] if found else "")
        begins = _QUEUED.match(self.message)
        return (begins["queue_id"] or "") if begins else ""


def belongs(trace: Trace, line: Read) -> bool:
    """True for a line of the trace's story."""
    if line.host != trace.host:
        return False
    if line.at in trace.places:
        return True
    connection = trace.connection
    if connection is not None and line.process == connection.process:
        if not connection.holds(line.time, line.at):
            return False
        named = line.queue_id
        return named in trace.queue_ids if named else line.kind != "smtpd.reject"
    if line.time > trace.last.time + LATE:
        return False
    if connection is not None and _asked_by(trace, line):
        return True
    if line.time < trace.first.time:
        return False
    if line.queue_id:
        return line.queue_id in trace.queue_ids
    message_id = line.fields.get("message_id", "")
    return bool(message_id) and not {message_id, f"<{message_id}>"}.isdisjoint(trace.message_ids)


def _asked_by(trace: Trace, line: Read) -> bool:
    """True for what was said of this client at the door, or by the policy service of this sender."""
    connection, fields = trace.connection, line.fields
    if connection is None or fields.get("client_address") != connection.client_address:
        return False
    if program_of(line.process) in AT_THE_DOOR:
        return connection.first.time - MINUTE <= line.time <= connection.last.time
    if not line.kind.startswith(("spf.", "perl.")) or line.queue_id:
        return False
    if not trace.until or not trace.since <= line.time <= trace.until + DISORDER:
        return False
    sender = fields.get("sender") or fields.get("identity_value")
    if not sender or not trace.senders or fields.get("scope") == "helo":
        return True
    return comparable(sender) in {comparable(one) for one in trace.senders}
