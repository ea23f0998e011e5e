"""Reports out of what they come in: plain, gzip, zip, a mail, an mbox, a Maildir, a folder of all these.

What a file is, is judged by its first bytes. Reports come by mail from anybody, so nothing here grows with
what they claim: each document, what all documents of a file unpack to, and how deep they lie is bounded.
"""

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from loganalyzer.sources.decompress import decompressed
from loganalyzer.sources.discover import reason
from loganalyzer.sources.family import natural
from loganalyzer.sources.finding import Finding, printable

from .carrier import carrier_of
from .dmarc import NO_CARRIER, Carrier
from .mailbox import is_mail, is_mbox, messages, parts

DOCUMENT = 64 << 20
"""Octets of one report, unpacked; the largest known ones have some ten million."""

TOGETHER = 512 << 20
"""Octets that one message or one plain file may unpack to in all."""

DEPTH = 5
"""Containers in containers: a zip in a mail in a mail, and some to spare."""

MEMBERS = 10_000
"""Files in one zip."""

PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one report, as it was written."""

    where: str
    """The file and the way into it: ``reports.mbox, message 3, example.net.xml.gz``."""
    data: bytes
    carrier: Carrier = NO_CARRIER

    @property
    def is_xml(self) -> bool:
        """Whether it looks like XML; anything else that is given as a document looks like JSON."""
        return _beginning(self.data).startswith(b"<")


@dataclass(slots=True)
class _Opening:
    """What is being opened: where it stands, how deep, who brought it, and what may still be unpacked."""

    where: str
    carrier: Carrier = NO_CARRIER
    depth: int = 0
    left: list[int] = field(default_factory=lambda: [TOGETHER])
    """One number, shared by all that comes out of one message or file."""

    def inner(self, name: str) -> "_Opening":
        return replace(
            self, where=f"{self.where}, {printable(name)}" if name else self.where, depth=self.depth + 1
        )


Found = Document | Finding


def documents(paths: Sequence[str], authserv: Sequence[str] = ()) -> Iterator[Found]:
    """Every document in these files and folders, and a finding for each thing that could not be opened.

    authserv: names of servers (RFC 8601's authserv-id) whose Authentication-Results are believed.
    """
    for path in paths:
        for file in _files(path):
            yield from [file] if isinstance(file, Finding) else _file(file, authserv)


def _files(path: str) -> Iterator[str | Finding]:
    """The files of a folder and of those in it, in the order of their names; of a Maildir its messages."""
    if not Path(path).is_dir():
        yield path
        return
    try:
        entries = sorted(os.scandir(path), key=lambda entry: natural(entry.name))
    except OSError as error:
        yield Finding("error", printable(path), reason(error))
        return
    names = {entry.name for entry in entries if entry.is_dir()}
    maildir = {"cur", "new"} <= names
    for entry in entries:
        inner = entry.is_dir(follow_symlinks=False)
        if maildir and (not inner or entry.name == "tmp"):
            continue  # indexes of the IMAP server, and what is still being delivered
        if inner:
            yield from _files(entry.path)
        elif entry.is_file() and not entry.name.startswith("."):
            yield entry.path


def _file(path: str, authserv: Sequence[str]) -> Iterator[Found]:
    where = printable(path)
    try:
        with Path(path).open("rb") as stream:
            yield from _stream(stream, where, authserv)
    except OSError as error:
        yield Finding("error", where, reason(error))


def _stream(stream: io.BufferedReader, where: str, authserv: Sequence[str]) -> Iterator[Found]:
    """An mbox is read message by message, however long it is; all else must fit."""
    if is_mbox(stream.peek(PIECE)):
        for number, message in enumerate(messages(stream, DOCUMENT), start=1):
            opening = _Opening(f"{where}, message {number}")
            if message is None:
                yield Finding(
                    "warning", opening.where, f"holds more than {DOCUMENT >> 20} MiB; it was not read"
                )
            else:
                yield from _mail(message, opening, authserv)
        return
    data = stream.read(DOCUMENT + 1)
    if len(data) > DOCUMENT:
        yield Finding("error", where, f"holds more than {DOCUMENT >> 20} MiB; it was not read")
    else:
        yield from _opened(data, _Opening(where), authserv)


def _opened(
    data: bytes, opening: _Opening, authserv: Sequence[str], *, doubtful: bool = True
) -> Iterator[Found]:
    """What is in these octets; a finding for what is nothing of ours, unless it need not be anything."""
    start = _beginning(data)
    if opening.depth > DEPTH:
        yield Finding("error", opening.where, f"lies in more than {DEPTH} containers; it was not opened")
    elif not start:
        if doubtful:
            yield Finding("info", opening.where, "is empty")
    elif data.startswith(b"\x1f\x8b"):
        yield from _gzip(data, opening, authserv)
    elif data.startswith(b"PK\x03\x04"):
        yield from _zip(data, opening, authserv)
    elif start[:1] in (b"<", b"{"):
        yield Document(opening.where, data, opening.carrier)
    elif is_mbox(data) and opening.depth:
        for number, message in enumerate(messages(io.BytesIO(data), DOCUMENT), start=1):
            if message is not None:
                yield from _mail(message, opening.inner(f"message {number}"), authserv)
    elif is_mail(data):
        yield from _mail(data, opening, authserv)
    elif doubtful:
        yield Finding("warning", opening.where, "is neither a report nor anything that one comes in")


def _mail(data: bytes, opening: _Opening, authserv: Sequence[str]) -> Iterator[Found]:
    """The reports in a mail; what else is in it, such as a text for humans, says nothing."""
    try:
        message, leaves = parts(data)
    except (RecursionError, OverflowError):
        yield Finding("error", opening.where, "is a mail of parts without end; it was not opened")
        return
    carried = replace(opening, carrier=carrier_of(message, authserv))
    found = False
    for name, body in leaves:
        for one in _opened(body, carried.inner(name), authserv, doubtful=False):
            found = True
            yield one
    if not found:
        yield Finding("info", opening.where, "is a mail without a report")


def _gzip(data: bytes, opening: _Opening, authserv: Sequence[str]) -> Iterator[Found]:
    said: list[str] = []
    # Some reporters' mail programs add a line end; the length at the end of gzip ends so only from 160 MB on.
    data = data.rstrip(b"\r\n")
    body = _bounded(decompressed("gz", iter([data]), said.append), opening)
    yield from _unpacked(body, said, opening, authserv, "")


def _zip(data: bytes, opening: _Opening, authserv: Sequence[str]) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        yield Finding("error", opening.where, f"is a damaged zip archive ({error})")
        return
    if len(members) > MEMBERS:
        yield Finding(
            "error", opening.where, f"is a zip archive of {len(members):,} files; it was not opened"
        )
        return
    for member in members:
        said: list[str] = []
        body = _bounded(_member(archive, member, said.append), opening)
        yield from _unpacked(body, said, opening, authserv, member.filename)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, complain: Callable[[str], None]
) -> Iterator[bytes]:
    try:
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                yield piece
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        complain(f"cannot be unpacked ({error})")


def _bounded(pieces: Iterator[bytes], opening: _Opening) -> bytes | None:
    """All pieces in one; None if they are too much for a report, or for what one file may hold."""
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        opening.left[0] -= len(piece)
        if size > DOCUMENT or opening.left[0] < 0:
            return None
        taken.append(piece)
    return b"".join(taken)


def _unpacked(
    body: bytes | None, said: Sequence[str], opening: _Opening, authserv: Sequence[str], name: str
) -> Iterator[Found]:
    inner = opening.inner(name)
    if body is None and opening.left[0] < 0:
        yield Finding("error", inner.where, f"was not read: all together unpack to over {TOGETHER >> 20} MiB")
    elif body is None:
        yield Finding("error", inner.where, f"unpacks to more than {DOCUMENT >> 20} MiB; it was not read")
    elif said:
        yield Finding("error", inner.where, said[0])
    else:
        yield from _opened(body, inner, authserv)


def _beginning(data: bytes) -> bytes:
    """The first octets that are no blank and no byte order mark."""
    return data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
