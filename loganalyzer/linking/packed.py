"""Refusals by a restriction that has also warned: packed, for there may be any number of them.

Nothing comes of a refused mail, so nothing is learnt about it later. All that has to be kept is what
its line said, until no further attempt can be its repetition: a fifth of what an open attempt takes.
"""

import json
from hashlib import blake2b

from loganalyzer.linking.carry import Attempt, Carry, OpenLoss


def pack(attempt: Attempt) -> str:
    """A refused attempt as one line of JSON."""
    who = (attempt.restriction, attempt.sender, attempt.recipient, attempt.client_name)
    more = (attempt.client_address, attempt.helo_name, attempt.spf_result, attempt.identity)
    return json.dumps((attempt.time, attempt.at, attempt.wanted, *who, *more), separators=(",", ":"))


def unpack(packed: str) -> OpenLoss:
    """The group of packed attempts, a line each."""
    attempts = [_attempt(*json.loads(line)) for line in packed.split("\n")]
    return OpenLoss(attempts[0].time, attempts)


def _attempt(
    time: int, at: int, wanted: bool, restriction: str, sender: str, recipient: str, name: str, *more: str
) -> Attempt:
    address, helo, result, identity = more
    found = Attempt(restriction, sender, recipient, time, at, name, address, helo, result, identity)
    found.wanted, found.fate = wanted, "refused"
    return found


def began(packed: str) -> int:
    """When the first of the attempts was made."""
    return int(packed[1 : packed.index(",")])


def key_of(restriction: str, sender: str, recipient: str) -> int:
    """What tells the attempts of one mail from those of another: 96 bits, which two mails never share."""
    text = json.dumps((restriction, sender, recipient))
    return int.from_bytes(blake2b(text.encode("ascii"), digest_size=12).digest())


def packed_before(carry: Carry, restriction: str, sender: str, recipient: str) -> OpenLoss | None:
    """The refused attempts of one mail within the window; None where there are none."""
    packed = carry.packed.get(key_of(restriction, sender, recipient))
    return None if packed is None else unpack(packed)
