"""What a watch says of a growing log, by a clock that is set by hand."""

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.advice.facts import Given
from loganalyzer.advice.watching.happening import Happening
from loganalyzer.advice.watching.watcher import STRANGE
from loganalyzer.api.watch import Watch, WatchOptions
from loganalyzer.sources.follow import Follower
from loganalyzer.terms.label import Label
from loganalyzer.terms.moment import from_datetime
from loganalyzer.terms.unit import Unit
from tests.story import BEGIN, Story
from tests.watching import Hand, kinds, only

DATA = gzip.decompress((Path(__file__).parent.parent / "logs" / "everything.log.gz").read_bytes())
UNIT = Unit("example.org", "example.org")


def label(word: str) -> Given:
    said = Label(word, "admin", date(2026, 12, 1), "we know them")  # type: ignore[arg-type]
    return Given(labels={UNIT: said})


def warned(story: Story, queue_id: str = "AAAAAA1") -> Story:
    """A message that is warned of and delivered all the same."""
    story.connect().warn()
    story.accept(queue_id).deliver(queue_id).removed(queue_id)
    return story.disconnect(counters="ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7")


def mail(
    story: Story, queue_id: str, counters: str = "ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=6"
) -> Story:
    """A message that nothing is said against."""
    story.connect().accept(queue_id).deliver(queue_id).removed(queue_id)
    return story.disconnect(counters=counters)


def checked(story: Story, queue_id: str) -> Story:
    """A message of which the SPF check says pass."""
    story.say(
        "policyd-spf[9]",
        "prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; "
        "helo=mail.example.org; envelope-from=a@example.org; receiver=<UNKNOWN>",
    )
    return mail(story, queue_id)


def test_a_would_be_rejection_is_told_with_class_and_fate() -> None:
    """It is told when its fate is known: who, through which client, of which class, and what became of it."""
    told = Hand().write(warned(Story()), minutes=1).wait(minutes=1).told()
    (one,) = only(told, "would be refused")
    assert (one.unit, one.client) == ("example.org@example.org", "mail.example.org[192.0.2.10]")
    assert (one.kind, one.fate) == ("unclear", "delivered")
    assert one.text.startswith("example.org@example.org from mail.example.org[192.0.2.10]: unclear; it was")
    assert kinds(told) == ["would be refused", "summary"]
    assert told[-1].counts["would_be_refused"] == told[-1].counts["would_be_lost"] == 1


def test_a_fate_is_not_waited_for_too_long() -> None:
    """Mail that stays in the queue is told after a minute, with its fate so far, and once."""
    story = Story().connect().warn().accept("AAAAAA1")
    hand = Hand().write(story, seconds=10)
    hand.wait(seconds=30).wait(seconds=40).write(
        Story(BEGIN + timedelta(minutes=2)).deliver("AAAAAA1").removed("AAAAAA1")
    )
    told = hand.wait(hours=1).told()
    (one,) = only(told, "would be refused")
    assert (one.fate, one.kind) == ("not known yet", "unclear")
    assert told.index(one) == 0


def test_the_last_line_needs_no_later_one() -> None:
    """A line that linking keeps back, since an earlier one may follow, is told when it is calm."""
    story = Story().connect().warn().accept("AAAAAA1").disconnect(counters="mail=1 data=1 commands=4")
    story.deliver("AAAAAA1").removed("AAAAAA1")
    hand = Hand().write(story, seconds=0).wait(seconds=1).wait(seconds=2)
    first = next(Watch(hand.log, hand.wake).run())
    assert (first.what, first.fate) == ("would be refused", "delivered")
    assert not hand.steps


@pytest.mark.parametrize(("word", "told"), [("wanted", 1), ("junk", 0), ("let-it-break", 0)])
def test_decided_mail_is_left_to_the_summary(word: str, told: int) -> None:
    """What the admin has labelled as nothing to miss is counted, and told only when all is asked for."""
    found = Hand().write(warned(Story())).wait(minutes=2).told(label(word))
    assert len(only(found, "would be refused")) == told
    assert found[-1].counts["would_be_refused"] == 1
    everything = WatchOptions(everything=True)
    assert len(only(Hand().write(warned(Story())).told(label(word), everything), "would be refused")) == 1


def test_a_sender_is_told_once_between_two_summaries() -> None:
    """The same news of the same sender is not repeated until the next summary."""
    story = Story()
    hand = Hand()
    for minute in range(4):
        hand.write(warned(story, f"AAAAAA{minute}"), minutes=19)
    told = hand.wait(minutes=1).told()
    assert kinds(told) == ["would be refused", "summary", "would be refused", "summary"]
    assert [one.counts["would_be_refused"] for one in only(told, "summary")] == [3, 1]


def test_the_signs_of_a_sender_are_told() -> None:
    """A class comes with what it was told from, the label first."""
    (one,) = only(Hand().write(warned(Story())).told(label("wanted")), "would be refused")
    assert ": sender's record is wrong, labelled wanted by admin, 2026-12-01: we know them; it" in one.text


@pytest.mark.parametrize(("word", "told"), [("wanted", 1), ("junk", 0)])
def test_wanted_mail_refused_after_the_switch_is_an_alarm(word: str, told: int) -> None:
    """A refusal of a unit whose mail is wanted is told at once; others are counted."""
    story = Story().connect().warn(action="reject").disconnect()
    found = Hand().write(story).wait(minutes=1).told(label(word))
    assert [one.level for one in only(found, "refused")] == ["alarm"] * told
    assert found[-1].counts["refused"] == 1
    assert not only(found, "would be refused")


def test_plaintext_from_a_client_that_used_tls_is_told_once() -> None:
    """Inbound encryption falling is told when it falls, not for clients that never had any."""
    plain = "ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=6"
    story = mail(Story(), "AAAAAA1", plain)
    mail(mail(mail(story, "AAAAAA2"), "AAAAAA3", plain), "AAAAAA4", plain)
    (one,) = only(Hand().write(story).told(), "plaintext")
    assert one.text == "mail.example.org handed mail in without TLS; before it came with TLS"


def test_plaintext_to_a_server_that_took_tls_is_told() -> None:
    """Outbound encryption falling is told too, with what it was before."""
    relay = "mx.example.com[198.51.100.25]:25"
    story = Story().say(
        "postfix/smtp[30]",
        f"Trusted TLS connection established to {relay}: TLSv1.3 "
        "with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
    )
    story.deliver("AAAAAA1", "c@example.com", "smtp", relay).removed("AAAAAA1")
    story.later(minutes=5).deliver("AAAAAA2", "c@example.com", "smtp", relay, pid=31).removed("AAAAAA2")
    (one,) = only(Hand().write(story).told(), "plaintext")
    assert one.text == "mail went to mx.example.com without TLS; before that was TLSv1.3"
    assert one.peer == "mx.example.com"


def test_many_fallen_peers_are_one_matter() -> None:
    """Where everybody falls back to plaintext at once, that is said, not each by name."""
    story = Story()
    for counters in (
        "ehlo=2 starttls=1 mail=1 rcpt=1 data=1 commands=4",
        "ehlo=1 mail=1 rcpt=1 data=1 commands=4",
    ):
        for number in range(40):
            client = f"mx{number}.example.org[192.0.2.{number}]"
            story.connect(client).accept(f"AAAAAA{number}", client).removed(f"AAAAAA{number}").disconnect(
                client, counters
            )
    told = Hand().write(story).told()
    assert kinds(told) == ["plaintext"] * 5 + ["all plaintext", "summary"]
    assert "is STARTTLS still offered" in told[5].text
    assert told[-1].counts["fallen"] == 40
    assert "40 without TLS that used it before" in told[-1].text


def test_spf_lines_that_stop_are_blindness_until_they_return() -> None:
    """Mail that goes on without any SPF line is told once, and so is that the lines are back."""
    story, hand = Story(), Hand()
    for number in range(30):
        hand.write(checked(story, f"AAAAAA{number}"), seconds=30)
    story.later(minutes=5)
    for number in range(60):
        hand.write(mail(story, f"BBBBBB{number}"), seconds=30)
    hand.write(checked(checked(story, "CCCCCC1"), "CCCCCC2"))
    told = only(hand.wait(minutes=5).told(), "blind", "sighted")
    assert kinds(told) == ["blind", "sighted"]
    assert "since the last SPF result" in told[0].text


def test_a_check_that_is_switched_off_is_blindness_from_the_start() -> None:
    """What the settings say of the check is told before the first line."""
    (one,) = only(Hand().told(Given(check_is_on=False)), "blind")
    assert "TestOnly = 0" in one.text
    assert not only(Hand().told(Given(check_is_on=True)), "blind")


def test_a_delayed_delivery_is_no_blindness() -> None:
    """Mail that was checked when it came, and leaves the queue long after, does not look unchecked."""
    story = Story()
    for number in range(60):
        checked(story, f"AAAAAA{number}")
    for number in range(60):
        story.say(
            "policyd-spf[9]",
            "prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10; "
            "helo=mail.example.org; envelope-from=a@example.org; receiver=<UNKNOWN>",
        )
        story.connect().accept(f"BBBBBB{number}").disconnect(counters="mail=1 data=1 commands=4")
    story.later(days=1)
    for number in range(60):
        story.deliver(f"BBBBBB{number}").removed(f"BBBBBB{number}")
    assert not only(Hand().write(story).told(), "blind")


@pytest.mark.parametrize(
    ("tag", "message", "what"),
    [
        (
            "postfix/smtpd[1]",
            "warning: problem talking to server private/policyd-spf: Connection timed out",
            "policy",
        ),
        ("postfix/spawn[1]", "warning: command /usr/bin/policyd-spf exit status 1", "policy"),
        ("rsyslogd", "imuxsock[pid 1]: begin to drop messages due to rate-limiting", "lost"),
    ],
)
def test_trouble_is_told_as_it_comes(tag: str, message: str, what: str) -> None:
    """A policy service that fails and lines that were dropped are told once, and counted."""
    story = Story().say(tag, message).say(tag, message)
    told = Hand().write(story).told()
    assert kinds(told) == [what, "summary"]
    assert told[-1].counts[what] == 2


def test_a_silent_log_is_told_until_lines_come_again() -> None:
    """No line for far longer than ever is told once; so is that it is over."""
    hand = Hand().write(mail(Story(), "AAAAAA1")).wait(minutes=50).wait(minutes=20).wait(hours=5)
    told = hand.write(mail(Story(BEGIN + timedelta(hours=7)), "AAAAAA2")).told()
    assert kinds(only(told, "silent", "sighted")) == ["silent", "sighted"]
    assert "no line of mail for 1:10 h" in only(told, "silent")[0].text


def test_a_quiet_server_is_not_called_silent() -> None:
    """Where pauses of some hours are usual, one more is none."""
    hand = Hand()
    for hours in range(0, 16, 4):
        hand.write(mail(Story(BEGIN + timedelta(hours=hours)), "AAAAAA1"), hours=4)
    assert not only(hand.wait(hours=4).told(), "sighted")
    assert len(only(hand.told(), "silent")) <= 1


def test_a_summary_comes_at_its_interval_and_at_the_end() -> None:
    """Each counts what came since the one before."""
    story = Story()
    hand = (
        Hand()
        .write(mail(story, "AAAAAA1"), minutes=5)
        .wait(minutes=6)
        .write(mail(mail(story, "AAAAAA2"), "AAAAAA3"), minutes=5)
    )
    told = hand.wait(minutes=1).told(options=WatchOptions(every=600_000_000))
    assert kinds(told) == ["summary", "summary"]
    assert [one.counts["messages_in"] for one in told] == [1, 2]
    assert told[0].text.startswith("in 11 min: ")
    assert "1 message in, encrypted 100.0 % (1 of 1)" in told[0].text
    assert told[1].text.startswith("ended, in the last 6 min: ")


def test_what_is_no_mail_log_is_told() -> None:
    """A log that is not understood is not watched in silence."""
    told = Hand().write(b"what is this\n" * (STRANGE + 1)).told()
    assert kinds(told) == ["blind", "summary"]


def test_a_burst_is_counted_once(tmp_path: Path) -> None:
    """100,000 lines at once are all counted, each once, and do not flood the reader."""
    story = Story()
    while len(story.lines) < 100_000:
        number = len(story.lines)
        (warned if number % 1000 == 0 else mail)(story, f"AAAAAA{number}")
    path = tmp_path / "mail.log"
    path.touch()
    hand = Hand()
    follower = Follower(str(path))

    def wake(more: bool) -> int | None:
        if not path.stat().st_size:
            path.write_bytes(story.text())
            return hand_time
        return hand_time if more else None

    hand_time = from_datetime(hand.now)
    told = list(Watch(follower, wake).run())
    assert told[-1].counts["lines"] == len(story.lines)
    assert told[-1].counts["messages_in"] == sum("message-id=" in line for line in story.lines)
    assert kinds(told) == ["would be refused", "summary"]


COUNTED = ("lines", "messages_in", "sent_out", "spf_checks", "would_be_refused", "refused", "policy", "lost")


def counts(told: Iterable[Happening]) -> dict[str, int]:
    """The figures of all summaries together."""
    found = [one.counts for one in told]
    return {name: sum(one.get(name, 0) for one in found) for name in COUNTED}


@pytest.fixture(scope="module")
def whole() -> dict[str, int]:
    return counts(Hand().write(DATA).told())


@settings(max_examples=10, deadline=None)
@given(cuts=st.sets(st.integers(1, DATA.count(b"\n") - 1), min_size=1, max_size=40))
def test_however_a_log_comes_it_is_counted_once(whole: dict[str, int], cuts: set[int]) -> None:
    """A log of everything that comes in any pieces gives the same figures as in one."""
    lines = DATA.splitlines(keepends=True)
    hand = Hand()
    for begin, end in pairwise([0, *sorted(cuts), len(lines)]):
        hand.write(b"".join(lines[begin:end]), seconds=1)
    assert counts(hand.told()) == whole
    assert all(whole[name] for name in COUNTED if name not in ("policy", "lost", "refused"))


@pytest.mark.parametrize("from_start", [False, True])
def test_what_is_there_is_learnt_from_or_told(tmp_path: Path, from_start: bool) -> None:
    """Who used TLS before is known from the past, of which nothing is told unless asked for."""
    path = tmp_path / "mail.log"
    past = mail(warned(Story(), "AAAAAA1"), "AAAAAA2")
    past.host = "other"
    past.say("CRON[3]", "(root) CMD (true)")  # a host of which nothing is to be learnt
    now = from_datetime(past.now)
    text = past.text()
    new = mail(Story(past.now), "AAAAAA3", "ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=6").text()
    path.write_bytes(text)
    follower = Follower(str(path))
    path.write_bytes(text + new)
    moments = iter([now] * 4)
    told = list(
        Watch(follower, lambda more: next(moments, None), None, WatchOptions(from_start=from_start)).run()
    )
    before = ["would be refused", "summary"] if from_start else []
    assert kinds(told) == [*before, "plaintext", "summary"]
    lines = sum(one.counts.get("lines", 0) for one in told)
    assert lines == len((text + new if from_start else new).splitlines())


def yearless(story: Story) -> bytes:
    """The same lines with traditional stamps."""
    lines = [line.split(" ", 1) for line in story.lines]
    stamps = [f"{datetime.fromisoformat(stamp):%b %e %H:%M:%S}" for stamp, _ in lines]
    return "".join(f"{stamp} {rest}\n" for stamp, (_, rest) in zip(stamps, lines, strict=True)).encode()


def test_stamps_without_a_year_roll_over_new_year() -> None:
    """Lines of December and January get their own year while the watch goes on."""
    begin = datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC)
    hand = Hand(begin)
    hand.write(yearless(warned(Story(begin))), seconds=40)
    new = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    hand.write(yearless(warned(Story(new).later(seconds=0), "AAAAAA2")), minutes=31)
    told = hand.wait(minutes=2).told(options=WatchOptions(timezone=UTC, everything=True))
    times = [one.time for one in only(told, "would be refused")]
    assert times == [from_datetime(begin + timedelta(seconds=1)), from_datetime(new + timedelta(seconds=1))]


def test_the_doubled_hour_is_told_by_the_clock() -> None:
    """In the hour that occurs twice, a stamp without zone is of the pass in which it is read."""
    zone = ZoneInfo("Europe/Berlin")
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    story = warned(Story(datetime(2026, 10, 25, 2, 30, tzinfo=UTC)))
    hand = Hand(second).write(yearless(story)).wait(minutes=2)
    (one,) = only(hand.told(options=WatchOptions(timezone=zone)), "would be refused")
    assert one.time == from_datetime(second + timedelta(seconds=1))
