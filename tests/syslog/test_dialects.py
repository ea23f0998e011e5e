"""One real line of each dialect and of each oddity, with the record it must give."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from loganalyzer.syslog import Calendar, Record, Segment, is_mark, reader
from loganalyzer.syslog.dialects import readers
from loganalyzer.terms.moment import DAY, from_datetime

CONNECT = "connect from mail.example.org[192.0.2.10]"
SMTPD = "postfix/smtpd[2101]"
MOMENT = from_datetime(datetime(2026, 11, 2, 9, 49, 18, tzinfo=UTC))
FRACTION = 104_233
CALENDAR = Calendar((Segment(0, MOMENT + DAY),), UTC)

CASES: dict[str, tuple[str, Record | None]] = {
    "rfc3164": (f"Nov  2 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "one blank before the day": (f"Nov 2 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "zero before the day": (f"Nov 02 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "priority": (f"<22>Nov  2 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "facility in words": (
        "Nov  2 09:49:18 <mail.notice> mx sm-mta[2794]: text",
        (MOMENT, "mx", "sm-mta[2794]", "text"),
    ),
    "year in the stamp": ("Nov  2 2025 09:49:18 mx cron[1]: x", (MOMENT - 365 * DAY, "mx", "cron[1]", "x")),
    "no pid": ("Nov  2 09:49:18 mx dovecot: auth: text", (MOMENT, "mx", "dovecot", "auth: text")),
    "host is a full name": (
        f"Nov  2 09:49:18 mx.example.org {SMTPD}: {CONNECT}",
        (MOMENT, "mx.example.org", SMTPD, CONNECT),
    ),
    "host is an address": (
        f"Nov  2 09:49:18 192.0.2.25 {SMTPD}: {CONNECT}",
        (MOMENT, "192.0.2.25", SMTPD, CONNECT),
    ),
    "host is an IPv6 address": (
        f"Nov  2 09:49:18 2001:db8::25 {SMTPD}: {CONNECT}",
        (MOMENT, "2001:db8::25", SMTPD, CONNECT),
    ),
    "no host": (f"Nov  2 09:49:18 {SMTPD}: {CONNECT}", (MOMENT, "", SMTPD, CONNECT)),
    "tag of three parts": (
        "Nov  2 09:49:18 mx postfix-out/submission/smtpd[7]: text",
        (MOMENT, "mx", "postfix-out/submission/smtpd[7]", "text"),
    ),
    "tag with a user": (
        "Nov  2 09:49:18 mx deliver(user@example.org): msgid=<1@example.org>",
        (MOMENT, "mx", "deliver(user@example.org)", "msgid=<1@example.org>"),
    ),
    "message begins with a colon": (
        "Nov  2 09:49:18 mx policyd-spf[99]: : prepend Received-SPF: Pass",
        (MOMENT, "mx", "policyd-spf[99]", ": prepend Received-SPF: Pass"),
    ),
    "empty message": ("Nov  2 09:49:18 mx cron[7]:", (MOMENT, "mx", "cron[7]", "")),
    "no tag": ("Nov  2 09:49:18 mx something was said", (MOMENT, "mx", "", "something was said")),
    "control character escaped": (
        "Nov  2 09:49:18 mx policyd-spf[99]: Traceback:#012  File#011x",
        (MOMENT, "mx", "policyd-spf[99]", "Traceback:#012  File#011x"),
    ),
    "German month": (
        "Dez 02 09:49:18 mx postfix/qmgr[1]: x",
        (MOMENT - 335 * DAY, "mx", "postfix/qmgr[1]", "x"),
    ),
    "last message repeated": (
        "Nov  2 09:49:18 mx last message repeated 3 times",
        (MOMENT, "mx", "syslogd", "last message repeated 3 times"),
    ),
    "last message repeated, no host": (
        "Nov  2 09:49:18 last message repeated 3 times",
        (MOMENT, "", "syslogd", "last message repeated 3 times"),
    ),
    "mark": ("Nov  2 09:49:18 mx -- MARK --", (MOMENT, "mx", "syslogd", "-- MARK --")),
    "loss notice": (
        "Nov  2 09:49:18 mx rsyslogd: imuxsock[pid 2101]: 1523 messages lost due to rate-limiting",
        (MOMENT, "mx", "rsyslogd", "imuxsock[pid 2101]: 1523 messages lost due to rate-limiting"),
    ),
    "suppression notice": (
        "Nov  2 09:49:18 mx systemd-journald[300]: Suppressed 512 messages from postfix@-.service",
        (MOMENT, "mx", "systemd-journald[300]", "Suppressed 512 messages from postfix@-.service"),
    ),
    "leap second": ("Nov  2 09:48:60 mx cron[7]: x", (MOMENT - 18_000_000, "mx", "cron[7]", "x")),
    "rfc3339": (
        f"2026-11-02T09:49:18.104233+00:00 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "rfc3339, east": (
        f"2026-11-02T10:49:18.104233+01:00 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "rfc3339, west by half an hour": (
        f"2026-11-02T06:19:18.1-03:30 mx {SMTPD}: {CONNECT}",
        (MOMENT + 100_000, "mx", SMTPD, CONNECT),
    ),
    "rfc3339, Z": (f"2026-11-02T09:49:18Z mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "rfc3339, nanoseconds": (
        f"2026-11-02T09:49:18.104233999Z mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "rfc3339, no zone": (f"2026-11-02T09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "rfc3339, no host": (f"2026-11-02T09:49:18Z {SMTPD}: {CONNECT}", (MOMENT, "", SMTPD, CONNECT)),
    "journal short-iso": (
        f"2026-11-02T09:49:18+0000 mx {SMTPD}: {CONNECT}",
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "rfc5424": (
        f"<22>1 2026-11-02T09:49:18.104233Z mx postfix/smtpd 2101 - - {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "rfc5424, structured": (
        '<22>1 2026-11-02T09:49:18Z mx dovecot - ID1 [a@1 k="v\\"]x"][b l=""] \ufeffauth: text',
        (MOMENT, "mx", "dovecot", "auth: text"),
    ),
    "rfc5424, all nil": ("<22>1 2026-11-02T09:49:18Z - - - - -", (MOMENT, "", "", "")),
    "rfc5424, octet count": (
        "70 <22>1 2026-11-02T09:49:18Z mx cron 7 - - x",
        (MOMENT, "mx", "cron[7]", "x"),
    ),
    "tai64n": (
        "@4000000069072a9806369228 imap-login: Info: Login: user=<u>",
        None,  # replaced below: the stamp is computed
    ),
    "journal short-precise": (
        f"Nov 02 09:49:18.104233 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "journal short-full": (
        f"Mon 2026-11-02 09:49:18 UTC mx {SMTPD}: {CONNECT}",
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "journal short-unix": (
        f"1793612958.104233 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "journal blob": (
        "Nov 02 09:49:18 mx postfix/smtpd[2101]: [123B blob data]",
        (MOMENT, "mx", SMTPD, "[123B blob data]"),
    ),
    "journal json": (
        '{"__REALTIME_TIMESTAMP":"1793612958104233","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/smtpd",'
        f'"SYSLOG_PID":"2101","_PID":"2101","PRIORITY":"6","MESSAGE":"{CONNECT}"}}',
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "journal json, sender's own time": (
        '{"__REALTIME_TIMESTAMP":"1793612958999999","_SOURCE_REALTIME_TIMESTAMP":"1793612958104233",'
        '"_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"dovecot","MESSAGE":"x"}',
        (MOMENT + FRACTION, "mx", "dovecot", "x"),
    ),
    "journal json, bytes": (
        '{"__REALTIME_TIMESTAMP":"1793612958104233","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"a",'
        '"_PID":"7","MESSAGE":[104,228,10]}',
        (MOMENT + FRACTION, "mx", "a[7]", "h\ufffd"),
    ),
    "journal json, null": (
        '{"__REALTIME_TIMESTAMP":"1793612958104233","_HOSTNAME":"mx","_COMM":"smtpd","MESSAGE":null}',
        (
            MOMENT + FRACTION,
            "mx",
            "smtpd",
            "[message left out: journalctl shows texts this long only with --all]",
        ),
    ),
    "journal json, field repeated": (
        '{"__REALTIME_TIMESTAMP":"1793612958104233","SYSLOG_IDENTIFIER":["a","b"],"MESSAGE":"one\\ntwo"}',
        (MOMENT + FRACTION, "", "a", "one#012two"),
    ),
    "journal json-seq": (
        '\x1e{"__REALTIME_TIMESTAMP":"1793612958104233","SYSLOG_IDENTIFIER":"a","MESSAGE":"x"}',
        (MOMENT + FRACTION, "", "a", "x"),
    ),
    "journal json-sse": (
        'data: {"__REALTIME_TIMESTAMP":"1793612958104233","SYSLOG_IDENTIFIER":"a","MESSAGE":"x"}',
        (MOMENT + FRACTION, "", "a", "x"),
    ),
    "docker": (
        f'{{"log":"Nov 02 09:49:17 mx {SMTPD}: {CONNECT}\\n","stream":"stdout",'
        '"time":"2026-11-02T09:49:18.104233000Z"}',
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "docker, stamp with a year inside": (
        f'{{"log":"2026-11-02T09:49:18+00:00 mx {SMTPD}: {CONNECT}\\n","stream":"stdout",'
        '"time":"2026-11-02T09:50:00Z"}',
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "docker, no stamp inside": (
        '{"log":"dovecot: auth: x\\n","stream":"stderr","time":"2026-11-02T09:49:18Z"}',
        (MOMENT, "", "dovecot", "auth: x"),
    ),
    "cri": (
        f"2026-11-02T09:49:18.104233000Z stdout F Nov 02 09:49:17 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "cri, no log line inside": (
        "2026-11-02T09:49:18Z stderr F starting up",
        (MOMENT, "", "", "starting up"),
    ),
    "docker logs -t": (
        f"2026-11-02T09:49:18.104233000Z Nov 02 09:49:17 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "compose": (f"mail-1  | Nov 02 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "compose, one service": (
        f"postfix | Nov  2 09:49:18 mx {SMTPD}: {CONNECT}",
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "compose, coloured": (
        f"\x1b[36mmail-1  | \x1b[0mNov 02 09:49:18 mx {SMTPD}: {CONNECT}",
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "compose -t": (
        f"mail-1  | 2026-11-02T09:49:18.104233Z Nov 02 09:49:17 mx {SMTPD}: {CONNECT}",
        (MOMENT + FRACTION, "mx", SMTPD, CONNECT),
    ),
    "dovecot's own log": (
        "Nov 02 09:49:18 imap-login: Info: Login: user=<u>, method=PLAIN",
        (MOMENT, "", "dovecot", "imap-login: Login: user=<u>, method=PLAIN"),
    ),
    "dovecot's own log, error": (
        "Nov 02 09:49:18 auth: Error: text",
        (MOMENT, "", "dovecot", "auth: Error: text"),
    ),
    "dovecot's own log, session": (
        "Nov 02 09:49:18 imap(u@example.org)<7><Ab+/c>: Info: Logged out",
        (MOMENT, "", "dovecot", "imap(u@example.org)<7><Ab+/c>: Logged out"),
    ),
    "dovecot's own log, ISO stamp": (
        "2026-11-02 09:49:18 auth-worker(default): Info: text",
        (MOMENT, "", "dovecot", "auth-worker(default): text"),
    ),
    "dovecot 1": (
        "Nov 02 09:49:18 Info: auth(default): text",
        (MOMENT, "", "dovecot", "auth(default): text"),
    ),
    "rspamd's own log": (
        "2026-11-02 09:49:18.104 #1001(normal) <a1b2c3>; task; text",
        (MOMENT + 104_000, "", "rspamd[1001]", "<a1b2c3>; task; text"),
    ),
    "behind NULs": (f"\0\0\0Nov  2 09:49:18 mx {SMTPD}: {CONNECT}", (MOMENT, "mx", SMTPD, CONNECT)),
    "behind a byte order mark": (
        f"\ufeff2026-11-02T09:49:18Z mx {SMTPD}: {CONNECT}",
        (MOMENT, "mx", SMTPD, CONNECT),
    ),
    "byte that is no UTF-8": (
        "Nov  2 09:49:18 mx cron[7]: caf\ufffd",
        (MOMENT, "mx", "cron[7]", "caf\ufffd"),
    ),
}
CASES["tai64n"] = (
    f"@{2**62 + 10 + MOMENT // 1_000_000:016x}{FRACTION * 1000:08x} imap-login: Info: Login: user=<u>",
    (MOMENT + FRACTION, "", "dovecot", "imap-login: Login: user=<u>"),
)

NO_ENVELOPE = {
    "empty": "",
    "blank": "   ",
    "words": "no stamp at all",
    "tag only": "postfix/smtpd[2101]: connect from mail.example.org[192.0.2.10]",
    "no such month": "Növ  2 09:49:18 mx cron[7]: x",
    "no such day": "Nov 31 09:49:18 mx cron[7]: x",
    "no such hour": "Nov  2 24:49:18 mx cron[7]: x",
    "no such minute": "Nov  2 09:60:18 mx cron[7]: x",
    "no such second": "Nov  2 09:49:61 mx cron[7]: x",
    "stamp only": "Nov  2 09:49:18",
    "stamp and host": "Nov  2 09:49:18 mx",
    "rfc3339, no such day": "2026-02-30T09:49:18Z mx cron[7]: x",
    "rfc3339, no such zone": "2026-11-02T09:49:18+25:00 mx cron[7]: x",
    "rfc3339, cut": "2026-11-02T09:4",
    "rfc3339, damaged fraction": "2026-11-02T09:49:18.10x233+00:00 mx cron[7]: x",
    "rfc5424, nil stamp": "<22>1 - mx cron 7 - - x",
    "json, cut": '{"__REALTIME_TIMESTAMP":"1793612958104233","MESS',
    "json, no time": '{"MESSAGE":"x"}',
    "json, nothing in it": "{}",
    "docker, no time": '{"log":"x\\n","stream":"stdout"}',
    "docker, nested deep": '{"log":' + "[" * 20_000,
    "journalctl's own line": "-- Boot 0123456789abcdef --",
    "year 9999 in the west": "9999-12-31T23:59:59-23:00 mx",
    "priorities upon priorities": "<22>" * 5000,
}


@pytest.mark.parametrize("name", CASES)
def test_line_gives_its_record(name: str) -> None:
    """Each dialect's line gives time, host, tag and message."""
    line, record = CASES[name]
    assert reader(CALENDAR)(line) == record


@pytest.mark.parametrize("usual", ["", "RFC 3164", "RFC 3339", "TAI64N"])
def test_one_reader_reads_all_dialects_mixed(usual: str) -> None:
    """What a reader makes of a line does not depend on the lines before, nor on the usual dialect."""
    read = reader(Calendar(CALENDAR.segments, UTC, usual))
    lines = list(CASES.values()) * 2 + list(reversed(CASES.values()))
    assert [read(line) for line, _ in lines] == [record for _, record in lines]


@pytest.mark.parametrize("name", NO_ENVELOPE)
def test_line_without_envelope_is_refused(name: str) -> None:
    """A line whose stamp is missing, damaged or impossible gives None, whatever was read before."""
    read = reader(Calendar(CALENDAR.segments, UTC, "RFC 3164"))
    for line, _ in CASES.values():
        read(line)
        assert read(NO_ENVELOPE[name]) is None


def test_no_line_belongs_to_two_dialects() -> None:
    """Whichever dialect is asked first, the record is the same: at most one understands a line."""
    dialects = readers(CALENDAR.clock(0))
    for line, record in CASES.values():
        assert [found for _, read in dialects if (found := read(line)) is not None] == [record]


def test_zone_of_the_calendar_counts_where_the_line_has_none() -> None:
    """A stamp without a zone is in the calendar's zone."""
    east = timezone(timedelta(hours=2))
    read = reader(Calendar((Segment(0, MOMENT + DAY),), east))
    for name in ("rfc3164", "journal short-precise", "rfc3339, no zone", "dovecot's own log, ISO stamp"):
        line, record = CASES[name]
        found = read(line)
        assert record is not None
        assert found == (record[0] - 2 * 3600 * 1_000_000, *record[1:])


def test_wrong_time_does_not_stick() -> None:
    """The stamp of a line that is refused leaves the next line's time alone."""
    read = reader(CALENDAR)
    assert read("2026-11-02T09:49:18.104233+00:00 mx cron[7]: x")
    assert read("2026-11-02T09:49:99.104233+00:00 mx cron[7]: x") is None
    assert read("2026-11-02T09:49:18.104234+00:00 mx cron[7]: x") == (MOMENT + 104_234, "mx", "cron[7]", "x")
    assert read("2026-11-02T09:49:18.+10423+00:00 mx cron[7]: x") is None
    assert read("2026-11-02T10:49:18.104234+01:00 mx cron[7]: x") == (MOMENT + 104_234, "mx", "cron[7]", "x")


def test_late_line_keeps_its_minute() -> None:
    """A line of the minute before, after one of the next without a host, is read in its own minute."""
    read = reader(CALENDAR)
    assert read("2026-11-02T09:49:18.104233+00:00 mx cron[7]: x") == (MOMENT + FRACTION, "mx", "cron[7]", "x")
    assert read("2026-11-02T09:50:18.000000+00:00 cron[7]: x") == (MOMENT + 60_000_000, "", "cron[7]", "x")
    assert read("2026-11-02T09:49:19.000001+00:00 mx cron[7]: x") == (
        MOMENT + 1_000_001,
        "mx",
        "cron[7]",
        "x",
    )


def test_journalctl_marks_are_known() -> None:
    """What journalctl writes between records is told apart from damage."""
    assert is_mark("-- Boot 0123456789abcdef --")
    assert is_mark("-- No entries --")
    assert is_mark(" " * 37 + 'File "policy.py", line 3')
    assert not is_mark(" " * 37)
    assert not is_mark("-- MARK --")


def test_names_are_bounded() -> None:
    """Ever new process numbers do not make a reader grow."""
    from loganalyzer.syslog import sender

    tags = sender.Tags()
    for pid in range(sender.MOST_NAMES + 10):
        assert tags[f"cron[{pid}]:"] == f"cron[{pid}]"
    assert len(tags) <= sender.MOST_NAMES
