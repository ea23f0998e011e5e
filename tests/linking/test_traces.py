"""Traces: the same joins as linking makes, and the same however the log is cut."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from loganalyzer.api.reading import every_kind
from loganalyzer.linking.trace import Trace
from loganalyzer.linking.traces import Tracing
from loganalyzer.sources import Block
from loganalyzer.syslog.calendar import reader
from loganalyzer.terms.place import offset_of
from tests.story import CALENDAR, Story, blocks

LOCAL = "localhost[127.0.0.1]"
BACK = "sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as {})"
RELAY = "mx.example.com[192.0.2.30]:25"


def traced(parts: Sequence[Block]) -> list[Trace]:
    tracings: dict[str, Tracing] = {}
    found: list[Trace] = []
    for block in parts:
        for host, columns in (
            every_kind(frozenset()).scan(block, reader(CALENDAR, block.offset)).columns.items()
        ):
            found += tracings.setdefault(host, Tracing(host)).step(columns)
    for tracing in tracings.values():
        found += tracing.flush()
    return found


def told(story: Story, cuts: Sequence[int] = ()) -> list[tuple[tuple[str, ...], list[str]]]:
    """Queue ids and lines, without stamp and host, of each trace, the first begun first."""
    text = story.text()
    found = traced(blocks(text, cuts))
    return [
        (
            tuple(sorted(trace.queue_ids)),
            [text[offset_of(at) :].split(b"\n")[0].decode().split(" ", 2)[2] for at in sorted(trace.places)],
        )
        for trace in sorted(found, key=lambda trace: trace.first)
    ]


def busy() -> Story:
    """A filtered message, one that bounces, one refused, one sent on, and a client that says nothing."""
    story = Story().connect().warn().accept("4F1AB")
    story.connect(LOCAL, 11).smtpd(f"4F1AC: client={LOCAL}", 11).active("4F1AC").disconnect(LOCAL, pid=11)
    story.deliver("4F1AB", program="smtp", relay="127.0.0.1[127.0.0.1]:10024", status=BACK.format("4F1AC"))
    story.removed("4F1AB").deliver("4F1AC").removed("4F1AC")
    story.warn(sender="c@example.org", action="reject").accept("4F1AD").disconnect()
    story.say("postfix/cleanup[20]", "4F1AE: message-id=<bounce@example.net>")
    story.deliver("4F1AD", status="bounced (no such user)")
    story.say("postfix/bounce[8]", "4F1AD: sender non-delivery notification: 4F1AE")
    story.active("4F1AE", "").removed("4F1AD")
    story.say(
        "postfix/smtp[31]",
        f"Untrusted TLS connection established to {RELAY}: TLSv1.3 with cipher "
        "TLS_AES_256_GCM_SHA384 (256/256 bits)",
    )
    story.deliver("4F1AE", "c@example.org", "smtp", RELAY, pid=31).removed("4F1AE")
    return story.connect("quiet.example.org[192.0.2.40]", 12).disconnect(
        "quiet.example.org[192.0.2.40]", pid=12
    )


def test_what_comes_of_a_message_is_in_its_trace() -> None:
    """What a filter gave back, a bounce, and the TLS line of a delivery belong to the message."""
    (filtered, bounced, quiet) = told(busy())
    assert filtered[0] == ("4F1AB", "4F1AC")
    assert bounced[0] == ("4F1AD", "4F1AE")
    assert quiet[0] == ()
    assert sum("TLS connection established to" in line for line in bounced[1]) == 1
    assert [line for line in bounced[1] if "reject: RCPT" in line]
    assert [line for line in filtered[1] if "reject_warning: RCPT" in line]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 40)))
def test_traces_are_the_same_however_the_log_is_cut(cuts: set[int]) -> None:
    """Blocks that end anywhere give the same traces with the same lines."""
    assert told(busy(), sorted(cuts)) == told(busy())


def test_what_is_silent_for_too_long_is_let_go() -> None:
    """A message without an end does not stay in memory for ever, nor does a session."""
    story = Story().connect().accept("4F1AB").later(days=9).connect(pid=12)
    later = Story(story.now).connect(pid=13)
    parts = blocks(story.text() + later.text())
    tracing = Tracing("mx")
    for block in parts:
        done = tracing.step(every_kind(frozenset()).scan(block, reader(CALENDAR, block.offset)).columns["mx"])
    assert [sorted(trace.queue_ids) for trace in done] == [["4F1AB"]]
    assert set(tracing.connections) == {"postfix/smtpd[12]", "postfix/smtpd[13]"}
