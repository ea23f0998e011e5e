"""The fold that does not end: finished things go in, happenings come out, a bounded memory stays."""

from collections.abc import Iterator

from loganalyzer.advice.facts import Given
from loganalyzer.advice.watching.back import came_back
from loganalyzer.advice.watching.happening import Happening, What
from loganalyzer.advice.watching.hush import Hush
from loganalyzer.advice.watching.peers import Peers
from loganalyzer.advice.watching.sight import Sight
from loganalyzer.advice.watching.silence import Silence
from loganalyzer.advice.watching.sums import Sums, When
from loganalyzer.advice.watching.warned import Warned
from loganalyzer.linking.carry import Carry
from loganalyzer.linking.finished import Finished
from loganalyzer.measures.tally import LOCAL
from loganalyzer.scan.columns import Columns
from loganalyzer.terms.client import domain_of
from loganalyzer.triage.knowledge import Knowledge

MOST_DOMAINS = 10_000
"""Domains of our own that are learnt from deliveries into mailboxes."""
STRANGE = 200
"""So many lines that were not understood, and hardly one that was, are no mail log of ours."""

TROUBLE: dict[str, tuple[What, str]] = {
    "policy_server_problem": ("policy", "smtpd could not ask the policy service: {}"),
    "spf.crash": ("policy", "the SPF policy service failed: {}"),
    "spawn.failed": ("policy", "a program that serves Postfix has failed: {}"),
    "spawn.time_limit": ("policy", "a program that serves Postfix was ended by its time limit: {}"),
    "log.lost": ("lost", "syslog dropped lines, so figures are too small: {}"),
    "log.suppressed": ("lost", "the journal dropped lines, so figures are too small: {}"),
}
"""Events that are told as they come, with what the line says."""


class Watcher:
    """Says what matters; the time of its own clock is told to it."""

    def __init__(self, given: Given, now: int, *, everything: bool = False) -> None:
        """With ``everything`` nothing is left to the summary alone."""
        self._given = given
        self._domains: set[str] = set()
        self._known = self._knowledge()
        self._hush = Hush()
        self._everything = everything
        self._peers, self._silence, self._sums = Peers(), Silence(), Sums(now)
        self._warned = Warned(everything)
        self._sights: dict[str, Sight] = {}
        self._clocks: dict[str, int] = {}

    def _knowledge(self) -> Knowledge:
        given = self._given
        domains = frozenset(given.own_domains or self._domains)
        return Knowledge(given.labels, domains, given.mynetworks, given.own_names, given.excepted)

    def start(self, now: int) -> Iterator[Happening]:
        """What is known before the first line."""
        if self._given.check_is_on is False:
            text = "TestOnly = 0 in policyd-spf.conf: the SPF check never says what it would refuse"
            yield Happening(now, "", "blind", text)

    def take(self, carry: Carry, done: Finished, now: int) -> Iterator[Happening]:
        """What one step of a host's log finished, and entered into its carry."""
        self._clocks[carry.host] = carry.clock
        self._learn_domains(done)
        yield from self._peers.take(done)
        self._sums.take(done, self._peers)
        yield from self._sights.setdefault(carry.host, Sight()).take(carry.host, done, carry.clock)
        yield from came_back(done, self._known, self._hush)
        self._warned.enter(carry, done, now)
        yield from self._due(now)

    def read(self, columns: Columns, now: int) -> Iterator[Happening]:
        """What events say by themselves."""
        yield from self._silence.take(columns.times, now)
        rows = zip(columns.kinds, columns.places, columns.times, columns.fields, strict=True)
        for kind, at, time, fields in rows:
            if kind in TROUBLE:
                what, text = TROUBLE[kind]
                self._sums.counts[what] += 1
                if self._everything or self._hush.first(columns.host, kind):
                    said = " ".join(field for field in fields if field)[:200]
                    yield Happening(time, columns.host, what, text.format(said), at=at)

    def account(self, lines: int, ours: int, strange: int, now: int) -> Iterator[Happening]:
        """How many lines came, how many of them were understood as ours, how many not at all."""
        counts = self._sums.counts
        counts["lines"] += lines
        counts["ours"] += ours
        counts["strange"] += strange
        if (
            counts["strange"] >= STRANGE
            and counts["ours"] < counts["strange"]
            and self._hush.first("strange")
        ):
            text = (
                f"of {counts['ours'] + counts['strange']:,} lines {counts['strange']:,} were not understood"
            )
            yield Happening(now, "", "blind", f"{text}: is this the log of a mail server?")

    def tick(self, now: int) -> Iterator[Happening]:
        """What the mere passing of time tells."""
        yield from self._due(now)
        yield from self._silence.tick(now)

    def _due(self, now: int) -> Iterator[Happening]:
        for told in self._warned.due(self._known, self._hush, now, self._clocks):
            self._sums.told(told)
            if told.happening is not None:
                yield told.happening

    def _learn_domains(self, done: Finished) -> None:
        if self._given.own_domains or len(self._domains) >= MOST_DOMAINS:
            return
        new = {domain_of(d.recipient) for d in done.deliveries if d.status == "sent" and d.program in LOCAL}
        if not new <= self._domains:
            self._domains |= new
            self._known = self._knowledge()

    def summary(self, now: int, when: When) -> Iterator[Happening]:
        """The figures since the last one; then everything may be said once more."""
        yield self._sums.summary(now, when, self._peers)
        self.begin(now)

    def begin(self, now: int) -> None:
        """Counts anew from here on; what was learnt stays."""
        self._sums = Sums(now)
        self._peers.fallen.clear()
        self.repeat()

    def repeat(self) -> None:
        """Lets everything be said once more."""
        self._hush.clear()
        self._peers.told.clear()

    def end(self, now: int) -> Iterator[Happening]:
        """What still waits, with its fate so far, and the last summary."""
        yield from self._due(now + (1 << 62))
        yield from self.summary(now, "end")
