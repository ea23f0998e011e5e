"""Logs told by several people at once, and the advice on them."""

from collections.abc import Iterable

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.facts import Given
from loganalyzer.advice.whatif_tls import Wish
from loganalyzer.api.log import Tallies
from loganalyzer.api.outside import Outside, with_outside
from loganalyzer.api.reading import scan_block
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.step import flush, step
from loganalyzer.reports.build import judge, what_if_tls
from loganalyzer.scan.coverage import Coverage
from loganalyzer.settings.labels import Labels
from tests.linking.filters import arrive, opendkim, saved, taken, verified, write
from tests.story import BEGIN, CALENDAR, Story, blocks

FORWARDER = "mx.alumni.example[192.0.2.10]"
FRIEND = "a@bank.example"
PASS = (
    ": prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.99; "
    "helo=mail.shop.example; envelope-from=x@shop.example; receiver=example.net "
)


def together(*stories: Story) -> list[str]:
    """The lines of all stories in order of time."""
    return sorted((line for story in stories for line in story.lines), key=lambda line: line[:26])


def advise(lines: Iterable[str], given: Given | None = None) -> Advice:
    """The advice on the SPF check; every line must be understood."""
    return all_advice(lines, "warn_if_reject", given)[0]


def all_advice(
    lines: Iterable[str],
    decision: str,
    given: Given | None = None,
    outside: Outside | None = None,
    labels: Labels | None = None,
) -> tuple[Advice, ...]:
    """All pieces of advice of one decision; every line must be understood."""
    tallies, coverage = _tallied(lines)
    given = given or Given()
    if outside is not None:
        given = with_outside(given, outside, tallies, labels)
    return judge(tallies, coverage, [decision], given)


def tls_what_if(lines: Iterable[str], wish: Wish, given: Given | None = None) -> tuple[Advice, ...]:
    """What would be if this were asked of TLS; every line must be understood."""
    return what_if_tls(*_tallied(lines), wish, given or Given())


def _tallied(lines: Iterable[str]) -> tuple[Tallies, Coverage]:
    tallies, coverage, carry = Tallies(), Coverage(), Carry("mx")
    for block in blocks("".join(f"{line}\n" for line in lines).encode()):
        scanned = scan_block((frozenset(), CALENDAR, block))
        coverage.merge(scanned.coverage)
        tallies.add("mx", step(carry, scanned.columns["mx"]))
    tallies.add("mx", flush(carry))
    assert not coverage.unrecognised, dict(coverage.samples)
    return tallies, coverage


def at(day: int, **span: float) -> Story:
    return Story(BEGIN).later(days=day, **span)


def ordinary(days: int) -> list[Story]:
    """Each day a message that passes and a spoof that something else refuses."""
    told = []
    for day in range(days):
        story = at(day).connect("mail.shop.example[192.0.2.99]", 21).say("policyd-spf[40]", PASS)
        story.accept("1A000001", "mail.shop.example[192.0.2.99]", 21)
        story.disconnect("mail.shop.example[192.0.2.99]", pid=21).deliver("1A000001", "d@example.net")
        told.append(spoof(story.removed("1A000001")))
    return told


def spoof(story: Story) -> Story:
    """A spoof to a recipient who does not exist."""
    client = "unknown[198.51.100.66]"
    story.connect(client, 22).warn(client=client, sender="s@spoof.example", recipient="x@example.net", pid=22)
    reason = "Recipient address rejected: User unknown in virtual mailbox table"
    story.warn(
        client=client,
        sender="s@spoof.example",
        recipient="x@example.net",
        reply="550 5.1.1",
        reason=reason,
        action="reject",
        pid=22,
    )
    return story.disconnect(client, pid=22)


def friend(day: int, proven: bool, client: str = FORWARDER) -> Story:
    """A friend's mail through a forwarder fails and is delivered; ``proven``: signed, too."""
    story = arrive(at(day, hours=2), "2B000001", client, pid=23, sender=FRIEND, recipient="b@example.net")
    if proven:
        verified(opendkim(story, "2B000001", "bank.example"), "2B000001")
    story.active("2B000001", FRIEND).disconnect(client, pid=23)
    saved(story, "<2B000001@example.org>", "INBOX")
    return story.deliver("2B000001").removed("2B000001")


def letter(day: int) -> Story:
    """Our user writes to the friend."""
    return taken(write(at(day, hours=1), "3C000001", FRIEND), "3C000001", FRIEND)
