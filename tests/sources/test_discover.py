"""What the user names becomes inputs; what cannot be read becomes one line."""

import gzip
import io
import os
from pathlib import Path

import pytest

from loganalyzer.sources import Finding, discover
from loganalyzer.sources.finding import gathered

from .files import content, found, lines, put, texts

LOG = lines(0, 50)


def test_files_in_the_order_named(tmp_path: Path) -> None:
    """Each file is an input, with its number, name, size and time of writing."""
    paths = [put(tmp_path, name, LOG * count) for count, name in enumerate(("b", "a"), start=1)]
    os.utime(paths[0], (5, 7))
    sources = found(*paths)
    assert [(source.number, source.name, source.size) for source in sources] == [
        (0, paths[0], len(LOG)),
        (1, paths[1], 2 * len(LOG)),
    ]
    assert sources[0].mtime == 7
    assert sources[0].path == paths[0]


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is one error; the others are read."""
    log = put(tmp_path, "mail.log", LOG)
    sources, findings = discover([f"{tmp_path}/no.log", log, f"{log}/x"])
    assert [source.name for source in sources] == [log]
    assert texts(findings, tmp_path) == [
        "error: no.log: no such file",
        "error: mail.log/x: no such file (a part of the path is not a folder)",
    ]


def test_no_permission(tmp_path: Path) -> None:
    """Who may not read a log is told which group may."""

    def refused(path: str) -> int:
        raise PermissionError(13, "Permission denied", path)

    sources, findings = discover([put(tmp_path, "mail.log", LOG)], opener=refused)
    assert not sources
    (text,) = texts(findings, tmp_path)
    assert text.startswith("error: mail.log: permission denied: ")
    assert "group adm" in text


def test_a_pattern_in_a_closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern that no shell could resolve, as the folder may not be read, names the group too."""
    put(tmp_path, "closed/other.txt", LOG)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    sources, findings = discover([f"{tmp_path}/closed/mail*"])
    assert not sources
    (text,) = texts(findings, tmp_path)
    assert text.startswith("error: closed/mail*: no file matches this pattern; closed: permission denied")
    assert "group adm" in text


def test_names_that_no_terminal_should_see(tmp_path: Path) -> None:
    """A name with line ends, a terminal's commands or bytes that are no text is told on one plain line."""
    name = os.fsdecode(b"mail\n\x1b[2J\xff.log")
    (source,) = found(put(tmp_path, name, LOG))
    assert content(source) == LOG
    _, findings = discover([f"{tmp_path}/no{name}"])
    shown = r"mail\n\x1b[2J\udcff.log"
    assert Path(source.name).name == shown
    assert texts(findings, tmp_path)[0].startswith(f"error: no{shown}: no")


def test_glob(tmp_path: Path) -> None:
    """A pattern stands for its files in the order of their numbers; one without files is an error."""
    for name in ("mail.log.10", "mail.log.9"):
        put(tmp_path, name, name.encode() + b"\n")
    sources, findings = discover([f"{tmp_path}/mail.log.*", f"{tmp_path}/x*"])
    assert [Path(source.name).name for source in sources] == ["mail.log.9", "mail.log.10"]
    assert texts(findings, tmp_path) == ["error: x*: no file matches this pattern"]


def test_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    """A file that has the name given is that file, whatever signs are in it."""
    (source,) = found(put(tmp_path, "mail[1].log", LOG))
    assert content(source) == LOG


def test_folder(tmp_path: Path) -> None:
    """A folder is its one family of logs; what else is there is named."""
    for name in ("mail.log", "mail.log.1", "syslog", "mail.err", "apt/history.log"):
        put(tmp_path / "log", name, name.encode() + b"\n")
    sources, findings = discover([f"{tmp_path}/log"])
    assert [Path(source.name).name for source in sources] == ["mail.log", "mail.log.1"]
    assert texts(findings, tmp_path) == ["info: log: reading mail.log (2 files); ignored mail.err, syslog"]


def test_folder_without_logs(tmp_path: Path) -> None:
    """A folder with no mail log says what is in it, as far as fits on a line."""
    for number in range(9):
        put(tmp_path / "some", f"f{number}", b"x\n")
    (tmp_path / "none").mkdir()
    _, findings = discover([f"{tmp_path}/some", f"{tmp_path}/none"])
    assert texts(findings, tmp_path) == [
        "error: some: no mail log in this folder: f0, f1, f2, f3, f4, f5 and 3 more; name the file to read",
        "error: none: no mail log in this folder: it is empty; name the file to read",
    ]


def test_file_named_twice(tmp_path: Path) -> None:
    """The same file, also by another name, is one input."""
    log = put(tmp_path, "mail.log", LOG)
    os.link(log, f"{log}.hard")
    (tmp_path / "soft").symlink_to(log)
    sources, findings = discover([log, f"{log}.hard", f"{tmp_path}/soft", f"{tmp_path}/./mail.log"])
    assert len(sources) == 1
    assert texts(findings, tmp_path) == [
        "info: mail.log.hard: is the same file as mail.log; it is read once",
        "info: soft: is the same file as mail.log; it is read once",
        "info: ./mail.log: is the same file as mail.log; it is read once",
    ]


STRANGERS = {
    "wtmp": (b"\x07\0\0\0\x12\x03\0\0tty1" + b"\0" * 28 + b"LOGIN" + b"\0" * 300 + b"\x01\x02\x90\x11") * 40,
    "system.journal": b"LPKSHHRH" + bytes(200),
    "db": b"SQLite format 3\0" + bytes(200),
    "mail.zip": b"PK\x03\x04" + bytes(200),
    "mail.tar": b"mail.log".ljust(257, b"\0") + b"ustar\0" + bytes(500),
    "mail.utf16": "Nov 2".encode("utf-16"),
    "random": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("packed", [False, True])
def test_binary_file(name: str, packed: bool, tmp_path: Path) -> None:
    """A file that is no text is refused in one line, packed or not."""
    data = STRANGERS[name]
    sources, findings = discover([put(tmp_path, name, gzip.compress(data) if packed else data)])
    assert not sources
    (finding,) = findings
    assert finding.severity == "error"
    assert finding.text.startswith("is ")


def test_journal_file_gets_advice(tmp_path: Path) -> None:
    """Who gives a journal file is told the command that makes it readable."""
    _, findings = discover([put(tmp_path, "system.journal", STRANGERS["system.journal"])])
    assert "journalctl -o json" in findings[0].text


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 5000 + LOG,
        LOG[:100] + b"\0" * 4096 + LOG[100:],
        b"\0" * 200_000 + LOG,
        LOG + "Grüße".encode("latin-1") * 40,
        LOG + b"\x01\x02",
        "日本語\n".encode() * 50,
        b"\x1b[36mmail-1  | \x1b[0mx\n" * 50,
    ],
)
def test_text_with_damage_is_no_binary_file(data: bytes, tmp_path: Path) -> None:
    """NULs after a crash, other encodings and a stray control character are read."""
    (source,) = found(put(tmp_path, "mail.log", data))
    assert content(source) == data


def test_ten_thousand_empty_files(tmp_path: Path) -> None:
    """What is the same of many files is told once, and the one that holds something is read."""
    for number in range(10_000):
        (tmp_path / f"mail.log.{number}").touch()
    put(tmp_path, "mail.log", LOG)
    sources, findings = discover([str(tmp_path)])
    assert [content(source) for source in sources] == [LOG]
    assert texts(findings, tmp_path) == ["info: mail.log.0, mail.log.1 and 9,998 more: is empty"]


def test_many_damaged_archives() -> None:
    """What differs by its numbers only is told once as well, with the numbers left out."""
    told = [Finding("error", f"{number}.gz", f"cut at byte {number:,}") for number in range(995, 1005)]
    assert gathered(told) == (Finding("error", "995.gz, 996.gz and 8 more", "cut at byte …"),)
    assert gathered(told[:5] * 2) == tuple(told[:5])


def test_ten_thousand_small_files(tmp_path: Path) -> None:
    """More files than a process may have open are all read."""
    paths = [put(tmp_path, f"{number}.log", b"%d\n" % number) for number in range(10_000)]
    sources = found(*paths)
    assert [content(source) for source in sources] == [b"%d\n" % number for number in range(10_000)]


def test_empty_archive(tmp_path: Path) -> None:
    """An archive of nothing is empty; one that is cut off before anything came is damaged."""
    _, findings = discover(
        [put(tmp_path, "a.gz", gzip.compress(b"")), put(tmp_path, "b.gz", gzip.compress(LOG)[:12])]
    )
    assert texts(findings, tmp_path) == [
        "info: a.gz: is empty",
        "error: b.gz: the archive is truncated; the log was read up to byte 0",
    ]


def test_device_is_no_log() -> None:
    """A device is refused; it might never end."""
    _, findings = discover(["/dev/zero"])
    assert [str(finding) for finding in findings] == ["/dev/zero: is neither a file nor a pipe"]


def test_standard_input_is_read_once() -> None:
    """Naming standard input twice reads it once."""
    sources, findings = discover(["-", "-"], stdin=io.BytesIO(LOG))
    assert [content(source) for source in sources] == [LOG]
    assert [finding.severity for finding in findings] == ["info"]


def test_standard_input_redirected_from_a_file(tmp_path: Path) -> None:
    """A file behind standard input is a file: it has a size and can be read again."""
    path = put(tmp_path, "mail.log", LOG)
    with Path(path).open("rb") as stream:
        (source,), _ = discover(["-"], stdin=stream)
    assert (source.name, source.size, source.once) == ("-", len(LOG), False)
    assert content(source) == content(source) == LOG


def test_standard_input_beside_files_is_copied(tmp_path: Path) -> None:
    """What comes once must be readable again to be compared with other inputs."""
    sources, _ = discover(["-", put(tmp_path, "mail.log", LOG)], stdin=io.BytesIO(LOG))
    assert [source.once for source in sources] == [False, False]


def test_named_pipe(tmp_path: Path) -> None:
    """A pipe in the file system, as the shell makes for ``<(command)``, is read like standard input."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR)
    os.write(writer, LOG)

    def opener(path: str) -> int:
        reader = os.open(path, os.O_RDONLY)
        os.close(writer)
        return reader

    (source,), findings = discover([str(path)], opener=opener)
    assert not findings
    assert content(source) == LOG


def test_named_pipe_without_a_writer(tmp_path: Path) -> None:
    """A pipe that nobody writes to is empty, and does not stop us for good."""
    os.mkfifo(tmp_path / "pipe")
    _, findings = discover([f"{tmp_path}/pipe"])
    assert texts(findings, tmp_path) == ["info: pipe: is empty"]
