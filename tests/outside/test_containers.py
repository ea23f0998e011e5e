import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.outside import containers
from loganalyzer.outside.containers import Document, documents
from loganalyzer.sources.finding import Finding
from tests.outside.reports import feedback, mail, mbox, packed, tls_report, zipped

XML = feedback()


def opened(path: Path) -> tuple[list[Document], list[Finding]]:
    """What is found in a file or folder, the documents apart from the findings."""
    found = list(documents([str(path)]))
    return [one for one in found if isinstance(one, Document)], [
        one for one in found if isinstance(one, Finding)
    ]


CONTAINERS = {
    "plain": XML,
    "byte order mark": b"\xef\xbb\xbf\r\n" + XML,
    "gzip": packed(XML),
    "gzip and a line end": packed(XML) + b"\r\n",
    "zip": zipped(report__xml=XML),
    "gzip in zip": zipped(report__xml__gz=packed(XML)),
    "mail with gzip": mail(packed(XML)),
    "mail with zip": mail(zipped(report__xml=XML), kind=("application", "zip")),
    "mail with xml": mail(XML, kind=("text", "xml"), name="report.xml"),
    "mail with octets": mail(packed(XML), kind=("application", "octet-stream"), name="report"),
    "mail in gzip": packed(mail(packed(XML))),
    "mail in a mail": mail(mail(packed(XML)), kind=("application", "octet-stream"), name="forwarded.eml"),
    "mbox": mbox(mail(packed(XML))),
    "mbox in gzip": packed(mbox(mail(packed(XML)))),
    "mail with CRLF": mail(packed(XML)).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("data", CONTAINERS.values(), ids=CONTAINERS.keys())
def test_a_report_comes_out_of_every_container(data: bytes, tmp_path: Path) -> None:
    """Whatever a report comes in, whatever the file is called, it comes out as it was written."""
    (tmp_path / "some name").write_bytes(data)
    found, findings = opened(tmp_path / "some name")
    assert [one.data.removeprefix(b"\xef\xbb\xbf").strip().replace(b"\r\n", b"\n") for one in found] == [
        XML.strip()
    ]
    assert findings == []


def test_where_a_report_was_is_told(tmp_path: Path) -> None:
    """Each document names the file, the message in it, and the part of that."""
    (tmp_path / "reports").write_bytes(
        mbox(mail(packed(XML), name="a.xml.gz"), mail(zipped(b__xml=XML), name="b.zip"))
    )
    found, _ = opened(tmp_path / "reports")
    assert [one.where.removeprefix(str(tmp_path)) for one in found] == [
        "/reports, message 1, a.xml.gz",
        "/reports, message 2, b.zip, b.xml",
    ]


def test_a_maildir_and_folders(tmp_path: Path) -> None:
    """Of a Maildir the messages are read, in its subfolders too, and neither indexes nor unfinished ones."""
    for folder in ("cur", "new", "tmp", ".DMARC/cur", ".DMARC/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "dovecot.index").write_bytes(b"\0binary")
    (tmp_path / "tmp" / "3").write_bytes(mail(packed(XML)))
    for name in ("cur/1:2,S", "new/2", ".DMARC/cur/4:2,"):
        (tmp_path / name).write_bytes(mail(packed(XML)))
    found, findings = opened(tmp_path)
    assert [Path(one.where.partition(",")[0]).relative_to(tmp_path).parts[0] for one in found] == [
        ".DMARC",
        "cur",
        "new",
    ]
    assert findings == []


def test_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    """A folder's files come in the order of their names; hidden ones and links to folders do not."""
    for name in ("10.xml", "9.xml", ".hidden.xml"):
        (tmp_path / name).write_bytes(XML)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "1.json").write_bytes(tls_report())
    (tmp_path / "sub" / "round").symlink_to(tmp_path)
    found, findings = opened(tmp_path)
    assert [Path(one.where).name for one in found] == ["9.xml", "10.xml", "1.json"]
    assert [one.is_xml for one in found] == [True, True, False]
    assert findings == []


@pytest.mark.parametrize(
    ("data", "severity", "text"),
    [
        (b"", "info", "is empty"),
        (b"\n \n", "info", "is empty"),
        (b"not a report", "warning", "neither a report"),
        (b"\x00\x01\x02", "warning", "neither a report"),
        (packed(XML)[:-20], "error", "truncated"),
        (packed(XML)[:40] + b"\xff" * 20 + packed(XML)[60:], "error", "damaged"),
        (zipped(report__xml=XML)[:-30], "error", "damaged zip"),
        (zipped(report__xml=XML).replace(b"report.xml", b"report.xxx", 1), "error", "cannot be unpacked"),
        (packed(b""), "info", "is empty"),
        (mail(b"just a picture", kind=("image", "png"), name="a.png"), "info", "a mail without a report"),
        (packed(packed(packed(packed(packed(packed(packed(XML))))))), "error", "more than 5 containers"),
    ],
)
def test_what_cannot_be_opened_is_a_finding(data: bytes, severity: str, text: str, tmp_path: Path) -> None:
    """What is broken, empty or something else is one finding, and no document."""
    (tmp_path / "file").write_bytes(data)
    found, findings = opened(tmp_path / "file")
    assert found == []
    assert [(one.severity, text in one.text) for one in findings] == [(severity, True)], findings


def test_files_that_are_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is an error."""
    found, findings = opened(tmp_path / "nothing")
    assert (found, [one.severity for one in findings]) == ([], ["error"])


def test_a_password_is_a_finding(tmp_path: Path) -> None:
    """A zip archive with a password cannot be read, and says so."""
    data = bytearray(zipped(report__xml=XML))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "file").write_bytes(bytes(data))
    found, findings = opened(tmp_path / "file")
    assert found == []
    assert "encrypted" in findings[0].text


BOMBS = {
    "gzip": lambda huge: packed(huge),
    "zip": lambda huge: zipped(report__xml=huge),
    "zip in mail": lambda huge: mail(zipped(report__xml=huge)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_are_put_away(bomb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """What unpacks to more than a report can be is given up while it unpacks."""
    monkeypatch.setattr(containers, "DOCUMENT", 1 << 20)
    (tmp_path / "file").write_bytes(bomb(b"<" + b" " * (2 << 20)))
    found, findings = opened(tmp_path / "file")
    assert found == []
    assert [one.text for one in findings] == ["unpacks to more than 1 MiB; it was not read"]


def test_many_documents_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files an archive holds, together they unpack to no more than the limit."""
    monkeypatch.setattr(containers, "TOGETHER", 10_000)
    monkeypatch.setattr(containers, "MEMBERS", 20)
    (tmp_path / "much").write_bytes(zipped(**{f"n{number}": b"<" * 3_000 for number in range(20)}))
    (tmp_path / "many").write_bytes(zipped(**{f"n{number}": b"<" for number in range(21)}))
    found, findings = opened(tmp_path / "much")
    assert len(found) == 3
    assert {one.text.partition(":")[0] for one in findings} == {"was not read"}
    assert "21 files" in opened(tmp_path / "many")[1][0].text


def test_an_archive_that_lies_about_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size that an archive names is not believed."""
    monkeypatch.setattr(containers, "DOCUMENT", 1 << 20)
    data = bytearray(zipped(report__xml=b"<" + b" " * (2 << 20)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = (100).to_bytes(4, "little")
    (tmp_path / "file").write_bytes(bytes(data))
    found, findings = opened(tmp_path / "file")
    assert found == []
    assert findings[0].severity == "error"


def test_a_huge_mbox_is_read_message_by_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is too long is left out, with a finding, and those around it are read."""
    monkeypatch.setattr(containers, "DOCUMENT", 20_000)
    (tmp_path / "file").write_bytes(mbox(mail(packed(XML)), mail(os.urandom(30_000)), mail(packed(XML))))
    found, findings = opened(tmp_path / "file")
    assert len(found) == 2
    assert [one.where.rpartition(", ")[2] for one in findings] == ["message 2"]


DEEP = "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(5_000))
WIDE = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\na\n" * 20_000


@pytest.mark.parametrize("text", [DEEP, WIDE], ids=["in each other", "beside each other"])
def test_parts_without_end(text: str, tmp_path: Path) -> None:
    """A mail of thousands of parts, in each other or beside, ends in a finding and not in a crash."""
    (tmp_path / "file").write_bytes(b"From: a@example.net\n" + text.encode())
    found, findings = opened(tmp_path / "file")
    assert found == []
    assert [one.text for one in findings] == ["is a mail of parts without end; it was not opened"]


@given(st.binary(max_size=200), st.sampled_from(list(CONTAINERS)), st.integers(0, 2_000), st.integers(0, 40))
def test_damage_ends_in_values(noise: bytes, container: str, at: int, length: int) -> None:
    """However a file is damaged, it ends in documents and findings."""
    from loganalyzer.outside.containers import _opened, _Opening

    data = CONTAINERS[container]
    broken = data[:at] + noise + data[at + length :]
    assert all(isinstance(one, Document | Finding) for one in _opened(broken, _Opening("file"), ()))


def test_gzip_and_zip_are_known_by_their_beginning() -> None:
    """The samples are what their names say, so the tests above test what they say."""
    assert gzip.decompress(CONTAINERS["gzip"]) == XML
    assert zipfile.ZipFile(io.BytesIO(CONTAINERS["zip"])).namelist() == ["report.xml"]
