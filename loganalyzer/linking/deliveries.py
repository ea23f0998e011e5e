"""Deliveries: one line a recipient and attempt, and how the relay was reached.

Postfix logs a TLS line when smtp connects, and the delivery when it is done, both under the
process's pid. With Postfix 3.11 the delivery's own ``tls=`` field decides.
"""

import re

from loganalyzer.linking.acquaintance import is_from_our_user, note_given_back, note_written
from loganalyzer.linking.carry import Carry, OpenMessage, Outgoing
from loganalyzer.linking.fates import best
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Delivery, Fate, Finished, Trouble
from loganalyzer.linking.handed import note_failed, note_handed
from loganalyzer.linking.in_our_name import note_forwarded, note_same, whose
from loganalyzer.linking.kin import note_delivered
from loganalyzer.linking.messages import message_of
from loganalyzer.linking.remote_replies import about
from loganalyzer.linking.returning import note_arrived
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.client import domain_of, is_loopback
from loganalyzer.terms.moment import MINUTE
from loganalyzer.terms.process import program_of
from loganalyzer.terms.tls import BARE, NONE, Tls, told

ONE_TRANSACTION = MINUTE
"""Lines of one message's recipients come together; later ones are of another connection."""

REMOTE = frozenset({"/smtp", "/lmtp"})
LOCAL = frozenset({"/local", "/virtual", "/lmtp", "/pipe"})

_TLS = taker(
    "smtp.tls",
    "tls_trust",
    "relay_host",
    "relay_address",
    "relay_port",
    "tls_protocol",
    "tls_cipher",
    "key_exchange",
    "server_signature",
)
_DELIVERY = taker(
    "delivery", "queue_id", "recipient", "orig_to", "relay", "conn_use", "tls", "dsn", "status", "text"
)
_FAILED = taker("smtp.tls_failed", "relay_host", "relay_address")


def tls(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes that the process has an encrypted connection to a relay."""
    trust, host, address, port, protocol, cipher, key_exchange, signature = _TLS(fields)
    relay = f"{host}[{address}]:{port}" if port else f"{host}[{address}]"
    carry.outgoing[process] = Outgoing(relay, told(protocol, cipher, key_exchange, trust, signature), time)


def tls_failed(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Forgets the process's last connection: the next one failed to become encrypted."""
    carry.outgoing.pop(process, None)


def delivery(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Finishes one delivery, and notes its outcome where a would-be rejection waits for it."""
    queue_id, recipient, orig_to, relay, conn_use, field, dsn, status, text = _DELIVERY(fields)
    program = program_of(process)
    state = _state(carry, time, process, queue_id, relay, conn_use, field) if program in REMOTE else BARE
    message = message_of(carry, queue_id, at, time)
    ours = bool(message.sender) and is_from_our_user(message)
    trouble = "" if status == "sent" else _trouble(text)
    name = whose(message, relay) if program == "/smtp" else ""
    delivered = Delivery(
        time,
        carry.host,
        program[1:],
        queue_id,
        recipient,
        orig_to,
        relay,
        status,
        dsn,
        state,
        trouble,
        ours,
        name,
        domain_of(message.sender) if name else "",
        about(text) if name and status != "sent" else "",
        at,
    )
    out.deliveries.append(delivered)
    if program == "/smtp":
        note_written(carry, message, delivered)
        note_same(message, delivered)
    elif status == "sent" and program in LOCAL:
        note_delivered(carry, recipient, relay)
    child = child_of(relay, text) if "queued as " in text else ""
    given_back = (carry.queue.get(child) or carry.reinjected.get(child)) if child else None
    if given_back is not None and given_back is not message:
        note_given_back(carry, message, given_back)
        note_forwarded(message, given_back)
    elif program == "/local" and text.startswith("forwarded as "):
        note_forwarded(message, carry.queue.get(text.removeprefix("forwarded as ")))
    if status == "sent" and carry.packed:
        note_arrived(carry, message, tuple(dict.fromkeys(filter(None, (recipient.lower(), orig_to.lower())))))
    if message.followed:
        _note_outcome(message, program, recipient.lower(), orig_to.lower(), child, status, text)
        if message.warned and program == "/smtp" and status == "sent":
            note_handed(message, relay, recipient.lower(), orig_to.lower(), text)
    message.expanded = message.expanded or bool(orig_to)
    if status != "sent" or program == "/discard" or "iscarded" in text:
        note_failed(message, recipient, _fate(program, status, text))


_TROUBLE: tuple[tuple[str, Trouble], ...] = (
    ("Cannot start TLS: ", "handshake"),
    ("TLS is required, ", "required"),
    ("Server certificate not ", "unverified"),
    ("non DNSSEC destination", "unverified"),
    ("no TLSA records found", "unverified"),
    ("TLSA records unusable", "unverified"),
    ("TLSA lookup error for ", "unverified"),
)
"""How Postfix begins where TLS is not to be had as a policy asks for it (``smtp_proto.c``);
another server's own words come after ``host … said:``."""


def _trouble(text: str) -> Trouble:
    return next((trouble for begin, trouble in _TROUBLE if text.startswith(begin)), "")


def _state(
    carry: Carry, time: int, process: str, queue_id: str, relay: str, conn_use: str, field: str
) -> Tls:
    """How the relay was reached: by the delivery's own field, else by the process's last TLS line."""
    outgoing = carry.outgoing.get(process)
    line = None
    if outgoing is not None and outgoing.relay == relay:
        first_use = not outgoing.queue_id
        same = outgoing.queue_id == queue_id and time - outgoing.time < ONE_TRANSACTION
        if first_use or same or conn_use:
            outgoing.queue_id, outgoing.time = queue_id, time
            line = outgoing.tls
    if not field:
        return line or BARE
    level = field.partition("/")[0]
    plain = level.endswith((":none", "none")) or level.startswith("!") or level.endswith("?")
    return NONE if plain else line or Tls("field")


_DISCARDED = re.compile(r"(?i)\bdiscarded\b(?![^<>]*>)")
"""What a content filter says of mail that it took and threw away; not a word in ``<recipient>``."""

_OUTCOMES: dict[str, Fate] = {
    "sent": "delivered",
    "bounced": "bounced",
    "expired": "bounced",
}
"""Not ``SOFTBOUNCE``: under ``soft_bounce`` the message stays in the queue, and may yet arrive."""


def child_of(relay: str, text: str) -> str:
    """The queue id under which a content filter on this machine gave the message back; else empty."""
    _, queued, after = text.rpartition("queued as ")
    if not queued or not is_loopback(relay.partition("[")[2].partition("]")[0]):
        return ""
    return after.split(" ")[0].rstrip(")")


def _fate(program: str, status: str, text: str) -> Fate | None:
    fate = _OUTCOMES.get(status)
    if fate == "delivered" and (program == "/discard" or _DISCARDED.search(text)):
        return "quarantined"
    return fate


def _note_outcome(
    message: OpenMessage, program: str, recipient: str, orig_to: str, child: str, status: str, text: str
) -> None:
    fate = _fate(program, status, text)
    outcomes = message.outcomes = message.outcomes or {}
    for name in {recipient, orig_to} - {""}:
        before = outcomes.get(name)
        outcomes[name] = best([before, fate]) if before and fate else before or fate
        if child:
            message.children = {**(message.children or {}), name: child}


HANDLERS = {"smtp.tls": tls, "smtp.tls_failed": tls_failed, "delivery": delivery}
