"""The one step: a carry and the next columns in, finished things and the new carry out.

The law: however a log is cut, the finished things are the same. So nothing here looks at where
columns begin or end, or at any clock but the largest time seen; what is let go by age is let go
when that clock passes into another hour.
"""

import copy
from collections.abc import Callable, Mapping, Sequence

from loganalyzer.linking import (
    deliveries,
    handshakes,
    logins,
    messages,
    notices,
    rejections,
    sessions,
    signs,
    spf,
)
from loganalyzer.linking.carry import Carry, Event
from loganalyzer.linking.fates import close_losses
from loganalyzer.linking.finished import Finished, Notice
from loganalyzer.linking.handshakes import close_handshakes
from loganalyzer.linking.let_through import forget_results
from loganalyzer.linking.messages import SETTLE, finish_message, leave_late
from loganalyzer.linking.order import in_order
from loganalyzer.linking.returning import forget_refused
from loganalyzer.linking.sessions import end_session
from loganalyzer.linking.signs import forget_ids
from loganalyzer.linking.spf import close_replies
from loganalyzer.scan.columns import REPEATED, Columns, Fields
from loganalyzer.terms.moment import DAY, HOUR

Handler = Callable[[Carry, Finished, int, int, str, Fields], None]

HANDLERS: Mapping[str, Handler] = {
    **sessions.HANDLERS,
    **handshakes.HANDLERS,
    **messages.HANDLERS,
    **rejections.HANDLERS,
    **deliveries.HANDLERS,
    **spf.HANDLERS,
    **logins.HANDLERS,
    **signs.HANDLERS,
    **notices.HANDLERS,
}

WANTED = frozenset(HANDLERS)
"""Kinds of which linking makes something; of all others nothing but their number is asked for."""

SESSION_SILENT = DAY
"""A session without a line for a day is over: smtpd's own time limits are minutes."""

QUEUE_SILENT = 7 * DAY
"""A queue id without a line for a week is gone: ``maximal_queue_lifetime`` is five days, and
``maximal_backoff_time`` brings a line every hour or so until then."""


def step(carry: Carry, columns: Columns) -> Finished:
    """Takes the next events of the carry's host into the carry; gives back what they finished."""
    out = Finished()
    _take(carry, out, in_order(carry, _events(carry, columns)))
    out.notices += [Notice(time, carry.host, "clock", str(by), at) for time, by, at in carry.set_back]
    carry.set_back.clear()
    if columns.ends_with_event and columns.kinds:
        if columns.kinds[-1] != REPEATED:
            carry.last_event = (columns.kinds[-1], columns.processes[-1], columns.fields[-1])
    else:
        carry.last_event = None
    return out


def settled(carry: Carry) -> Finished:
    """Links events that wait for earlier ones, and lets go of messages that wait for other programs' lines,
    where somebody knows that none will come any more."""
    out = Finished()
    waiting, carry.waiting = carry.waiting, []
    _take(carry, out, waiting)
    leave_late(carry, out, everything=True)
    return out


def _take(carry: Carry, out: Finished, events: Sequence[Event]) -> None:
    """Links events, in the order given."""
    handlers = HANDLERS
    clock = carry.clock
    hour = clock - clock % HOUR + HOUR
    for kind, at, time, process, fields in events:
        if time > clock:
            if not clock:
                carry.began = time
            clock = carry.clock = time
            if carry.leaving and time - (carry.leaving[0].removed or 0) > SETTLE:
                leave_late(carry, out)
            if time >= hour:
                _sweep(carry, out)
                hour = time - time % HOUR + HOUR
        handler = handlers.get(kind)
        if handler is not None:
            handler(carry, out, at, time, process, fields)


def _events(carry: Carry, columns: Columns) -> list[Event]:
    """The events of the columns; a repetition at their beginning is the host's last line once more."""
    rows = zip(columns.kinds, columns.places, columns.times, columns.processes, columns.fields, strict=True)
    if not columns.kinds or columns.kinds[0] != REPEATED:
        return list(rows)
    events: list[Event] = []
    for event in rows:
        if event[0] != REPEATED:
            events.append(event)
        elif carry.last_event is not None:
            kind, process, fields = carry.last_event
            events += [(kind, event[1], event[2], process, fields)] * int(event[4][0] or 0)
    return events


def _sweep(carry: Carry, out: Finished) -> None:
    """Lets go of what can no longer change."""
    clock = carry.clock
    for process, session in list(carry.sessions.items()):
        if clock - session.last > SESSION_SILENT:
            del carry.sessions[process]
            end_session(carry, out, session, None, "")
    for queue_id, message in list(carry.queue.items()):
        if clock - message.last > QUEUE_SILENT:
            del carry.queue[queue_id]
            finish_message(carry, out, message, None)
    for process, outgoing in list(carry.outgoing.items()):
        if clock - outgoing.time > SESSION_SILENT:
            del carry.outgoing[process]
    for queue_id, message in list(carry.reinjected.items()):
        if clock - message.last > HOUR:
            del carry.reinjected[queue_id]
    close_handshakes(carry, out)
    close_replies(carry, out)
    forget_results(carry)
    forget_ids(carry)
    forget_refused(carry)
    close_losses(carry, out)


def flush(carry: Carry) -> Finished:
    """What is still open, finished as it stands, as if the log ended here; the carry stays as it is."""
    return end(copy.deepcopy(carry, {id(carry.written): carry.written}))  # only added to by new lines


def end(carry: Carry) -> Finished:
    """The same where no more lines will come: the carry is of no use afterwards."""
    out = Finished()
    _take(carry, out, carry.waiting)
    leave_late(carry, out, everything=True)
    for session in carry.sessions.values():
        end_session(carry, out, session, None, "")
    for message in list(carry.queue.values()):
        finish_message(carry, out, message, None)
    close_handshakes(carry, out, everything=True)
    close_replies(carry, out, everything=True)
    close_losses(carry, out, everything=True)
    return out
