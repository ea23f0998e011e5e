"""The law of linking for signs: wherever a log is cut, the same mail is affected, with the same signs."""

import pickle

import pytest

from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Finished
from loganalyzer.linking.step import flush, step
from tests.linking.filters import (
    amavis,
    arrive,
    give_back,
    handed,
    leave,
    opendkim,
    opendmarc,
    rspamd,
    saved,
    spamd,
    taken,
    verified,
    write,
)
from tests.linking.test_let_through import accept, result
from tests.story import CALENDAR, Story, blocks, link

STRANGER = "gw.example.com[198.51.100.66]"


def everything() -> Story:
    """One message for each sign, and tries and refusals that join."""
    story = taken(write(Story(), "8A1B2C01", "a@example.org"), "8A1B2C01", "a@example.org")
    story = give_back(write(story, "8A1B2C02", "c@example.com"), "8A1B2C02", "8A1B2C03")
    taken(story, "8A1B2C03", "c@example.com")
    handed(story, "8A1B2C02", "8A1B2C03", "c@example.com")
    leave(verified(opendkim(arrive(story, "4A1B2C01"), "4A1B2C01", "example.org"), "4A1B2C01"), "4A1B2C01")
    rspamd(opendmarc(arrive(story, "4A1B2C02"), "4A1B2C02", "example.org"), "4A1B2C02", "X(1.00){}", "reject")
    leave(story, "4A1B2C02")
    spamd(arrive(story, "4A1B2C03", sender="c@example.com"), "<4A1B2C03@example.org>").active("4A1B2C03")
    saved(story.disconnect(), "<4A1B2C03@example.org>").deliver("4A1B2C03").removed("4A1B2C03")
    saved(story, "<4A1B2C03@example.org>", "INBOX")
    amavis(
        give_back(arrive(story, "4A1B2C04").active("4A1B2C04").disconnect(), "4A1B2C04", "5A1B2C04"),
        "4A1B2C04",
    )
    handed(story.deliver("5A1B2C04").removed("5A1B2C04"), "4A1B2C04", "5A1B2C04").later(hours=3)
    accept(result(story.connect(), "Softfail"), "4A1B2C05")
    for client in (STRANGER, "mail.example.org[192.0.2.10]"):
        story.connect(client).warn(client=client, action="reject").disconnect(client)
    return story.later(days=7).connect().disconnect()


STORY = everything()
WHOLE, COVERAGE = link(blocks(STORY.text()))


def test_the_story_holds_every_sign() -> None:
    """The sample for the law is no empty one."""
    assert not COVERAGE.unrecognised
    assert {one.wanted for one in WHOLE.affected} == {True, False} or all(
        one.wanted for one in WHOLE.affected
    )
    assert any(one.junk for one in WHOLE.affected)
    assert any(one.signers for one in WHOLE.affected)
    assert {"delivered", "refused"} <= {one.fate for one in WHOLE.affected}
    assert "softfail" in {one.spf_result for one in WHOLE.affected}


@pytest.mark.parametrize("cut", range(1, len(STORY.lines)))
def test_a_stored_carry_keeps_every_sign(cut: int) -> None:
    """Two runs with the carry written down between any two lines affect the same mail in the same way."""
    carry, done = Carry("mx"), Finished()
    for block in blocks(STORY.text(), [cut]):
        carry = pickle.loads(pickle.dumps(carry))
        done.extend(step(carry, scan_block((frozenset(), CALENDAR, block)).columns["mx"]))
    done.extend(flush(carry))
    assert done.affected == WHOLE.affected


def test_line_by_line_keeps_every_sign() -> None:
    """The same for a log that arrives one line at a time, and that is looked at after each."""
    carry, done = Carry("mx"), Finished()
    for block in blocks(STORY.text(), range(len(STORY.lines))):
        done.extend(step(carry, scan_block((frozenset(), CALENDAR, block)).columns["mx"]))
        flush(carry)
    done.extend(flush(carry))
    assert done == WHOLE
