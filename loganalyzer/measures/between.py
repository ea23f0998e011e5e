"""What is kept of mail that may have passed between hosts of our own."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from loganalyzer.linking.finished import Ended, Fate, Message, Session
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.tls import Tls


class KinKey(NamedTuple):
    """By what is counted once more that a client handed in who may be a machine of our own."""

    day: int
    service: str
    mail: bool
    tls: Tls
    client_name: str
    client_address: str


class EndedKey(NamedTuple):
    """By what mail of another host is kept that was not delivered, or is junk; see ``Ended``."""

    token: int
    day: int
    fate: Fate
    junk: bool


def token(queue_id: str, sender: str, recipient: str) -> int:
    """A number for one recipient of a message, or (empty) for all; no address can be read out of it."""
    text = "\0".join((queue_id, sender, recipient)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1  # SQLite's integers have a sign


def kin_sessions(sessions: Iterable[Session]) -> Iterator[KinKey]:
    """Those of clients that may be our own; few, but for a host's first day."""
    for s in sessions:
        if s.kin:
            yield KinKey(s.time // DAY, s.service, s.mails > 0, s.tls, s.client_name, s.client_address)


def kin_messages(messages: Iterable[Message]) -> Iterator[KinKey]:
    """The same of accepted messages."""
    for m in messages:
        if m.kin and m.accepted and m.service:
            yield KinKey(m.time // DAY, m.service, True, m.tls, m.client_name, m.client_address)


def ended(found: Iterable[Ended]) -> Iterator[EndedKey]:
    """What became of such mail, as it is kept: without an address."""
    for one in found:
        at = token(one.queue_id, one.sender, one.recipient)
        yield EndedKey(at, one.time // DAY, one.fate, one.junk)
