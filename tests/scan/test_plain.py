"""The plain engine: every line is accounted for, once, and nothing is taken for what it is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.api.reading import scan_block
from loganalyzer.grammar import KINDS
from loganalyzer.scan.columns import REPEATED
from loganalyzer.scan.coverage import OTHER_SHAPES, SHAPES, Coverage, shape_of
from loganalyzer.scan.plain import CUT_SHORT, NOT_PRINTED, PlainEngine, Scanned
from loganalyzer.scan.table import programs
from loganalyzer.sources import Block
from loganalyzer.syslog import reader
from loganalyzer.syslog.left_out import LEFT_OUT
from loganalyzer.terms.place import offset_of, source_of
from tests.story import CALENDAR

STAMP = "2026-09-01T08:00:00.000000+00:00"


def scan(data: bytes, offset: int = 0) -> Scanned:
    return scan_block((frozenset(), CALENDAR, Block(3, offset, data)))


def line(text: str) -> bytes:
    return f"{STAMP} mx {text}\n".encode()


def test_each_way_a_line_can_end_is_counted() -> None:
    """Recognised, irrelevant, other programs', unrecognised, damaged and blank lines sum to all lines."""
    data = (
        line("postfix/smtpd[1]: connect from mail.example.org[192.0.2.10]")
        + line("postfix/anvil[2]: statistics: max cache size 2 at Sep  1 08:00:00")
        + line("sshd[3]: Connection closed")
        + line("postfix/smtpd[1]: a message that no Postfix has written yet")
        + b"\xff\xfe no envelope at all\n"
        + b"\n"
        + b"-- Boot 0123456789abcdef0123456789abcdef --\n"
        + b"x" * 20_000
        + b"\n"
    )
    coverage = scan(data).coverage
    assert coverage.lines == coverage.accounted() == 8
    assert coverage.recognised == {"smtpd.connect": 1}
    assert coverage.ignored.total() == coverage.blank == coverage.not_utf8 == 1
    assert coverage.other == {"sshd": 1, "journalctl": 1}
    assert coverage.unrecognised.total() == 1
    assert coverage.damaged == {"no known envelope": 1, "longer than 16 KiB": 1}


def test_a_text_that_journalctl_did_not_print_is_damage() -> None:
    """``[123B blob data]`` and ``MESSAGE: null`` are lines whose text is lost, not kinds nobody knows."""
    coverage = scan(line("postfix/smtpd[1]: [123B blob data]") + line(f"policyd-spf[1]: {LEFT_OUT}")).coverage
    assert coverage.damaged == {NOT_PRINTED: 2}
    assert not coverage.unrecognised
    assert coverage.samples[NOT_PRINTED].line == "postfix/smtpd[1]: [123B blob data]"


LONG = f"NOQUEUE: reject: RCPT from a.example.org[192.0.2.1]: 554 5.7.1 {'no ' * 700}"


@pytest.mark.parametrize("message", [LONG[:2000], LONG[:960], f"message repeated 2 times: [ {LONG[:800]}]"])
def test_a_line_that_was_cut_short_is_damage(message: str) -> None:
    """Postfix, an old syslogd and rsyslog's repetitions cut lines: their kind is known, their end is lost."""
    coverage = scan(line(f"postfix/smtpd[1]: {message}")).coverage
    assert coverage.damaged == {CUT_SHORT: 1}
    assert coverage.lines == coverage.accounted() == 1


@pytest.mark.parametrize("message", [LONG[:500], "something new " * 100, "warning: something new " * 100])
def test_a_line_that_nobody_knows_is_not_called_cut(message: str) -> None:
    """Only what begins as a known event does, and is as long as no such line ever was, has lost its end."""
    coverage = scan(line(f"postfix/smtpd[1]: {message}")).coverage
    assert not coverage.damaged
    assert coverage.unrecognised.total() == 1


@settings(max_examples=200, deadline=None)
@given(data=st.lists(st.binary(max_size=80).filter(lambda raw: b"\n" not in raw), min_size=1, max_size=30))
def test_any_bytes_are_accounted_for(data: list[bytes]) -> None:
    """Whatever stands in a file, each of its lines is counted once and none stops the reading."""
    text = b"".join(raw + b"\n" for raw in data)
    coverage = scan(text).coverage
    assert coverage.lines == coverage.accounted() == len(data)


@settings(max_examples=100, deadline=None)
@given(messages=st.lists(st.text(st.characters(exclude_characters="\n\r\0", codec="utf-8"), max_size=60)))
def test_any_message_of_a_known_program_is_accounted_for(messages: list[str]) -> None:
    """Nothing that a daemon may be made to write escapes the account."""
    text = b"".join(line(f"postfix/smtpd[1]: {message}") for message in messages) or b"\n"
    coverage = scan(text).coverage
    assert coverage.lines == coverage.accounted()


def test_places_are_byte_offsets_also_beside_text_that_is_not_ascii() -> None:
    """An event's place is its line's first byte in the source, in UTF-8, CR LF or damaged text too."""
    first = "postfix/smtpd[1]: connect from mail.example.org[192.0.2.10]"
    data = b"gr\xc3\xbc\xc3\x9fe\n" + b"\xff\r\n" + line(first)
    columns = scan(data, offset=1000).columns["mx"]
    assert source_of(columns.places[0]) == 3
    assert offset_of(columns.places[0]) == 1000 + data.index(STAMP.encode())


def test_carriage_returns_and_nuls_around_a_line_do_no_harm() -> None:
    """A log copied from another system, or damaged by a crash, is still read."""
    text = line("postfix/smtpd[1]: connect from mail.example.org[192.0.2.10]")
    scanned = scan(b"\0\0\0" + text.replace(b"\n", b"\r\n") + text)
    assert scanned.coverage.recognised == {"smtpd.connect": 2}


def test_a_repeated_message_counts_as_often_as_it_occurred() -> None:
    """rsyslog's ``message repeated`` is one line of the log and several events."""
    inner = "connect from mail.example.org[192.0.2.10]"
    scanned = scan(line(f"postfix/smtpd[1]: message repeated 4 times: [ {inner}]"))
    assert len(scanned.columns["mx"]) == 4
    assert scanned.coverage.recognised.total() == scanned.coverage.lines == 1


def test_events_that_nobody_asks_for_are_counted_only() -> None:
    """A kind that linking makes nothing of is recognised and widens the time covered, and that is all."""
    failed = "postfix/smtpd[1]: warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: VXNlcjo"
    data = line(failed) + f"{STAMP} mx last message repeated 3 times\n".encode()
    for asked_for in (None, {"smtpd.connect"}):
        engine = PlainEngine(programs(KINDS, asked_for))
        scanned = engine.scan(Block(3, 0, data), reader(CALENDAR))
        assert scanned.coverage.recognised == {"sasl_failed": 1, REPEATED: 1}
        assert scanned.coverage.first == scanned.coverage.last is not None
        assert len(scanned.columns["mx"]) == (0 if asked_for else 4)


def test_an_absurd_number_of_repetitions_is_not_believed() -> None:
    """One line cannot fill the memory."""
    inner = "connect from mail.example.org[192.0.2.10]"
    scanned = scan(line(f"postfix/smtpd[1]: message repeated 999999999 times: [ {inner}]"))
    assert not scanned.columns["mx"].kinds
    assert scanned.coverage.unrecognised.total() == 1


def test_hosts_go_by_the_name_before_the_dot() -> None:
    """``mx`` and ``mx.example.org`` are one host unless two full names share the first part."""
    one = line("postfix/smtpd[1]: connect from mail.example.org[192.0.2.10]")
    other = one.replace(b" mx ", b" mx.example.org ")
    assert list(scan(one + other).columns) == ["mx"]
    split = scan_block((frozenset({"mx"}), CALENDAR, Block(0, 0, one + other)))
    assert sorted(split.columns) == ["mx", "mx.example.org"]


def test_custom_syslog_names_are_postfix_too() -> None:
    """A service is known by its program, whatever syslog_name stands before it."""
    text = "connect from mail.example.org[192.0.2.10]"
    tags = ("postfix/smtpd[1]", "postfix-in/smtpd[1]", "postfix/submission/smtpd[1]", "mta1/smtps/smtpd[1]")
    data = b"".join(line(f"{tag}: {text}") for tag in tags)
    assert scan(data).coverage.recognised == {"smtpd.connect": 4}


def test_shapes_leave_out_what_varies() -> None:
    """Unrecognised lines of one kind share a shape, whatever names and numbers they hold."""
    shapes = {
        shape_of("postfix/smtpd[1]", f"odd thing {n} from h{n}@example.org [192.0.2.{n}]") for n in (1, 23)
    }
    assert len(shapes) == 1


def test_shapes_are_bounded_and_still_counted() -> None:
    """A flood of ever new lines is counted together once too many shapes are kept apart."""
    coverage = Coverage()
    for start in range(0, 2 * SHAPES, 500):
        part = Coverage()
        for n in range(start, start + 500):
            part.unrecognised[f"shape {n}"] += 1
        coverage.merge(part)
    assert coverage.unrecognised.total() == 2 * SHAPES
    assert coverage.unrecognised[OTHER_SHAPES] > 0
    assert len(coverage.unrecognised) <= SHAPES + 1
