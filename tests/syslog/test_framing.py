"""Records that span lines become one line each, whichever way the bytes arrive."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalyzer.sources.source import Framing
from loganalyzer.syslog import cri, docker, journal_export, journal_pretty, survey
from loganalyzer.syslog.framings import framing_of
from loganalyzer.terms.moment import from_datetime

from .logs import opened, records

MOMENT = from_datetime(datetime(2026, 11, 2, 9, 49, 18, 104233, tzinfo=UTC))
TIME = f"{MOMENT}".encode()
LONG = b"one\ntwo \xff"

EXPORT = (
    b"__CURSOR=s=1\n__REALTIME_TIMESTAMP=" + TIME + b"\n_HOSTNAME=mx\nSYSLOG_IDENTIFIER=postfix/smtpd\n"
    b"_PID=2101\nMESSAGE=connect from mail.example.org[192.0.2.10]\n_UNKNOWN=x\n\n"
    b"__CURSOR=s=2\n__REALTIME_TIMESTAMP=" + TIME + b"\n_HOSTNAME=mx\nSYSLOG_IDENTIFIER=policyd-spf\n"
    b"MESSAGE\n" + len(LONG).to_bytes(8, "little") + LONG + b"\n_BINARY\n"
    b"\x02\0\0\0\0\0\0\0\n\n\n\n"
    b"__CURSOR=s=3\n__REALTIME_TIMESTAMP=" + TIME + b"\nSYSLOG_IDENTIFIER=dovecot\nMESSAGE=\n"
)
SMTPD = (MOMENT, "mx", "postfix/smtpd[2101]", "connect from mail.example.org[192.0.2.10]")
EXPORTED = [SMTPD, (MOMENT, "mx", "policyd-spf", "one#012two \ufffd"), (MOMENT, "", "dovecot", "")]

ENTRY = {
    "__REALTIME_TIMESTAMP": f"{MOMENT}",
    "_HOSTNAME": "mx",
    "SYSLOG_IDENTIFIER": "postfix/smtpd",
    "_PID": "2101",
    "MESSAGE": SMTPD[3],
}
PRETTY = 2 * (json.dumps(ENTRY, indent="\t").encode() + b"\n")

STAMP = b"2026-11-02T09:49:18.104233000Z"
INNER = b"Nov 02 09:49:17 mx postfix/smtpd[2101]: connect from mail.example.org[192.0.2.10]"
CRI = (
    STAMP + b" stdout P " + INNER[:20] + b"\n" + STAMP + b" stderr F dovecot: auth: x\n"
    + STAMP + b" stdout P " + INNER[20:30] + b"\n" + STAMP + b" stdout F " + INNER[30:] + b"\n"
    + STAMP + b" stdout F " + INNER + b"\n"
)  # fmt: skip
CRI_RECORDS = [(MOMENT, "", "dovecot", "auth: x"), SMTPD, SMTPD]


def docker_line(text: bytes, stream: str = "stdout") -> bytes:
    """One line of Docker's own file."""
    entry = {"log": text.decode(), "stream": stream, "time": STAMP.decode()}
    return json.dumps(entry).encode() + b"\n"


DOCKER = (
    docker_line(INNER[:40])
    + docker_line(b"dovecot: auth: x\n", "stderr")
    + docker_line(INNER[40:] + b"\n")
    + docker_line(INNER + b"\n")
)

FRAMED = {
    "export": (EXPORT, journal_export.framing, EXPORTED),
    "pretty": (PRETTY, journal_pretty.framing, [SMTPD, SMTPD]),
    "cri": (CRI, cri.framing, CRI_RECORDS),
    "docker": (DOCKER, docker.framing, CRI_RECORDS),
}


@pytest.mark.parametrize("name", FRAMED)
def test_kind_is_recognised_by_its_beginning(name: str) -> None:
    """A file whose records span lines is known by how it begins."""
    data, framing, _ = FRAMED[name]
    assert framing_of(data) is framing


@pytest.mark.parametrize("data", [b"", INNER, b'{"__CURSOR":"x","MESSAGE":"y"}\n', b"A=b\nC=d\n"])
def test_other_files_have_their_records_on_lines(data: bytes) -> None:
    """Nothing is joined in a file of any other kind."""
    assert framing_of(data) is None


@pytest.mark.parametrize("name", FRAMED)
def test_file_gives_its_records(name: str, tmp_path: Path) -> None:
    """Each record is one line to whoever reads the source."""
    data, _, expected = FRAMED[name]
    path = tmp_path / "mail.log"
    path.write_bytes(data)
    source = opened(path)
    assert records(source, survey(source, timezone=UTC)) == expected


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """The data in pieces of this size."""
    return (data[place : place + size] for place in range(0, len(data), size))


@pytest.mark.parametrize("name", FRAMED)
@given(size=st.integers(1, 1000))
def test_cutting_does_not_change_records(name: str, size: int) -> None:
    """However the bytes arrive, the lines are the same."""
    data, framing, _ = FRAMED[name]
    assert b"".join(framing(pieces(data, size))) == b"".join(framing([data]))


@pytest.mark.parametrize("framing", [framing for _, framing, _ in FRAMED.values()])
@given(data=st.binary(max_size=300), size=st.integers(1, 50))
def test_damage_ends_nothing(framing: Framing, data: bytes, size: int) -> None:
    """Bytes that make no sense are passed on or left out, and never raise."""
    assert b"".join(framing(pieces(data, size))) == b"".join(framing([data]))
    for known, _, _ in FRAMED.values():
        list(framing([known[: len(data) * 3], data]))


def test_value_that_is_cut_off_keeps_the_rest() -> None:
    """An export that ends inside a value still gives the entries before it."""
    lines = b"".join(journal_export.framing([EXPORT[: EXPORT.index(LONG) + 3]]))
    assert lines.count(b"\n") == 2
