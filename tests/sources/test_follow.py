"""A name that stands for an endless log, whatever happens to the file behind it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loganalyzer.sources.flowing import Flowing, Journal
from loganalyzer.sources.follow import Follower
from loganalyzer.sources.growing import PIECE, Growing
from loganalyzer.sources.lines import LONGEST


class Read:
    """All that looking gave so far."""

    def __init__(self, growing: Growing) -> None:
        self.growing = growing
        self.data = b""
        self.said: list[str] = []
        self.places: list[tuple[int, int]] = []

    def look(self) -> bytes:
        """What is new, looking until there is nothing more to be read at once."""
        before, more = len(self.data), True
        while more:
            blocks, findings, more, _ = self.growing.look()
            self.data += b"".join(block.data for block in blocks)
            self.places += [(block.source, block.offset) for block in blocks]
            self.said += [finding.text for finding in findings]
        return self.data[before:]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(b"old 1\nold 2\n")
    return path


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def past(follower: Follower, most: int | None = None) -> bytes:
    source, _ = follower.past(most)
    return b"" if source is None else b"".join(block.data for block in source.blocks())


def test_what_was_there_and_what_comes_are_told_apart(log: Path) -> None:
    """What was there at first is the past; looking gives only what came later."""
    read = Read(Follower(str(log)))
    append(log, b"new 1\n")
    assert past(read.growing) == b"old 1\nold 2\n"
    assert read.look() == b"new 1\n"
    assert read.look() == b""
    assert read.places == [(0, 12)]


def test_the_past_may_be_cut_short(log: Path) -> None:
    """Of a long past only the last whole lines are given."""
    assert past(Follower(str(log)), most=8) == b"old 2\n"


def test_a_line_waits_for_its_end(log: Path) -> None:
    """A line written in pieces is given once, whole, also one that was half there at first."""
    append(log, b"ha")
    read = Read(Follower(str(log)))
    assert past(read.growing) == b"old 1\nold 2\n"
    append(log, b"lf")
    assert read.look() == b""
    append(log, b" and half\nnext")
    assert read.look() == b"half and half\n"
    append(log, b"\n")
    assert read.look() == b"next\n"


def test_a_renamed_file_is_read_to_its_end_first(log: Path) -> None:
    """Lines written to the old file after its renaming come before those of the new one."""
    read = Read(Follower(str(log)))
    append(log, b"a\n")
    log.rename(log.with_suffix(".1"))
    append(log.with_suffix(".1"), b"b\n")
    assert read.look() == b"a\nb\n"
    log.touch()
    append(log.with_suffix(".1"), b"c\nwithout end")
    assert read.look() == b"c\n"
    append(log, b"d\n")
    assert read.look() == b"without endd\n"
    append(log, b"e\n")
    assert read.look() == b"e\n"
    assert read.places[-2:] == [(1, 0), (1, 2)]
    assert not read.said


def test_the_old_file_is_looked_at_once_more(log: Path) -> None:
    """What comes into the old file together with the first lines of the new one is not missed."""
    read = Read(Follower(str(log)))
    log.rename(log.with_suffix(".1"))
    append(log, b"new\n")
    assert read.growing.look().more
    append(log.with_suffix(".1"), b"late\n")
    assert read.look() == b"late\nnew\n"


def test_a_packed_old_file_is_still_read(log: Path) -> None:
    """The old file may be deleted at once, as packing does: it stays open here."""
    read = Read(Follower(str(log)))
    append(log, b"a\n")
    log.unlink()
    append(log, b"b\n")
    assert read.look() == b"a\nb\n"


def test_an_emptied_file_is_begun_anew(log: Path) -> None:
    """After copytruncate reading begins at the beginning, and what may be missing is said."""
    read = Read(Follower(str(log)))
    os.truncate(log, 0)
    append(log, b"new\n")
    assert read.look() == b"new\n"
    assert len(read.said) == 1
    assert "lines written just before may be missing" in read.said[0]


def test_an_emptied_file_that_has_grown_again_is_noticed(log: Path) -> None:
    """That a file was emptied shows also where it is already longer than it was."""
    read = Read(Follower(str(log)))
    os.truncate(log, 0)
    append(log, b"something longer than before\n")
    assert read.look() == b"something longer than before\n"
    assert len(read.said) == 1


def test_the_half_line_of_an_emptied_file_is_given(log: Path) -> None:
    """A line whose end was cut off with the file is given as it is."""
    read = Read(Follower(str(log)))
    append(log, b"half")
    assert read.look() == b""
    os.truncate(log, 0)
    assert read.look() == b"half"


def test_a_hole_is_passed_over(log: Path) -> None:
    """A writer that goes on where it was leaves NUL bytes, however many, before its next line."""
    read = Read(Follower(str(log)))
    os.truncate(log, 0)
    with log.open("r+b") as file:
        file.seek(3 * PIECE + 7)
        file.write(b"new\n")
    assert read.look() == b"new\n"
    assert read.places[-1] == (1, 3 * PIECE + 7)
    append(log, b"\0" * (2 * LONGEST))
    assert read.look() == b""
    append(log, b"x\n\0y\n")
    assert read.look() == b"x\n\0y\n"


def test_a_deleted_file_comes_back(log: Path) -> None:
    """That the name is gone is said once, and the file that takes it later is read."""
    read = Read(Follower(str(log)))
    log.unlink()
    for _ in range(3):
        assert read.look() == b""
    assert [text.partition(";")[0] for text in read.said] == ["is gone"]
    log.write_bytes(b"")
    assert read.look() == b""
    append(log, b"again\n")
    assert read.look() == b"again\n"
    assert read.said[1:] == ["is there again"]


def test_a_file_that_cannot_be_opened_is_told_once(log: Path) -> None:
    """What stands in the way is said once, and reading goes on when it is gone."""
    read = Read(Follower(str(log)))
    log.unlink()
    os.mkfifo(log)
    keep = os.open(log, os.O_RDWR)
    os.write(keep, b"pipe\n")
    read.look()
    read.look()
    log.unlink()
    log.write_bytes(b"again\n")
    assert read.look() == b"again\n"
    assert len(read.said) <= 1
    os.close(keep)


def test_a_burst_comes_in_pieces_and_whole(log: Path) -> None:
    """100,000 lines at once are all given, each whole, in pieces that leave room for others."""
    read = Read(Follower(str(log)))
    lines = b"".join(b"%06d something that a mail server says\n" % number for number in range(100_000))
    append(log, lines)
    assert read.look() == lines
    assert len(read.places) > 2
    assert all(lines[place - 12 - 1 : place - 12] in (b"", b"\n") for _, place in read.places)


def test_an_endless_line_is_cut_and_told(log: Path) -> None:
    """Of a line too long to keep the beginning is given, and what follows it is read."""
    read = Read(Follower(str(log)))
    append(log, b"x" * (2 * LONGEST) + b"\nnext\n")
    assert read.look() == b"x" * LONGEST + b"next\n"
    assert "too long" in read.said[0]


def test_nothing_is_read_of_what_cannot_grow(tmp_path: Path) -> None:
    """A packed log, a program, a folder are refused with the reason."""
    import gzip

    packed = tmp_path / "mail.log.1.gz"
    packed.write_bytes(gzip.compress(b"line\n" * 100))
    source, findings = Follower(str(packed)).past(None)
    assert source is None
    assert findings[0].text == "is packed (gz): it will not grow"
    with pytest.raises(OSError, match="no regular file"):
        Follower(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        Follower(str(tmp_path / "none"))


def test_however_a_log_is_written_it_is_the_same(log: Path) -> None:
    """Written byte by byte, with a look after each, the lines are those of one look."""
    read = Read(Follower(str(log)))
    text = b"one\n\ntwo\r\nthree\n"
    for byte in text:
        append(log, bytes([byte]))
        read.look()
    assert read.data == text


def test_a_pipe_gives_what_has_come() -> None:
    """A pipe is never waited for; its end gives the last line and says so."""
    out, into = os.pipe()
    flowing = Flowing("-", out)
    assert flowing.look() == ((), (), False, "")
    os.write(into, b"one\ntw")
    assert [block.data for block in flowing.look().blocks] == [b"one\n"]
    os.write(into, b"o\nlast")
    os.close(into)
    looks = [flowing.look(), flowing.look()]
    assert b"".join(block.data for look in looks for block in look.blocks) == b"two\nlast"
    assert looks[-1].over == "its end was reached"
    flowing.close()


@pytest.mark.parametrize(
    ("program", "how"),
    [("print('{}')", "ended with code 0"), ("raise SystemExit(3)", "ended with code 3")],
)
def test_the_journal_says_how_it_ended(program: str, how: str) -> None:
    """The end of journalctl is told with its exit code, after all its lines."""
    journal = Journal(command=(sys.executable, "-c", program))
    over = ""
    while not over:
        wait_for(journal.descriptor)
        over = journal.look().over
    assert over == f"{sys.executable} {how}"
    journal.close()


def wait_for(descriptor: int | None) -> None:
    """Returns when there is something to read."""
    import select

    assert descriptor is not None
    select.select([descriptor], [], [])


WRITER = """
import os, sys
path = sys.argv[1]
log = open(path, "ab", buffering=0)
def tell():
    os.write(1, b".")
    os.read(0, 1)
for number in range(400):
    line = b"%04d something that a mail server says\\n" % number
    log.write(line[:11]); tell()
    log.write(line[11:]); tell()
    if number % 100 == 60:
        os.rename(path, path + ".1"); tell()
    if number % 100 == 63:
        new = open(path, "ab", buffering=0); tell()
    if number % 100 == 66:
        log = new; tell()
    if number % 100 == 99:
        os.unlink(path); tell()
        log = open(path, "ab", buffering=0); tell()
"""


def test_a_program_that_writes_and_rotates_is_followed(tmp_path: Path) -> None:
    """Another process writes half lines, renames, begins anew, deletes: every line comes once, in order."""
    log = tmp_path / "mail.log"
    log.touch()
    read = Read(Follower(str(log)))
    command = (sys.executable, "-c", WRITER, str(log))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        while writer.stdout.read(1):  # each byte says that something has happened
            read.look()
            writer.stdin.write(b".")
    assert [int(line[:4]) for line in read.data.splitlines()] == list(range(400))
    assert all(line.endswith(b" says") for line in read.data.splitlines())
