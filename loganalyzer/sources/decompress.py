"""Archives as a stream: members one after the other, damage told and never fatal."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Protocol

from .content import compression

PIECE = 65536
"""At most so much (of bz2 a block) is unpacked in one call, so a damaged archive costs no more than that."""

_SIP = 4096


class Member(Protocol):
    """Unpacks one member of an archive."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Gives what the data unpacks to, piece by piece."""

    @property
    def ended(self) -> bool:
        """Whether the member's own end mark was met."""

    @property
    def unused(self) -> bytes:
        """What was fed beyond that end."""


class _Gzip:
    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(wbits=31)

    def feed(self, data: bytes) -> Iterator[bytes]:
        # A full piece may leave output pending although all input is taken, so ask again.
        while piece := (yield from self._piece(data)):
            yield piece
            data = self._decoder.unconsumed_tail

    def _piece(self, data: bytes) -> Generator[bytes, None, bytes]:
        """The next piece; before damage is told, what comes of the bytes in front of it is given."""
        before = self._decoder.copy()
        try:
            return self._decoder.decompress(data, PIECE)
        except zlib.error:
            with suppress(zlib.error):
                for place in range(0, len(data), 8):
                    yield before.decompress(data[place : place + 8])
            raise

    @property
    def ended(self) -> bool:
        return self._decoder.eof

    @property
    def unused(self) -> bytes:
        return self._decoder.unused_data


class _Buffered:
    """bz2 and xz: both decoders keep what they could not take yet."""

    def __init__(self, decoder: bz2.BZ2Decompressor | lzma.LZMADecompressor, piece: int = PIECE) -> None:
        self._decoder = decoder
        self._piece = piece

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield self._decoder.decompress(data, self._piece)
        while not self._decoder.eof and not self._decoder.needs_input:
            yield self._decoder.decompress(b"", self._piece)

    @property
    def ended(self) -> bool:
        return self._decoder.eof

    @property
    def unused(self) -> bytes:
        return self._decoder.unused_data


class _Bzip2(_Buffered):
    """Gives a block whose checksum does not fit in no part: such a block is shuffled text throughout.

    The checksum is looked at in the call that gives a block's last byte; so a call may give a whole
    block, and takes so little that it seldom ends more than one.
    """

    def __init__(self) -> None:
        super().__init__(bz2.BZ2Decompressor(), 16 * PIECE)

    def feed(self, data: bytes) -> Iterator[bytes]:
        for place in range(0, len(data), _SIP):
            if self._decoder.eof:
                self._after = data[place:]
                break
            yield from super().feed(data[place : place + _SIP])

    @property
    def unused(self) -> bytes:
        return self._decoder.unused_data + self._after

    _after = b""


class _Zstandard:
    def __init__(self) -> None:
        import zstandard  # only who reads .zst pays for loading it

        self._error = zstandard.ZstdError
        self._decoder = zstandard.ZstdDecompressor(max_window_size=2**31).decompressobj()
        self._unused = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            # This decoder knows no limit for what it gives, so it is given little at a time.
            for place in range(0, len(data), _SIP):
                if self._decoder.eof:
                    self._unused = data[place:]
                    break
                yield self._decoder.decompress(data[place : place + _SIP])
        except self._error as error:
            raise ValueError(str(error)) from error

    @property
    def ended(self) -> bool:
        return bool(self._decoder.eof)

    @property
    def unused(self) -> bytes:
        return self._decoder.unused_data + self._unused


MEMBERS: dict[str, Callable[[], Member]] = {
    "gz": _Gzip,
    "bz2": _Bzip2,
    "xz": lambda: _Buffered(lzma.LZMADecompressor(lzma.FORMAT_XZ)),
    "zst": _Zstandard,
}
"""A fresh member for each compression by its short name."""


def decompressed(kind: str, raw: Iterator[bytes], complain: Callable[[str], None]) -> Iterator[bytes]:
    """Unpacks all members; complains once, and ends, where the archive is cut or damaged."""
    done = 0
    member = None
    for data in raw:
        while data:
            if member is None:
                data = data.lstrip(b"\0") if kind == "gz" else data  # tapes and dd pad with zeros
                if not data:
                    break
                if done and len(data) >= 6 and compression(data) != kind:
                    complain("the archive is followed by bytes that belong to no archive; they were not read")
                    return
                member = MEMBERS[kind]()
            try:
                for piece in member.feed(data):
                    done += len(piece)
                    yield piece
            except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as error:
                complain(_damage(error, done))
                return
            data = b""
            if member.ended:
                data, member = member.unused, None
    if member is not None:
        complain(f"the archive is truncated; the log was read up to byte {done:,}")


def _damage(error: Exception, done: int) -> str:
    why = str(error).rpartition(": ")[2]
    if why in ("incorrect data check", "incorrect length check"):  # gzip's, which come at the very end
        return f"the archive's checksum does not fit; of its {done:,} bytes that were read some are wrong"
    return f"the archive is damaged; what follows byte {done:,} of the log was not read ({why})"
