"""What is kept of mail that may have passed between hosts of our own."""

from hashlib import blake2b
from typing import NamedTuple

from loganalyzer.linking.finished import Fate
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
