"""Whose mail was refused, and who then came back by another way.

Somebody who gets his mail back writes again: from another address, through another server. That shows
that a refusal has hit mail that people wanted to be read. A spoof in the name of an organisation that
writes here anyway looks much the same, of the very same sender seldom; so it is a sign to look at, and
no proof. Nobody gains by it but who wants the switch to be undone.
"""

from loganalyzer.linking.carry import Attempt, Carry, OpenMessage
from loganalyzer.linking.fates import WINDOW
from loganalyzer.linking.finished import Finished, Returned, Way
from loganalyzer.terms.client import domain_of
from loganalyzer.terms.organisation import client_network, organisation_of

Pair = tuple[str, str]
"""The organisation of a sender, and a recipient."""


def _pair(sender: str, recipient: str) -> Pair:
    return organisation_of(domain_of(sender)), recipient


def note_refused(carry: Carry, attempt: Attempt) -> None:
    """Notes a refusal, for as long as attempts with one sender and recipient are one."""
    if attempt.sender and attempt.recipient:
        carry.refused.setdefault(_pair(attempt.sender, attempt.recipient), []).append(attempt)


def note_arrived(carry: Carry, message: OpenMessage, recipients: tuple[str, ...]) -> None:
    """Notes which refusals a message comes after that has now reached these recipients."""
    if message.origin != "outside" or not message.sender:
        return
    for recipient in recipients:
        for attempt in carry.refused.get(_pair(message.sender, recipient), ()):
            way = _way(message, attempt)
            if way is not None and way not in attempt.returned:
                attempt.returned = (*attempt.returned, way)
                message.after = [*(message.after or ()), (attempt, way)]


def _way(message: OpenMessage, attempt: Attempt) -> Way | None:
    if message.time < attempt.time:
        return None
    if message.sender.lower() != attempt.sender:
        return "same organisation"
    ways = [client_network(one.client_name, one.client_address) for one in (message, attempt)]
    return "same sender" if ways[0] != ways[1] else None


def tell_returned(carry: Carry, out: Finished, message: OpenMessage) -> None:
    """Tells who came back with a message that is finished; with junk nobody does."""
    junk = message.junk or (message.filed and not message.kept)
    for one, way in message.after or ():
        if junk:
            one.returned = tuple(other for other in one.returned if other != way)
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
    for pair, attempts in list(carry.refused.items()):
        left = [attempt for attempt in attempts if carry.clock - attempt.time <= WINDOW]
        if left:
            carry.refused[pair] = left
        else:
            del carry.refused[pair]
