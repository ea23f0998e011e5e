"""Whom our own people wrote to, and who has been here: an answer from there is wanted.

Addresses and networks are kept as digests, eight bytes each: there may be a million of them, and
none is ever let go, since a year later the answer may still come.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from loganalyzer.linking.carry import Carry, OpenMessage
from loganalyzer.linking.finished import Delivery
from loganalyzer.terms.client import is_loopback, is_plumbing, network_of
from loganalyzer.terms.organisation import client_network


def digest(address: str) -> int:
    """Eight bytes that stand for a text, the same in each process; case does not matter."""
    # Not hash(): that differs from process to process, and a carry goes from one to another.
    return int.from_bytes(blake2b(address.lower().encode("utf-8", "surrogatepass"), digest_size=8).digest())


def is_from_our_user(message: OpenMessage) -> bool:
    """True for mail of a user who logged in, or of another machine of ours, with a sender to answer to.

    Mail from this machine itself does not count: automatic answers leave so, and whoever writes
    here could make one go to the address that he forged.
    """
    if message.from_our_user or message.origin == "authenticated":
        return True
    return message.origin == "plumbing" and not is_loopback(message.client_address)


def note_written(carry: Carry, message: OpenMessage, delivery: Delivery) -> None:
    """Notes an address outside to which a server outside took mail; whose it was, may be told later.

    A content filter's copy is our user's if the mail it came from was, and programs write side by side.
    """
    if delivery.program != "smtp" or delivery.status != "sent":
        return
    if message.origin == "outside" and not message.from_our_user:  # said once more, and at once
        return
    relay = delivery.relay.partition("[")[2].partition("]")[0]
    if relay and not is_plumbing(relay):
        message.outside = (*message.outside, delivery.recipient)
        note_whose(carry, message)


def note_whose(carry: Carry, message: OpenMessage) -> None:
    """Notes those to whom a message went, if it turns out to be our user's."""
    if message.outside and message.sender and is_from_our_user(message):
        carry.written.update(digest(recipient) for recipient in message.outside)
        message.outside = ()


def note_given_back(carry: Carry, message: OpenMessage, child: OpenMessage) -> None:
    """Notes under which queue id a content filter on this machine gave a message back."""
    child.parent = message.parent or message.queue_id
    child.from_our_user = child.from_our_user or is_from_our_user(message)
    note_whose(carry, child)


_BATV = re.compile(r"prvs=[0-9a-z]{6,12}=", re.IGNORECASE)
"""The tag that a server puts before its users' addresses, to know its own bounces by (BATV, a draft)."""


def knows(carry: Carry, sender: str) -> bool:
    """True where one of our people has written to this very address before, tagged or not.

    Other rewritings (SRS) change the domain, and with it whose word the address is: they do not count.
    """
    if not sender or not carry.written:
        return False
    tag = _BATV.match(sender)
    return digest(sender[tag.end() :] if tag else sender) in carry.written


_network_digest = lru_cache(maxsize=65536)(digest)
"""Networks come again and again, recipients do not."""


def note_met(carry: Carry, message: OpenMessage) -> None:
    """Notes the network that a stranger's accepted mail, or our user's, was handed in from."""
    if message.sasl_username and message.origin != "outside":
        carry.met.add(_network_digest(network_of(message.client_address)))
    elif message.origin == "outside" and message.accepted and message.service:
        carry.met.add(_network_digest(client_network(message.client_name, message.client_address)))


def note_login(carry: Carry, client_address: str) -> None:
    """Notes the network that one of our people logged in from."""
    carry.met.add(_network_digest(network_of(client_address)))


def has_met(carry: Carry, client_name: str, client_address: str) -> bool:
    """True where this client's organisation or network has handed in mail, or logged in, before."""
    networks = (client_network(client_name, client_address), network_of(client_address))
    return any(_network_digest(network) in carry.met for network in networks)
