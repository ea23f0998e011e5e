"""What the log says of itself is counted: lost lines, versions, and a clock that was set back."""

from loganalyzer.linking.finished import Notice
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import day_of, from_datetime
from tests.story import Story, blocks, link, told


def notices(story: Story) -> list[tuple[str, str]]:
    return [(one.what, one.text) for one in told(story).notices]


def test_lost_lines_are_counted_where_the_daemon_says_how_many() -> None:
    """rsyslog tells first that it drops lines, and later how many; the journal at once."""
    story = Story().say("rsyslogd", "imuxsock[pid 7]: begin to drop messages due to rate-limiting")
    story.say("rsyslogd", "imuxsock[pid 7]: 1523 messages lost due to rate-limiting")
    story.say("systemd-journald[300]", "Suppressed 512 messages from postfix@-.service")
    assert notices(story) == [("lost", ""), ("lost", "1523"), ("lost", "512")]
    tally = Tally()
    tally.add(told(story))
    assert tally.lost.total() == 2035


def test_a_number_beyond_all_reason_is_not_counted() -> None:
    """A line that only looks like the journal's cannot make the counters run over."""
    story = Story().say("systemd-journald[300]", f"Suppressed {'9' * 5000} messages from a")
    assert notices(story) == [("lost", "")]


def test_dovecots_version_is_told_apart_from_postfixs() -> None:
    """Its settings have other names from 2.4 on; the report's Postfix versions stay Postfix's."""
    story = Story().say("dovecot[1]", "master: Dovecot v2.3.19 (b3ad6004dc) starting up for imap")
    story.say("postfix/master[1]", "daemon started -- version 3.7.11, configuration /etc/postfix")
    tally = Tally()
    tally.add(told(story))
    assert set(tally.dovecot_versions) == {"2.3.19"}
    assert set(tally.versions) == {"3.7.11"}


def test_a_clock_that_was_set_back_is_told_however_the_log_is_cut() -> None:
    """A step back of a minute or more is noted once, wherever a block ends; disorder of seconds is none."""
    story = Story().connect().disconnect()
    story.later(seconds=-3).connect().later(minutes=-10, seconds=-1)
    back = from_datetime(story.now)
    story.connect().disconnect()
    for cut in range(1, len(story.lines)):
        done, _ = link(blocks(story.text(), [cut]))
        (found,) = done.notices
        assert found == Notice(back, "mx", "clock", "600", found.at)
    tally = Tally()
    tally.add(told(story))
    assert tally.set_back[day_of(back)] == 600
