"""The engine for large logs makes the same of every block as the plain one, which is the reference."""

import gzip
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.grammar import KINDS
from loganalyzer.linking.step import WANTED
from loganalyzer.scan import blockwise
from loganalyzer.scan.blockwise import BlockEngine
from loganalyzer.scan.plain import PlainEngine, Scanned
from loganalyzer.scan.table import programs
from loganalyzer.sources import Block
from loganalyzer.syslog import reader
from tests.benchmark.generator.mx import lines
from tests.story import CALENDAR

EVERYTHING = gzip.decompress((Path(__file__).parent.parent / "logs" / "everything.log.gz").read_bytes())
USUAL = "".join(islice(lines(), 1500)).encode().splitlines(keepends=True)
OLD = "".join(islice(lines("rfc3164"), 400)).encode().splitlines(keepends=True)
TABLES = {wanted: programs(KINDS, WANTED if wanted else None) for wanted in (True, False)}
ENGINES = {wanted: (PlainEngine(tables), BlockEngine(tables)) for wanted, tables in TABLES.items()}

STAMP = b"2026-03-01T00:00:05.000000+01:00 "
HOSTILE = (
    b"",
    b" ",
    b"\xff\xfe",
    b"2026-03-01T00:00:05.000000+01:00",
    STAMP,
    STAMP + b"mx1",
    STAMP + b"mx1 ",
    STAMP + b"mx1 postfix/smtpd[1]:",
    STAMP + b"mx1 postfix/smtpd[1]: ",
    STAMP + b"mx1 postfix/smtpd[1]:  connect from a[192.0.2.1]",
    STAMP + b"mx1 postfix/smtpd[1]: connect",
    STAMP + b"mx1 postfix/smtpd[1]: message repeated 2 times: [ connect from a[192.0.2.1]]",
    STAMP + b"mx1 postfix/qmgr[1]: removed",
    STAMP + b"mx1 postfix/" + b"x" * 60 + b"/smtpd[1]: connect from a[192.0.2.1]",
    STAMP + b"mx1 dovecot: imap(a b)<1><x>: Logged out in=1 out=2",
    STAMP + b"mx1 dovecot: managesieve-login: Login: user=<a>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.2",
    STAMP + b"mx1 dovecot: " + b"imap" * 20,
    STAMP + b"mx1 \x01: connect from a[192.0.2.1]",
    STAMP + b"mx1 postfix/smtpd[1] connect from a[192.0.2.1]",
    STAMP + b"mx2.example.org postfix/smtpd[1]: connect from a[192.0.2.1]",
    STAMP + b"mx1 last message repeated 3 times",
    STAMP + b"mx1 last message repeated 2 times",
    STAMP + b"mx1 syslogd: last message repeated 2 times",
    STAMP + b"mx1 postfix/smtpd[1]: connect from \xc3\xa9[192.0.2.1]",
    STAMP + b"mx1 postfix/smtpd[1]: connect from \xe9[192.0.2.1]",
    STAMP + b"mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\r",
    STAMP + b"\0mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\0",
    STAMP + b"mx1 postfix/smtpd[1]: connect from a[192.0.2.1] \x1f",
    STAMP + b"mx1 postfix/smtpd[1]: " + b"x" * 20_000,
    b"2026-02-30T00:00:05.000000+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T24:00:05.000000+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:60.000000+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:61.000000+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:05,000000+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:05.00000x+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:05.000000+00:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"2026-03-01T00:00:05+01:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"Mar  1 00:00:05 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"Mar  1 00:00:05 mx1 last message repeated 2 times",
    b"Mar 1 00:00:05 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"<22>Mar  1 00:00:05 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]",
    b"-- Boot 0123456789abcdef0123456789abcdef --",
)


@pytest.fixture(autouse=True)
def any_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blockwise, "FEW", 1)


def both(data: bytes, wanted: bool = True) -> tuple[Scanned, Scanned]:
    block = Block(3, 1000, data)
    plain, large = ENGINES[wanted]
    return plain.scan(block, reader(CALENDAR)), large.scan(block, reader(CALENDAR))


def assert_same(data: bytes, wanted: bool = True) -> Scanned:
    plain, large = both(data, wanted)
    assert large == plain
    assert list(large.columns) == list(plain.columns)
    assert large.coverage.accounted() == large.coverage.lines
    return large


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("data", [b"".join(USUAL), b"".join(OLD), EVERYTHING, b"".join(OLD + USUAL)])
def test_logs_of_all_kinds_are_read_alike(data: bytes, wanted: bool) -> None:
    """Whether a log is of the usual kind, of another, or of several, no event or count differs."""
    assert_same(data, wanted)


def test_usual_lines_do_not_come_to_the_plain_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a large log large is read a block at a time: nearly all lines of a busy server's."""
    slow: list[bytes] = []
    monkeypatch.setattr(blockwise._BlockRun, "lines", lambda run, block: slow.append(block.data))
    for log in (USUAL, OLD):
        slow.clear()
        ENGINES[True][1].scan(Block(0, 0, b"".join(log)), reader(CALENDAR))
        assert sum(part.count(b"\n") for part in slow) < len(log) // 50


@settings(max_examples=150, deadline=None)
@given(
    first=st.integers(0, 1400),
    count=st.integers(2, 60),
    hostile=st.lists(st.tuples(st.integers(0, 60), st.sampled_from(HOSTILE)), max_size=12),
    wanted=st.booleans(),
    newline=st.booleans(),
)
def test_hostile_lines_among_usual_ones_are_read_alike(
    first: int, count: int, hostile: list[tuple[int, bytes]], wanted: bool, newline: bool
) -> None:
    """A line that is almost usual is what the plain engine says it is, and so are its neighbours."""
    log = USUAL[first : first + count]
    for place, line in hostile:
        log.insert(place, line + b"\n")
    data = b"".join(log)
    assert_same(data if newline else data.removesuffix(b"\n"), wanted)


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    first=st.integers(0, 1400),
    damage=st.sampled_from(("cut", "doubled", "replaced", "moved")),
)
def test_damaged_lines_are_read_alike(seed: int, first: int, damage: str) -> None:
    """Bytes that are missing, doubled, changed or elsewhere, anywhere in a line, make no difference."""
    dice = random.Random(seed)
    log = USUAL[first : first + 30]
    for number in range(0, len(log), 2):
        line = log[number]
        begin = dice.randrange(len(line))
        end = min(begin + dice.choice((1, 1, 2, 5, 20)), len(line) - 1)
        part = line[begin:end]
        new = {"cut": b"", "doubled": part + part, "replaced": dice.randbytes(len(part)), "moved": b""}[
            damage
        ]
        line = line[:begin] + new + line[end:]
        if damage == "moved":
            place = dice.randrange(len(line))
            line = line[:place] + part + line[place:]
        log[number] = line
    assert_same(b"".join(log))


@settings(max_examples=100, deadline=None)
@given(
    tag=st.sampled_from(sorted({tag for kind in KINDS for tag in kind.tags})),
    number=st.integers(0, len(KINDS) - 1),
    text=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    space=st.sampled_from(("", " ", "(", ": ", "4YxKpq0Xz9z1Kq: ")),
)
def test_any_beginning_of_a_message_is_read_alike(tag: str, number: int, text: str, space: str) -> None:
    """Every literal with which a message may begin leads to the same kind, whoever wrote the line."""
    program = f"postfix{tag}[1]" if tag.startswith("/") else tag
    leads = KINDS[number].leads
    messages = [f"{space}{lead}{text}" for lead in leads] + [f"{lead}{space}{text}" for lead in leads]
    log = [f"{STAMP.decode()}mx1 {program}: {message}\n".encode() for message in messages]
    assert_same(b"".join(log), wanted=False)
