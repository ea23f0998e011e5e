"""From a figure to its lines: which lines a story holds, and what it comes to."""

from io import BytesIO
from pathlib import Path

import pytest

import loganalyzer as la
from loganalyzer.api.asked import asked
from loganalyzer.reports.story import Explanation
from loganalyzer.reports.story import Story as Told
from tests.story import Story

SAMPLES = Path(__file__).parents[2] / "sample_logs"
OTHER = "mail.example.com[192.0.2.20]"


def explained(tmp_path: Path, story: Story, text: str, most: int = 10) -> Explanation:
    path = tmp_path / "mail.log"
    path.write_bytes(story.text())
    return la.read(path).explain(text, most)


def only(found: Explanation) -> Told:
    assert found.total == 1
    (story,) = found.stories
    return story


def messages(story: Told) -> list[str]:
    """The lines without their stamps and hosts."""
    return [line.raw.split(" ", 2)[2] for line in story.lines]


@pytest.mark.parametrize("name", ["forgotten-forwarder", "after-the-switch"])
def test_a_unit_leads_to_exactly_the_messages_of_its_figure(name: str) -> None:
    """The messages that a unit's stories mark as counted are as many as the report's table says."""
    log = la.read(SAMPLES / name)
    (advice,) = log.report(["warn_if_reject"]).advice
    for obstacle in advice.obstacles[:2]:
        found = log.explain(str(obstacle.unit), most=obstacle.messages)
        told = [judged for story in found.stories for judged in story.conclusion.judgements]
        counted = [one for one in told if one.counted and one.restriction == advice.subject]
        assert len(counted) == obstacle.messages == dict(found.counted)[advice.subject]
        assert {one.unit for one in counted} == {obstacle.unit}
        assert {(one.kind, one.fix) for one in counted} == {
            (obstacle.kind, obstacle.fix.replace(" (below)", ""))
        }


def test_every_line_of_a_story_is_found_where_it_says() -> None:
    """The place of a line leads to that very line, and the lines are in order of time."""
    log = la.read(SAMPLES / "forgotten-forwarder")
    found = log.explain("north-bank.example@alumni.example", most=3)
    for story in found.stories:
        assert log.lines([line.at for line in story.lines]) == {line.at: line.raw for line in story.lines}
        assert [line.time for line in story.lines] == sorted(line.time for line in story.lines)
        assert all(line.where.endswith(f":{line.at & (1 << 48) - 1}") for line in story.lines)


def test_a_queue_id_tells_its_whole_story(tmp_path: Path) -> None:
    """Session, policy service, cleanup, filters, queue, mailbox: each line of the message, no other."""
    ours = [
        "postfix/smtpd[10]: connect from mail.example.org[192.0.2.10]",
        "postfix/smtpd[10]: warning: hostname mail.example.org does not resolve to address 192.0.2.10",
        "policyd-spf[5]: prepend Received-SPF: Softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.10;"
        " helo=mail.example.org; envelope-from=a@example.org; receiver=example.net",
        "postfix/smtpd[10]: 4F1AB: client=mail.example.org[192.0.2.10]",
        "postfix/cleanup[20]: 4F1AB: message-id=<m1@example.org>",
        "opendkim[4]: 4F1AB: DKIM verification successful",
        "postfix/qmgr[2]: 4F1AB: from=<a@example.org>, size=1000, nrcpt=1 (queue active)",
        "postfix/smtpd[10]: disconnect from mail.example.org[192.0.2.10] ehlo=1 mail=1 rcpt=1 commands=3",
        "dovecot: lmtp(b@example.net)<7><x>: sieve: msgid=<m1@example.org>: stored mail into mailbox 'INBOX'",
        "postfix/lmtp[30]: 4F1AB: to=<b@example.net>, relay=mx[private/dovecot-lmtp], delay=1,"
        " delays=0.1/0/0/0.9, dsn=2.0.0, status=sent (250 2.0.0 Saved)",
        "postfix/qmgr[2]: 4F1AB: removed",
    ]
    others = [
        f"postfix/smtpd[11]: connect from {OTHER}",
        "postfix/qmgr[2]: 4F1AC: from=<a@example.org>, size=1000, nrcpt=1 (queue active)",
        "policyd-spf[5]: prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.10;"
        " helo=mail.example.org; envelope-from=c@example.org; receiver=example.net",
        "dovecot: lmtp(b@example.net)<7><x>: sieve: msgid=<m2@example.org>: stored mail into mailbox 'INBOX'",
    ]
    story = Story()
    for number, line in enumerate(ours):
        story.say(*line.split(": ", 1))
        if number < len(others):
            story.later(seconds=-0.5).say(*others[number].split(": ", 1)).later(seconds=-0.5)
    told = only(explained(tmp_path, story, "4F1AB"))
    assert messages(told) == ours
    assert (told.queue_ids, told.conclusion.client) == (("4F1AB",), "mail.example.org[192.0.2.10]")
    assert told.conclusion.spf == ("softfail (mailfrom)",)
    assert told.conclusion.encrypted == "no, plaintext"
    assert [(one.recipient, one.status) for one in told.conclusion.outcomes] == [("b@example.net", "sent")]
    assert all(line.meaning for line in told.lines)
    assert dict(told.lines[3].fields)["queue_id"] == "4F1AB"


def test_two_messages_of_one_session_are_two_stories(tmp_path: Path) -> None:
    """Each has the session's begin and end, and its own warnings, but no line of the other."""
    story = Story().connect().warn(sender="a@example.org").accept("4F1AB").removed("4F1AB")
    story.warn(sender="c@example.org").smtpd("4F1AC: client=mail.example.org[192.0.2.10]")
    story.active("4F1AC", "c@example.org").removed("4F1AC").disconnect()
    found = explained(tmp_path, story, "192.0.2.10")
    second, first = found.stories
    assert (first.queue_ids, second.queue_ids) == (("4F1AB",), ("4F1AC",))
    for told, mine, foreign in ((first, "a@", "c@"), (second, "c@", "a@")):
        assert "connect from" in told.lines[0].raw
        assert any("disconnect from" in line.raw for line in told.lines)
        assert sum("reject_warning" in line.raw and f"from=<{mine}" in line.raw for line in told.lines) == 1
        assert not any(f"from=<{foreign}" in line.raw for line in told.lines)


def test_sessions_of_one_process_in_one_second_are_told_apart(tmp_path: Path) -> None:
    """Where stamps are equal, the place of a line in its file says to which session it belongs."""
    story = Story()
    for client in ("mail.example.org[192.0.2.10]", OTHER):
        story.connect(client).later(seconds=-1).disconnect(client).later(seconds=-1)
    told = only(explained(tmp_path, story, "192.0.2.20"))
    assert messages(told) == [
        f"postfix/smtpd[10]: connect from {OTHER}",
        f"postfix/smtpd[10]: disconnect from {OTHER}",
    ]


def test_what_a_content_filter_gives_back_belongs_to_the_story(tmp_path: Path) -> None:
    """Asked for by either queue id, the message is told from the stranger's session to the mailbox."""
    local = "localhost[127.0.0.1]"
    story = Story().connect().accept("4F1AB").disconnect()
    story.connect(local, 11).smtpd(f"4F1AC: client={local}", 11).active("4F1AC").disconnect(local, pid=11)
    story.deliver(
        "4F1AB",
        program="smtp",
        relay="127.0.0.1[127.0.0.1]:10024",
        status="sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4F1AC)",
    ).removed("4F1AB")
    story.deliver("4F1AC", status="bounced (host said no)").removed("4F1AC")
    for queue_id in ("4F1AB", "4F1AC"):
        told = only(explained(tmp_path, story, queue_id))
        assert told.queue_ids == ("4F1AB", "4F1AC")
        assert told.conclusion.client == "mail.example.org[192.0.2.10]"
        assert [one.status for one in told.conclusion.outcomes] == ["sent", "bounced"]


def test_a_session_without_mail_is_a_story(tmp_path: Path) -> None:
    """A client that came and went is told too, with a refusal that never led to a message."""
    story = Story().connect().warn(action="reject", reply="550 5.7.23").disconnect()
    told = only(explained(tmp_path, story, "192.0.2.0/24"))
    assert told.queue_ids == ()
    (judged,) = told.conclusion.judgements
    assert (judged.fate, judged.counted) == ("refused", True)


def test_domains_addresses_and_names_lead_to_their_messages(tmp_path: Path) -> None:
    """A sender's or recipient's domain or address, or a client's name, finds the message; others do not."""
    story = Story().connect().warn(sender="a@sub.bank.example").accept("4F1AB")
    story.deliver("4F1AB").removed("4F1AB").disconnect()
    for text in ("example.org", "bank.example", "EXAMPLE.NET", "a@sub.bank.example", "b@example.net"):
        assert explained(tmp_path, story, text).total == 1, text
    for text in (
        "ank.example",
        "example.com",
        "c@example.net",
        "4F1A9",
        "192.0.2.11",
        "x.example@example.com",
    ):
        assert explained(tmp_path, story, text).total == 0, text


def test_the_newest_stories_come_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    """Of more stories than were asked for, the latest are told and all are counted."""
    story = Story()
    for number in range(5):
        story.connect().accept(f"4F1A{number}").removed(f"4F1A{number}").disconnect()
    found = explained(tmp_path, story, "192.0.2.10", most=2)
    assert [told.queue_ids for told in found.stories] == [("4F1A4",), ("4F1A3",)]
    assert found.total == 5


def test_machines_of_one_label_are_told_apart(tmp_path: Path) -> None:
    """Two hosts that share the first part of their names, pids and queue ids do not share a story."""
    both = []
    for host in ("mx.example.org", "mx.example.net"):
        story = Story(host=host).connect().accept("4F1AB").removed("4F1AB").disconnect()
        both.append(story.lines)
    mixed = Story()
    mixed.lines = [line for pair in zip(*both, strict=True) for line in pair]
    found = explained(tmp_path, mixed, "4F1AB")
    assert sorted(told.host for told in found.stories) == ["mx.example.net", "mx.example.org"]
    assert [len(told.lines) for told in found.stories] == [len(both[0]), len(both[0])]


def test_a_line_that_comes_before_its_client_line_is_not_lost(tmp_path: Path) -> None:
    """Where a daemon mixed up two processes, cleanup's line may stand before smtpd's."""
    story = Story().connect().warn()
    story.say("postfix/cleanup[20]", "4F1AB: message-id=<m@example.org>").later(seconds=-1)
    story.smtpd("4F1AB: client=mail.example.org[192.0.2.10]").active("4F1AB").removed("4F1AB").disconnect()
    assert len(only(explained(tmp_path, story, "4F1AB")).lines) == len(story.lines)


def test_a_pipe_is_explained_first_or_not_at_all() -> None:
    """A report after explain needs no second reading; the other way round is an error, no empty answer."""
    story = Story().connect().accept("4F1AB").removed("4F1AB").disconnect()
    log = la.Log(["-"], stdin=BytesIO(story.text()))
    assert log.explain("4F1AB").total == log.explain("192.0.2.10").total == 1
    assert log.report().coverage.lines == len(story.lines)
    log = la.Log(["-"], stdin=BytesIO(story.text()))
    log.report()
    with pytest.raises(RuntimeError, match="explain first"):
        log.explain("4F1AB")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("north-bank.example@alumni.example", "unit"),
        ("@192.0.2.0/24", "unit"),
        ("alice@example.org", "address"),
        ("192.0.2.1", "network"),
        ("2001:db8::/64", "network"),
        ("mail.example.org", "name"),
        ("2A92B166CA1", "queue id"),
        ("4YxTKc1rJmz2kJ", "queue id"),
    ],
)
def test_what_is_asked_is_told_by_its_form(text: str, what: str) -> None:
    """A unit, an address, a network, a name and a queue id look different enough."""
    assert asked(text).what == what


@pytest.mark.parametrize("text", ["", "nonsense", "smtpd", "a b.example", "@", "192.0.2.1/33"])
def test_what_names_nothing_is_refused(text: str) -> None:
    """A text that is nothing of all this is an error that says what could be asked."""
    with pytest.raises(ValueError, match="DOMAIN@NETWORK"):
        asked(text)


def test_an_address_that_looks_like_a_unit_is_found_too(tmp_path: Path) -> None:
    """``jane.doe@example.org`` has the form of a unit: where there is none, it is taken for an address."""
    story = Story().connect().warn("4F1AB", sender="jane.doe@example.org").accept("4F1AB").disconnect()
    assert only(explained(tmp_path, story, "Jane.Doe@example.org")).queue_ids == ("4F1AB",)
