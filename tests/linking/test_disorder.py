"""Programs write side by side: which of two lines within 50 ms comes first in the log decides nothing."""

from datetime import datetime, timedelta
from random import Random

import pytest

from loganalyzer.linking.finished import Affected
from loganalyzer.linking.restriction import SPF
from tests.linking.filters import (
    arrive,
    give_back,
    handed,
    leave,
    opendkim,
    opendmarc,
    rspamd,
    saved,
    taken,
    verified,
    write,
)
from tests.linking.test_let_through import accept, result
from tests.story import Story, blocks, link

CLOSE = timedelta(milliseconds=50)


class Quick(Story):
    """A story in which all happens within milliseconds."""

    def later(self, **span: float) -> Story:
        self.now += timedelta(milliseconds=10) if span == {"seconds": 1} else timedelta(**span)
        return self


def everything() -> Story:
    """Mail of ours and of strangers, with all signs, one a minute."""
    story = taken(write(Quick(), "8A1B2C01", "a@example.org"), "8A1B2C01", "a@example.org").later(minutes=1)
    story = give_back(write(story, "8A1B2C02", "c@example.com"), "8A1B2C02", "8A1B2C03")
    taken(story, "8A1B2C03", "c@example.com")
    handed(story, "8A1B2C02", "8A1B2C03", "c@example.com").later(minutes=1)
    leave(verified(opendkim(arrive(story, "4A1B2C01"), "4A1B2C01", "example.org"), "4A1B2C01"), "4A1B2C01")
    opendmarc(arrive(story.later(minutes=1), "4A1B2C02", sender="c@example.com"), "4A1B2C02", "example.com")
    leave(rspamd(story, "4A1B2C02", "X(1.00){}", "reject"), "4A1B2C02").later(minutes=1)
    arrive(story, "4A1B2C03", sender="d@example.com").active("4A1B2C03").disconnect()
    saved(story, "<4A1B2C03@example.org>").deliver("4A1B2C03").removed("4A1B2C03").later(minutes=1)
    arrive(story, "4A1B2C04", recipient="e@example.net").active("4A1B2C04").disconnect()
    give_back(story, "4A1B2C04", "5A1B2C04", recipient="e@example.net")
    story.deliver("5A1B2C04", "e@example.net", status="bounced (over quota)").removed("5A1B2C04")
    handed(story, "4A1B2C04", "5A1B2C04", "e@example.net").later(minutes=1)
    return accept(result(story.connect(), "Softfail"), "4A1B2C05")


def process(line: str) -> str:
    return line.split(" ")[2].partition("[")[0]


def moment(line: str) -> datetime:
    return datetime.fromisoformat(line.split(" ")[0])


def disordered(lines: list[str], random: Random) -> list[str]:
    """The lines, some exchanged with neighbours of other processes, none further than 50 ms."""
    out = list(lines)
    for _ in range(3):
        for at in range(len(out) - 1):
            one, other = out[at], out[at + 1]
            near = abs(moment(one) - moment(other)) <= CLOSE
            placed = abs(moment(lines[at]) - moment(other)) <= CLOSE
            placed = placed and abs(moment(lines[at + 1]) - moment(one)) <= CLOSE
            if near and placed and process(one) != process(other) and random.random() < 0.5:
                out[at], out[at + 1] = other, one
    return out


def affected(lines: list[str]) -> list[Affected]:
    """The mail that the SPF check refuses or would refuse."""
    done, coverage = link(blocks("".join(f"{line}\n" for line in lines).encode()))
    assert not coverage.unrecognised
    return sorted(one._replace(at=0) for one in done.affected if one.restriction == SPF)


@pytest.mark.parametrize("seed", range(60))
def test_the_order_of_lines_of_a_moment_decides_nothing(seed: int) -> None:
    """Who is affected, with which signs and fates, is the same in every such order."""
    # Only a sign against a message may be lost: that it was filed as junk, by a Message-ID not known yet.
    lines = everything().lines
    whole, other = affected(lines), affected(disordered(lines, Random(seed)))
    assert [one._replace(junk=False) for one in other] == [one._replace(junk=False) for one in whole]
    assert all(one.junk <= two.junk for one, two in zip(other, whole, strict=True))
