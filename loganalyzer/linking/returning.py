"""Whose mail was refused, and who then came back by another way.

Somebody who gets his mail back writes again: from another address, through another server. That shows
that a refusal has hit mail that people wanted to be read. A spoof in the name of an organisation that
writes here anyway looks much the same, of the very same sender seldom; so it is a sign to look at, and
no proof. Nobody gains by it but who wants the switch to be undone.

Refusals are found by the sender's organisation and the recipient; they themselves are kept elsewhere
(``linking.packed``), and as long as there.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import takewhile

from loganalyzer.linking.carry import Attempt, Carry, OpenMessage
from loganalyzer.linking.fates import WINDOW
from loganalyzer.linking.finished import Finished, Returned, Way
from loganalyzer.linking.packed import key_of, pack, unpack
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.organisation import client_network, organisation_of


def _pair(sender: str, recipient: str) -> int:
    text = f"{organisation_of(domain_of(sender))} {recipient}"
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def note_refused(carry: Carry, attempt: Attempt) -> None:
    """Notes a refusal by its sender's organisation and its recipient, the latest last."""
    if attempt.sender and attempt.recipient:
        pair = _pair(attempt.sender, attempt.recipient)
        key = key_of(attempt.restriction, attempt.sender, attempt.recipient)
        before = carry.refused_pairs.pop(pair, ())
        carry.refused_pairs[pair] = before if key in before else (*before, key)


def note_arrived(carry: Carry, message: OpenMessage, recipients: tuple[str, ...]) -> None:
    """Notes which refusals a message comes after that has now reached these recipients."""
    if message.origin != "outside" or not message.sender:
        return
    for recipient in recipients:
        for attempt in _refusals(carry, _pair(message.sender, recipient)):
            way = _way(message, attempt)
            if way is not None and (told := f"{attempt.at} {way}") not in carry.returned:
                carry.returned[told] = attempt.time
                message.after = [*(message.after or ()), (pack(attempt), way)]


def _refusals(carry: Carry, pair: int) -> Iterator[Attempt]:
    for key in carry.refused_pairs.get(pair, ()):
        packed = carry.packed.get(key)
        yield from unpack(packed).attempts if packed is not None else ()


def _way(message: OpenMessage, attempt: Attempt) -> Way | None:
    if not attempt.time <= message.time <= attempt.time + WINDOW:
        return None
    if message.sender.lower() != attempt.sender:
        return "same organisation"
    ways = [client_network(one.client_name, one.client_address) for one in (message, attempt)]
    return "same sender" if ways[0] != ways[1] else None


def tell_returned(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Tells who came back with a message that is finished; with junk nobody does."""
    junk = message.junk or (message.filed and not message.kept)
    for packed, way in message.after or ():
        (one,) = unpack(packed).attempts
        if junk:
            carry.returned.pop(f"{one.at} {way}", None)
            continue
        out.returned.append(
            Returned(
                one.time,
                carry.host,
                one.restriction,
                one.sender,
                one.helo_name,
                one.client_name,
                one.client_address,
                way,
                one.at,
                message.at,
            )
        )
    message.after = None


def forget_refused(carry: Carry) -> None:
    """Lets go of refusals whose window is over."""
    pairs, packed = carry.refused_pairs, carry.packed
    gone = list(takewhile(lambda pair: not any(key in packed for key in pairs[pair]), pairs))
    for pair in gone:
        del pairs[pair]
    long_ago = carry.clock - WINDOW
    for told in [told for told, time in carry.returned.items() if time < long_ago]:
        del carry.returned[told]
