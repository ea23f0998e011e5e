"""Messages: a queue id's life, from ``client=`` or pickup to ``removed``."""

from loganalyzer.linking.acquaintance import note_met, note_whose
from loganalyzer.linking.carry import Carry, OpenMessage
from loganalyzer.linking.fates import close_let_through, settle, settle_message
from loganalyzer.linking.finished import Finished, Message
from loganalyzer.linking.handed import tell_end
from loganalyzer.linking.in_our_name import claim
from loganalyzer.linking.kin import is_kin
from loganalyzer.linking.let_through import let_through
from loganalyzer.linking.returning import tell_returned
from loganalyzer.linking.signs import LATE, forget_id, note_id
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.moment import SECOND
from loganalyzer.terms.process import program_of, service_of


def message_of(carry: Carry, queue_id: str, at: int, time: int) -> OpenMessage:
    """The open message of a queue id; one of unknown origin where the log does not hold its begin."""
    message = carry.queue.get(queue_id)
    if message is None:
        message = carry.queue[queue_id] = OpenMessage(queue_id, time, at, time)
    message.last, message.unseen = time, False
    return message


def pickup(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Opens a message that was submitted on this machine."""
    queue_id, _, sender = fields[:3]
    before = carry.queue.get(queue_id or "")
    if before is not None and before.removed is not None:
        leave_now(carry, out, before)
    message = message_of(carry, queue_id or "", at, time)
    message.origin, message.service, message.sender = "local", service_of(process), sender or ""


def message_id(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes the Message-ID header, as written."""
    message = message_of(carry, fields[0] or "", at, time)
    message.message_id = fields[1] or ""
    note_id(carry, message)


def active(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """The queue manager has the message: it was accepted, and is ours to deliver."""
    queue_id, sender, size, nrcpt = fields[:4]
    message = message_of(carry, queue_id or "", at, time)
    message.accepted = True
    message.sender = sender or ""
    message.size, message.nrcpt = int(size or 0), max(message.nrcpt, int(nrcpt or 0))
    if message.client_address in carry.results:
        let_through(carry, message)


def expired(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """The sender gets back what could not be delivered in time."""
    message = message_of(carry, fields[0] or "", at, time)
    if message.warned:
        outcomes = message.outcomes = message.outcomes or {}
        for attempt in message.warned.values():
            outcomes[attempt.recipient] = outcomes.get(attempt.recipient) or "bounced"


def milter(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """A filter refused or discarded the message at its end; a 4xx refusal is only a delay.

    A discarded message was answered with 250 and gets no ``removed`` line.
    """
    queue_id, action = fields[0] or "", fields[1]
    message = message_of(carry, queue_id, at, time)
    status = fields[6] or fields[5] or ""
    if action == "milter-hold":
        message.accepted = message.held = True
        return
    discarded = action == "milter-discard"
    if message.warned:
        final = discarded or not status.startswith("4")
        settle(message.warned, "refused_anyway" if final else "not_completed")
    if discarded:
        message.accepted = True
        _leave(carry, out, message, time)


def check(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """A header or body check refused or discarded the message."""
    queue_id, action = fields[0] or "", fields[1]
    message = message_of(carry, queue_id, at, time)
    if action == "hold":
        message.accepted = message.held = True
    elif message.warned and action in ("reject", "discard"):
        settle(message.warned, "refused_anyway")


SETTLE = SECOND // 10
"""How long a message that was removed is still there for lines of other programs: they write side by side."""


def removed(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Ends the queue id's life; its session, if still open, decides on the encryption."""
    message = carry.queue.get(fields[0] or "")
    if message is not None and message.removed is None:
        # Only what the queue manager had can it remove; cleanup cancels what never came to that.
        message.accepted = message.accepted or program_of(process) == "/qmgr"
        message.removed = time
        carry.leaving.append(message)


def leave_late(carry: Carry, out: Finished, everything: bool = False) -> None:
    """Lets go of the messages of which no other program will speak now; with ``everything`` of all."""
    leaving, carry.leaving = carry.leaving, []
    for message in leaving:
        ended = message.removed or carry.clock
        if everything or carry.clock - ended > SETTLE:
            _leave(carry, out, message, ended)
        else:
            carry.leaving.append(message)
    _forget_gone(carry, out)


def _forget_gone(carry: Carry, out: Finished) -> None:
    """Forgets messages of which no line will speak any more."""
    forgotten = 0
    for message in carry.gone:
        if carry.clock - (message.removed or 0) <= LATE:
            break
        forget_id(carry, message)
        close_let_through(carry, out, message)
        forgotten += 1
    del carry.gone[:forgotten]


def leave_now(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Lets go of a message whose queue id another one has taken over."""
    if any(one is message for one in carry.leaving):
        carry.leaving = [one for one in carry.leaving if one is not message]
        _leave(carry, out, message, message.removed or carry.clock)
    else:
        finish_message(carry, out, message, None)


def _leave(carry: Carry, out: Finished, message: OpenMessage, time: int) -> None:
    if carry.queue.get(message.queue_id) is message:
        del carry.queue[message.queue_id]
    message.removed = time
    carry.gone.append(message)
    if not message.in_session:
        finish_message(carry, out, message, time)
    elif message.reinjected:
        carry.reinjected[message.queue_id] = message


def finish_message(carry: Carry, out: Finished, message: OpenMessage, ended: int | None) -> None:
    """Lets go of a message; ``ended`` is None where its end was not seen."""
    if message.unseen:
        return
    note_whose(carry, message)
    note_met(carry, message)
    claim(carry, out, message)
    if message.warned:
        settle_message(carry, message)
    if message.after:
        tell_returned(carry, out, message)
    if message.reinjected:
        carry.reinjected[message.queue_id] = message
    if message.junk or message.failed:
        tell_end(carry, out, message)
    out.messages.append(
        Message(
            message.time,
            ended,
            carry.host,
            message.service,
            message.queue_id,
            message.origin,
            message.client_name,
            message.client_address,
            message.sasl_username,
            message.sender,
            message.message_id,
            message.size,
            message.nrcpt,
            message.accepted,
            message.tls,
            message.at,
            message.origin == "outside" and is_kin(carry, message.client_name, message.client_address),
        )
    )


HANDLERS = {
    "pickup.local": pickup,
    "cleanup.message_id": message_id,
    "cleanup.milter": milter,
    "cleanup.check": check,
    "qmgr.active": active,
    "qmgr.expired": expired,
    "removed": removed,
}
