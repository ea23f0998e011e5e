"""One input of the log, whatever it is packed in."""

from collections.abc import Callable, Generator, Iterable, Iterator

from .ahead import ahead
from .block import Block
from .content import SAMPLE, compression
from .decompress import decompressed
from .file import File
from .finding import Finding, Severity
from .lines import LONGEST, blocks_of_lines
from .pipe import Pipe

BLOCK = 1 << 20
"""About how long a block is, in bytes: what comes of it stays in the processor's cache."""

Framing = Callable[[Iterable[bytes]], Iterator[bytes]]
"""Turns the log's bytes into bytes whose lines are one record each; cut anywhere on both sides."""


class Source:
    """Gives one input's lines in whole blocks, as often as asked, with their place.

    A place counts the bytes of the log itself: after decompression and, where records span lines
    and a framing joins them, after that. What went wrong while reading is in ``findings``; reading
    never raises for it, and what could be read is given.
    """

    def __init__(self, number: int, name: str, raw: File | Pipe) -> None:
        """Looks at the first bytes to learn how the rest is packed."""
        self.number = number
        """Which input this is, counted from 0."""
        self.name = name
        """As the user knows it."""
        self.start = 0
        """Place of the first line that counts; what is before it was in another source."""
        self.stop: int | None = None
        """Lines that begin here or later do not count; None for all."""
        self.framing: Framing | None = None
        """How records that span lines are joined; found out by who understands lines."""
        self._raw = raw
        self._findings: dict[Finding, None] = {}
        self.compression = compression(self._packed_head())
        """How the bytes are packed, by their content: plain, gz, bz2, xz or zst."""

    @property
    def size(self) -> int | None:
        """Bytes on disk; None for a pipe."""
        return self._raw.size

    @property
    def mtime(self) -> float | None:
        """When the file was last written, in seconds since 1970; None for a pipe."""
        return self._raw.mtime

    @property
    def path(self) -> str | None:
        """Where the file lies; None for a pipe."""
        return self._raw.path if isinstance(self._raw, File) else None

    @property
    def identity(self) -> tuple[int, int] | None:
        """What makes two names the same file; None for a pipe."""
        return self._raw.identity

    @property
    def once(self) -> bool:
        """Whether this is a pipe that can be read a single time."""
        return isinstance(self._raw, Pipe) and self._raw.once

    @property
    def seekable(self) -> bool:
        """Whether reading may begin anywhere at no cost."""
        return self.compression == "plain" and self.framing is None and not self.once

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What went wrong in all reading so far."""
        return tuple(self._findings)

    def complain(self, severity: Severity, text: str) -> None:
        """Notes a finding about this source, once."""
        self._findings[Finding(severity, self.name, text)] = None

    def spool(self) -> None:
        """Makes a pipe readable more than once."""
        if isinstance(self._raw, Pipe):
            try:
                self._raw.spool()
            except OSError as error:
                self.complain("error", f"could not be copied to a temporary file: {error.strerror or error}")

    def part(self, start: int, stop: int | None = None) -> "Source":
        """The same source, of which only the lines that begin from start to before stop count."""
        part = object.__new__(Source)
        part.__dict__.update(self.__dict__)
        part.start, part.stop = start, stop
        return part

    def head(self, length: int = SAMPLE) -> bytes:
        """The first bytes of the log itself, records that span lines joined as in ``blocks``."""
        if self.framing is not None and not self.once:
            return _taken(self.chunks(0, length), length)
        if not self.once:
            return _taken(self._unpacked(0, length, lambda text: None), length)
        packed = self._packed_head(max(length, SAMPLE))
        if self.compression == "plain":
            return packed[:length]
        return _taken(decompressed(self.compression, iter([packed]), lambda text: None), length)

    def chunks(self, begin: int = 0, size: int = BLOCK) -> Iterator[bytes]:
        """The log's bytes from a place on, not cut at line ends; start and stop are not looked at."""
        if self.seekable:
            return self._unpacked(begin, size, self._damaged)
        whole = self._unpacked(0, size, self._damaged)
        return _after(begin, whole if self.framing is None else self.framing(whole))

    def packed(self) -> Iterator[bytes]:
        """The bytes as they lie on the disk."""
        return self._read(0, BLOCK)

    def blocks(
        self, size: int = BLOCK, cuts: Iterable[int] = (), begin: int | None = None, end: int | None = None
    ) -> Iterator[Block]:
        """Every line of the source once and in order, in blocks of whole lines.

        A block ends at each of ``cuts``. With ``begin`` or ``end``, only the lines that begin from
        the one place to before the other, wherever in a line these places are.
        """
        begin = self.start if begin is None else max(begin, self.start)
        end = min((place for place in (end, self.stop) if place is not None), default=None)
        places = sorted({*cuts, *(() if end is None else (end,))})
        chunks = self.chunks(max(begin - 1, 0), size)
        if self.compression != "plain":
            chunks = ahead(chunks)
        try:
            begin, lines = _from_line_start(begin, chunks)
            for offset, data in blocks_of_lines(lines, begin, size, places, self._too_long):
                if end is not None and offset >= end:
                    return
                yield Block(self.number, offset, data)
        finally:
            if isinstance(chunks, Generator):
                chunks.close()  # at once, so that no thread reads on for nobody

    def _unpacked(self, begin: int, size: int, complain: Callable[[str], None]) -> Iterator[bytes]:
        if self.compression == "plain":
            yield from self._read(begin, size)
        else:
            yield from decompressed(self.compression, self._read(0, 1 << 17), complain)

    def _read(self, begin: int, size: int) -> Iterator[bytes]:
        try:
            yield from self._raw.chunks(begin, size)
        except OSError as error:
            self.complain("error", f"could not be read to its end: {error.strerror or error}")

    def _packed_head(self, length: int = SAMPLE) -> bytes:
        if isinstance(self._raw, Pipe):
            return self._raw.head(length)
        return _taken(self._read(0, length), length)

    def _damaged(self, text: str) -> None:
        self.complain("error", text)

    def _too_long(self, offset: int, left_out: int) -> None:
        self.complain(
            "warning",
            f"the line at byte {offset:,} is {LONGEST + left_out:,} bytes long; "
            f"only its first {LONGEST:,} were read",
        )

    def __repr__(self) -> str:
        """Number, name and compression."""
        return f"<Source {self.number} {self.name} {self.compression}>"


def _taken(pieces: Iterator[bytes], length: int) -> bytes:
    """The first bytes of a stream."""
    data = b""
    for piece in pieces:
        data += piece
        if len(data) >= length:
            break
    return data[:length]


def _after(begin: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A stream without its first bytes."""
    for chunk in chunks:
        if begin < len(chunk):
            yield chunk[begin:] if begin > 0 else chunk
        begin = max(begin - len(chunk), 0)


def _from_line_start(begin: int, chunks: Iterator[bytes]) -> tuple[int, Iterator[bytes]]:
    """The first line start at or after ``begin``, and what follows it; the stream starts one byte before."""
    if begin == 0:
        return 0, chunks
    begin -= 1
    for chunk in chunks:
        end = chunk.find(b"\n")
        if end >= 0:
            return begin + end + 1, _joined(chunk[end + 1 :], chunks)
        begin += len(chunk)
    return begin, iter(())


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
