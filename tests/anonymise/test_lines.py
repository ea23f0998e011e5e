"""Every kind of line is told anew as the same kind, and a name planted anywhere in one is gone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.anonymise.columns import HOLDS
from loganalyzer.anonymise.line import MASKED, Lines
from loganalyzer.anonymise.pseudonyms import Pseudonyms
from loganalyzer.anonymise.vocabulary import vocabulary
from loganalyzer.api.reading import every_kind
from loganalyzer.grammar import KINDS
from loganalyzer.syslog.calendar import reader
from tests.grammar.sample import Sample, samples
from tests.story import CALENDAR

STAMP = "2026-09-01T08:00:00.000000+00:00"
LOOKS = re.compile(
    r"[\w.+-]+@[\w.-]*\w|\b(?:\w[\w-]*\.)+(?:example|test)\b(?:\.\w+)?|\d+(?:\.\d+){3}|2001:db8:[0-9a-f:]+"
)


def lines() -> Lines:
    return Lines(Pseudonyms(b"sixteen bytes or more"), every_kind(frozenset()))


def told(tag: str, message: str, host: str = "mx") -> str:
    return lines().line(f"{STAMP} {host} {tag}: {message}", reader(CALENDAR, 0))[1]


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.place)
def test_each_kind_stays_what_it_is_and_names_nobody(sample: Sample) -> None:
    """For each sample of the grammar: the same kind, and nothing in it that looks like somebody."""
    maker = lines()
    _, line = maker.line(f"{STAMP} mx {sample.tag}: {sample.message}", reader(CALENDAR, 0))
    assert not maker.masked
    for one in LOOKS.findall(sample.message):
        if one not in ("127.0.0.1", "localhost.localdomain") and not one.startswith("127."):
            assert one.lower() not in line.lower(), line


def test_columns_are_declared_once() -> None:
    """What a column holds is said for columns that there are."""
    there = {column for kind in KINDS for column in kind.columns}
    assert set(HOLDS) <= there, set(HOLDS) - there


SECRETS = st.one_of(
    st.from_regex(r"[a-z]{5,12}", fullmatch=True),
    st.from_regex(r"[a-z]{3,8}[-_.+][a-z0-9]{3,8}", fullmatch=True),
    st.text(st.characters(categories=["Ll", "Lu", "Lo"]), min_size=4, max_size=10),
).filter(lambda text: not ({*re.findall(r"[a-z0-9]+", text.lower()), text.lower()} & vocabulary()))

URL = "http://www.openspf.net/Why?s=mfrom;id={0}%40{0}.example;ip=192.0.2.1;r=example.net"
PLANTS = {
    "sender": ("postfix/qmgr[1]", "4ABCDE: from=<{0}@example.org>, size=1, nrcpt=1 (queue active)"),
    "quoted": ("postfix/qmgr[1]", '4ABCDE: from=<"{0} {0}"@example.org>, size=1, nrcpt=1 (queue active)'),
    "domain": ("postfix/qmgr[1]", "4ABCDE: from=<a@{0}.example>, size=1, nrcpt=1 (queue active)"),
    "helo": (
        "postfix/smtpd[1]",
        "NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 <{0}>: Helo command rejected: {0} says: "
        "ask {0}; "
        "from=<{0}@a.example> to=<b@example.net> proto=ESMTP helo=<{0}>",
    ),
    "exp": (
        "policyd-spf[1]",
        f"550 5.7.23 Message rejected due to: ask {{0}} or 0123456789. Please see {URL}",
    ),
    "header": (
        "policyd-spf[1]",
        "prepend Received-SPF: Fail (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo={0}; "
        "envelope-from={0}@{0}.example; receiver={0} ",
    ),
    "user": ("dovecot", "imap-login: Login: user=<{0}>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.2, TLS"),
    "mailbox": ("dovecot", "lmtp({0})<7><abc>: msgid=<{0}@h.example>: saved mail to {0}"),
    "login": (
        "postfix/smtpd[1]",
        "4ABCDE: client={0}.example[192.0.2.1], sasl_method=PLAIN, sasl_username={0}",
    ),
    "answer": (
        "postfix/smtp[1]",
        "4ABCDE: to=<{0}@b.example>, relay={0}.example[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, "
        "status=bounced (host {0}.example[192.0.2.1] said: 550 5.1.1 {0} has moved to <{0}@c.example>)",
    ),
    "strange": ("postfix/smtpd[1]", "something new about {0}"),
    "other": ("sshd[1]", "Accepted publickey for {0} from 192.0.2.1"),
    "program": ("{0}[1]", "says hello"),
    "ignored": (
        "postfix/smtpd[1]",
        "warning: Illegal address syntax from unknown[192.0.2.1] in MAIL command: {0}",
    ),
}


@pytest.mark.parametrize("plant", PLANTS)
@settings(deadline=None)
@given(secret=SECRETS)
def test_a_planted_name_is_gone(plant: str, secret: str) -> None:
    """Wherever a log may hold a name, it is not in the line that is told."""
    tag, message = PLANTS[plant]
    line = told(tag.format(secret), message.format(secret), host=secret if secret.isascii() else "mx").lower()
    assert secret.lower() not in line
    assert "192.0.2.1" not in line
    assert "0123456789" not in line


def test_what_is_not_understood_is_masked_whole() -> None:
    """Of a line of an unknown kind, program or shape nothing is told but its time and that it was there."""
    maker = lines()
    read = reader(CALENDAR, 0)
    assert maker.line(f"{STAMP} mx postfix/smtpd[7]: a new kind of line", read)[1].endswith(
        f" postfix/smtpd[7]: {MASKED}"
    )
    assert maker.line(f"{STAMP} mx cron[7]: run by root", read)[1].endswith(f" other: {MASKED}")
    assert maker.line("what is this", read) == (None, MASKED)
    assert maker.line("", read) == (None, "")
    assert maker.masked == {"not recognised": 1, "of other programs": 1, "damaged": 1}


@pytest.mark.parametrize(
    "text",
    [
        "2001:db8::7",
        "2001:db8::7:",
        "[2001:db8::7]:25",
        "192.0.2.7:25:",
        "192.0.2.7.",
        "ip4:192.0.2.7",
        "7.2.0.192.bl.example",
    ],
)
def test_an_address_in_free_text_is_found(text: str) -> None:
    """Whatever stands around it."""
    line = told("postfix/smtpd[1]", f"warning: connect to {text}: refused by {text}")
    assert not re.search(r"2001:db8:{2}7|192\.0\.2|\.0\.192|db8:{2}", line)


def test_times_programs_queue_ids_and_repeats_stay() -> None:
    """What joins lines and names nobody is as it was."""
    line = told(
        "postfix/submission/smtpd[77]", "message repeated 2 times: [ connect from unknown[192.0.2.1]]"
    )
    assert line.startswith("2026-09-01T08:00:00.000000+00:00 ")
    assert " postfix/submission/smtpd[77]: message repeated 2 times: [ connect from unknown[" in line
    assert told("postfix/qmgr[1]", "4ABCDE: removed").endswith(" postfix/qmgr[1]: 4ABCDE: removed")
    assert told("syslogd", "last message repeated 3 times").endswith(" last message repeated 3 times")
