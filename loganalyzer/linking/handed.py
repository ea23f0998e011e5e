"""Mail that one of our hosts hands to another: what the first needs to know of the second.

Followed is only mail that would have been refused: the first host notes where it went, by the queue
id in the answer. The second cannot know which that is, and notes mail of hosts that may be our own
that was not delivered, or that its filter called junk. They are put together in ``measures.handed``.
"""

import re

from loganalyzer.linking.carry import Carry, OpenMessage
from loganalyzer.linking.finished import Ended, Fate, Finished
from loganalyzer.linking.kin import is_kin
from loganalyzer.terms.client import is_loopback

_QUEUED_AS = re.compile(r"\bqueued as ([0-9A-Za-z]{5,20})\)?\Z")


def note_handed(message: OpenMessage, relay: str, recipient: str, orig_to: str, text: str) -> None:
    """Notes which server took a recipient's mail, and as what."""
    host, _, rest = relay.partition("[")
    found = _QUEUED_AS.search(text)
    if found is None or is_loopback(rest.partition("]")[0]):
        return
    handed = message.handed = message.handed or {}
    for name in {recipient, orig_to} - {""}:
        handed[name] = (host.lower(), found[1])


def note_failed(message: OpenMessage, recipient: str, fate: Fate | None) -> None:
    """Notes a recipient who got nothing."""
    if fate in ("bounced", "quarantined"):
        message.failed = {**(message.failed or {}), recipient: fate}


def tell_end(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Tells of a message that has left the queue whom it did not reach, and that our filter called it junk.

    Of one that went on to other addresses only the filter's word: there it may have arrived.
    """
    if not (message.junk or message.failed) or not _from_a_host(carry, message):
        return
    failed = {} if message.expanded else message.failed or {}
    rows = [(recipient.lower(), fate, False) for recipient, fate in failed.items()]
    if message.junk:
        rows.append(("", "delivered", True))
    for recipient, fate, junk in rows:
        sender = message.sender.lower()
        out.ended.append(Ended(message.last, carry.host, message.queue_id, sender, recipient, fate, junk))


def _from_a_host(carry: Carry, message: OpenMessage) -> bool:
    """True where the client may be another of our hosts."""
    if message.origin == "plumbing":
        return not is_loopback(message.client_address)
    return message.origin == "outside" and is_kin(carry, message.client_name, message.client_address)
