"""Standard input and other pipes: bytes that come once."""

import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO

_CHUNK = 1 << 20


class Pipe:
    """Reads a pipe once as it comes, or, when spooled to a temporary file, as often as needed."""

    identity = None
    mtime: float | None = None

    def __init__(self, stream: BinaryIO) -> None:
        """Takes the stream over; nothing is read yet."""
        self._stream = stream
        self._first = b""
        self._copy: IO[bytes] | None = None
        self._given = False
        self.size: int | None = None

    @property
    def once(self) -> bool:
        """Whether the bytes can be had only once."""
        return self._copy is None

    def head(self, length: int) -> bytes:
        """The first bytes, which stay to be read."""
        while len(self._first) < length:
            piece = self._stream.read(length - len(self._first))
            if not piece:
                break
            self._first += piece
        return self._first[:length]

    def spool(self) -> None:
        """Copies all that is still to come to a temporary file, in memory that stays flat.

        On an OSError, such as a full disk, what was copied so far is there to be read.
        """
        if self._copy is not None:
            return
        self._copy = copy = tempfile.TemporaryFile(prefix="mailstat-", buffering=0)  # noqa: SIM115
        self.size = 0
        piece = self._first
        while piece := piece or self._stream.read(_CHUNK):
            self.size += copy.write(piece)  # counted as it grows: a full disk keeps what is there
            piece = b""

    def chunks(self, offset: int, size: int) -> Iterator[bytes]:
        """The bytes from the offset on."""
        if self._copy is not None:
            yield from self._spooled(self._copy, offset, size)
        else:
            yield from self._streamed(offset, size)

    def _spooled(self, copy: IO[bytes], offset: int, size: int) -> Iterator[bytes]:
        copy.seek(offset)
        while chunk := copy.read(size):
            offset += len(chunk)
            yield chunk
            copy.seek(offset)  # someone else may have read in between

    def _streamed(self, offset: int, size: int) -> Iterator[bytes]:
        if self._given:
            raise RuntimeError("a pipe was read twice without being spooled")
        self._given = True
        first, self._first = self._first, b""
        while chunk := first or self._stream.read(size):
            first = b""
            passed = min(offset, len(chunk))
            offset -= passed
            if chunk[passed:]:
                yield chunk[passed:]
