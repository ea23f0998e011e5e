"""One input, whatever it is packed in, gives all its lines, and says what it could not give."""

import bz2
import gzip
import hashlib
import io
import os
import pickle
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loganalyzer.sources import Source, discover, file
from loganalyzer.sources.ahead import ahead

from .files import PACKERS, content, found, lines, put, texts

SMALL = lines(0, 50)
LARGE = lines(0, 60_000)


@pytest.mark.parametrize("kind", PACKERS)
def test_compression_is_told_by_content(kind: str, tmp_path: Path) -> None:
    """A packed log is unpacked whatever its name ends in."""
    for name in ("mail.log", "mail.log.gz", "mail.log.zst"):
        (source,) = found(put(tmp_path, name, PACKERS[kind](LARGE)))
        assert source.compression == kind
        assert content(source) == LARGE
        assert not source.findings


def test_text_with_the_name_of_an_archive(tmp_path: Path) -> None:
    """A log that was never packed is read although its name says otherwise."""
    (source,) = found(put(tmp_path, "mail.log.2.gz", SMALL))
    assert (source.compression, content(source)) == ("plain", SMALL)


@pytest.mark.parametrize("kind", PACKERS)
def test_archives_one_after_the_other(kind: str, tmp_path: Path) -> None:
    """``cat a.gz b.gz`` is one log; so it is with the other kinds."""
    pack = PACKERS[kind]
    (source,) = found(put(tmp_path, "mail.log", pack(SMALL) + pack(b"") + pack(LARGE)))
    assert content(source) == SMALL + LARGE


def test_zeros_after_an_archive(tmp_path: Path) -> None:
    """Zeros behind an archive, as tapes and disk images leave them, are no damage."""
    (source,) = found(put(tmp_path, "mail.log.gz", gzip.compress(SMALL) + b"\0" * 700))
    assert content(source) == SMALL
    assert not source.findings


@pytest.mark.parametrize("kind", PACKERS)
def test_truncated_archive(kind: str, tmp_path: Path) -> None:
    """What is there of an archive that was cut is read, and the loss is told once."""
    packed = PACKERS[kind](LARGE)
    (source,) = found(put(tmp_path, "mail.log.1", packed[: len(packed) * 3 // 4]))
    read = content(source)
    assert LARGE.startswith(read)
    assert content(source) == read
    (finding,) = source.findings
    assert finding.severity == "error"
    assert finding.text == f"the archive is truncated; the log was read up to byte {len(read):,}"


def test_truncated_archive_keeps_nearly_all(tmp_path: Path) -> None:
    """The last bytes before a gzip file's end are not lost with its end."""
    packed = gzip.compress(LARGE)
    (source,) = found(put(tmp_path, "mail.log.1", packed[:-9]))
    assert len(content(source)) > len(LARGE) - 1000


@pytest.mark.parametrize("kind", PACKERS)
def test_damaged_archive(kind: str, tmp_path: Path) -> None:
    """Damage in the middle ends the log there, with one finding, and never raises."""
    packed = bytearray(PACKERS[kind](LARGE))
    middle = len(packed) // 2
    packed[middle : middle + 200] = b"\xff" * 200
    sources, findings = discover([put(tmp_path, "mail.log.1", bytes(packed))])
    for source in sources:
        assert len(content(source)) <= len(LARGE)
        findings += source.findings
    (finding,) = findings
    assert finding.severity == "error"
    assert any(word in finding.text for word in ("damaged", "truncated", "checksum"))


def test_damaged_block(tmp_path: Path) -> None:
    """Of a bz2 archive no block is read whose checksum does not fit: it would be shuffled text."""
    log = b"".join(
        b"%06d %s\n" % (number, hashlib.sha256(b"%d" % number).hexdigest().encode())
        for number in range(40_000)
    )
    packed = bytearray(bz2.compress(log))
    packed[len(packed) * 2 // 3] ^= 0x10
    (source,) = found(put(tmp_path, "mail.log.bz2", bytes(packed)))
    read = content(source)
    assert log.startswith(read)
    assert len(read) > 1_700_000
    assert [finding.severity for finding in source.findings] == ["error"]


def test_checksum_of_an_archive(tmp_path: Path) -> None:
    """Where a gzip file's checksum does not fit, some of what was read is wrong, and that is said."""
    packed = bytearray(gzip.compress(SMALL))
    packed[-6] ^= 1
    (source,) = found(put(tmp_path, "mail.log.gz", bytes(packed)))
    assert content(source) == SMALL
    (finding,) = source.findings
    assert finding.text.startswith("the archive's checksum does not fit; ")


def test_rubbish_after_an_archive(tmp_path: Path) -> None:
    """Bytes behind an archive that are none are not read, and that is said."""
    (source,) = found(put(tmp_path, "mail.log.1", gzip.compress(SMALL) + b"rubbish, truly"))
    assert content(source) == SMALL
    assert texts(source.findings, tmp_path) == [
        "error: mail.log.1: the archive is followed by bytes that belong to no archive; they were not read"
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    data=st.binary(min_size=1, max_size=300).map(lambda data: b"a" + data.replace(b"\x07", b"\n")),
    size=st.integers(1, 400),
    places=st.lists(st.integers(0, 310), max_size=4),
    kind=st.sampled_from(["plain", *PACKERS]),
)
def test_parts_joined_are_the_whole(
    tmp_path: Path, data: bytes, size: int, places: list[int], kind: str
) -> None:
    """Wherever a log is divided, its parts together give every line once."""
    path = put(tmp_path, "mail.log", data if kind == "plain" else PACKERS[kind](data))
    source = Source(0, path, file.File(path, os.open(path, os.O_RDONLY)))
    source.compression = kind
    bounds = [0, *sorted(places), len(data)]
    parts = []
    for begin, end in pairwise(bounds):
        parts += source.blocks(size, begin=begin, end=end)
    assert b"".join(block.data for block in parts) == data
    assert all(data[block.offset :].startswith(block.data) for block in parts)
    moved = source.part(bounds[1], bounds[-2])
    assert content(moved) == b"".join(block.data for block in source.blocks(begin=bounds[1], end=bounds[-2]))


def test_line_that_is_too_long_is_told(tmp_path: Path) -> None:
    """The place and length of a line too long to keep are said, and the next line is read."""
    data = b"one\n" + b"x" * 3_000_000 + b"\ntwo\n"
    (source,) = found(put(tmp_path, "mail.log", data))
    assert content(source) == b"one\n" + b"x" * (1 << 20) + b"two\n"
    assert texts(source.findings, tmp_path) == [
        "warning: mail.log: the line at byte 4 is 3,000,000 bytes long; only its first 1,048,576 were read"
    ]


def test_rotation_while_reading(tmp_path: Path) -> None:
    """A log that is renamed after it was named is read to its end, and nothing else is."""
    path = put(tmp_path, "mail.log", SMALL)
    (source,) = found(path)
    Path(path).rename(f"{path}.1")
    put(tmp_path, "mail.log", b"other\n")
    assert content(source) == SMALL


def test_log_that_grows_is_read_as_it_was(tmp_path: Path) -> None:
    """Lines that come after a log was named are left for the next time."""
    path = put(tmp_path, "mail.log", SMALL)
    (source,) = found(path)
    with Path(path).open("ab") as log:
        log.write(b"more\n")
    assert content(source) == SMALL


def test_log_that_shrinks(tmp_path: Path) -> None:
    """A log that is cut while it is read is a finding, not a failure."""
    path = put(tmp_path, "mail.log", SMALL)
    (source,) = found(path)
    os.truncate(path, 100)
    assert content(source) == SMALL[:100]
    assert texts(source.findings, tmp_path) == [
        "error: mail.log: could not be read to its end: "
        "the file became shorter while it was read; nothing follows byte 100"
    ]


def test_more_files_than_can_be_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond those kept open are opened again, if they are still the same."""
    monkeypatch.setattr(file, "HELD", 0)
    kept, changed = put(tmp_path, "a.log", SMALL), put(tmp_path, "b.log", SMALL + b"b\n")
    first, second = found(kept, changed)
    Path(changed).rename(f"{changed}.1")
    put(tmp_path, "b.log", b"other\n")
    assert content(first) == SMALL
    assert content(second) == b""
    assert texts(second.findings, tmp_path) == [
        "error: b.log: could not be read to its end: "
        "another file has taken its name since it was first looked at"
    ]


def test_another_process_reads_the_same(tmp_path: Path) -> None:
    """A source that is sent to another process gives the same blocks there."""
    (source,) = found(put(tmp_path, "mail.log", gzip.compress(SMALL)))
    sent: Source = pickle.loads(pickle.dumps(source))
    assert list(sent.blocks()) == list(source.blocks())


def test_pipe_is_read_once_or_copied() -> None:
    """A pipe gives its lines as they come; copied first, it gives them as often as asked."""
    for spooled in (False, True):
        (source,), _ = discover(["-"], stdin=io.BytesIO(LARGE))
        assert source.head(10) == LARGE[:10]
        if spooled:
            source.spool()
            assert content(source) == LARGE
        assert source.once is not spooled
        assert content(source) == LARGE


def test_packed_pipe_is_unpacked() -> None:
    """What comes through a pipe is known by its content as well."""
    (source,), _ = discover(["-"], stdin=io.BytesIO(gzip.compress(LARGE)))
    assert (source.compression, source.head(10), content(source)) == ("gz", LARGE[:10], LARGE)


def test_full_disk_while_copying_a_pipe() -> None:
    """Where a pipe cannot be copied to its end, what was copied is read and the rest told."""

    class Failing(io.BytesIO):
        """Gives some, then fails."""

        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 100_000:
                raise OSError(28, "No space left on device")
            return super().read(min(size or 0, 50_000))

    (source,), _ = discover(["-"], stdin=Failing(LARGE))
    source.spool()
    assert LARGE.startswith(content(source))
    assert len(content(source)) >= 100_000
    assert [str(finding) for finding in source.findings] == [
        "-: could not be copied to a temporary file: No space left on device"
    ]


def test_reading_ahead_ends_with_its_reader() -> None:
    """A reader that stops early leaves no thread behind, and one that fails tells its reader."""
    before = threading.active_count()
    endless = ahead(iter(lambda: b"x", b""))
    assert next(endless) == b"x"
    endless.close()
    assert threading.active_count() == before

    def failing() -> Iterator[bytes]:
        yield b"x"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(ahead(failing()))
    assert list(ahead(iter([b"a", b"b"]))) == [b"a", b"b"]
