"""Mails and what is in them: an mbox message by message, a mail part by part (RFC 4155, RFC 2045)."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message
from typing import BinaryIO

PARTS = 200
"""Parts of one mail that are looked at; a report comes in one of the first three."""

DASHES = 4_000
"""Lines that may begin a part; a mail of more is made to keep its reader busy."""

_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")

_BETWEEN = re.compile(rb"From \S+ .*\d\d:\d\d.*\d{4}")
"""The line before a message: an address and a date. Not all programs quote a line of text like it."""

LONGEST = 200
"""Octets of such a line that are looked at."""

LINE = 1 << 20
"""Octets that are read in one step where a line has no end."""


def is_mbox(head: bytes) -> bool:
    """Whether it begins with the line that parts messages from each other."""
    return _BETWEEN.match(head[:LONGEST]) is not None


def is_mail(head: bytes) -> bool:
    """Whether it begins with a header line that a mail can begin with."""
    return _HEADER.match(head[:1024]) is not None and b"\0" not in head[:1024]


def messages(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The messages of an mbox in their order; None for one of more octets than the limit."""
    taken: list[bytes] = []
    size = 0
    begun = False
    blank = True
    while line := stream.readline(LINE):
        if blank and _BETWEEN.match(line[:LONGEST]):
            if begun:
                yield b"".join(taken) if size <= limit else None
            taken, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= limit:
                taken.append(line)
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield b"".join(taken) if size <= limit else None


def parts(data: bytes) -> tuple[Message, list[tuple[str, bytes]]]:
    """The mail's header, and the name and content of each part that holds no other part and may be a report.

    Raises RecursionError for a mail of parts in parts without end, and OverflowError for one of too many.
    """
    if data.count(b"\n--") > DASHES:
        raise OverflowError("too many parts")
    message = email.message_from_bytes(data.removeprefix(b">"), policy=email.policy.compat32)
    leaves: list[tuple[str, bytes]] = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_type() == "text/html":
            continue
        if len(leaves) == PARTS:
            break
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            leaves.append((_name(part, len(leaves) + 1), payload))
    return message, leaves


def _name(part: Message, number: int) -> str:
    """The file's name as the sender gives it, or which part it is."""
    try:
        name = part.get_filename()
    except (ValueError, TypeError, LookupError):  # the name is the sender's writing, in any encoding
        name = None
    return name or f"part {number}"
