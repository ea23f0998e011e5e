"""The figures of the time since the last summary."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.advice.watching.peers import Peers, is_sent_out
from loganalyzer.advice.watching.silence import span
from loganalyzer.advice.watching.warned import Told
from loganalyzer.linking.finished import Finished
from loganalyzer.measures.rate import Rate
from loganalyzer.terms.plural import counted

When = Literal["so far", "interval", "end"]
_WHEN: Mapping[When, str] = {"so far": "so far", "interval": "in {}", "end": "ended, in the last {}"}


@dataclass(slots=True)
class Sums:
    """Counts what has finished, and what was told, since a moment of the watch's clock."""

    since: int
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, done: Finished, peers: Peers) -> None:
        """Counts finished things."""
        for message in done.messages:
            if message.origin == "outside" and message.accepted and message.service:
                self.counts["messages_in"] += 1
                self.counts[f"messages_in_{peers.state(message.service, message.tls)}"] += 1
        for delivery in done.deliveries:
            if is_sent_out(delivery):
                self.counts["sent_out"] += 1
                self.counts[f"sent_out_{peers.state(delivery.program, delivery.tls)}"] += 1
        self.counts["spf_checks"] += len(done.spf_checks)

    def told(self, one: Told) -> None:
        """Counts a would-be rejection or a refusal."""
        if one.refused:
            self.counts["refused"] += 1
            return
        self.counts["would_be_refused"] += 1
        self.counts["would_be_lost"] += one.harm
        self.counts["would_be_lost_in_the_way"] += one.harm and one.judged.in_the_way

    def summary(self, now: int, when: When, peers: Peers) -> Happening:
        """The figures in a sentence."""
        counts = +self.counts
        counts["fallen"] = peers.fallen.total()
        spf = counted(counts["spf_checks"], "SPF result")
        parts = [
            counted(counts["lines"], "line"),
            f"{counted(counts['messages_in'], 'message')} in{self._encrypted('messages_in')}",
            f"{counts['sent_out']:,} sent out{self._encrypted('sent_out')}",
            spf,
            counted(counts["would_be_refused"], "would-be rejection")
            + (f" ({counts['would_be_lost']:,} of mail that arrives)" if counts["would_be_lost"] else ""),
            f"{counts['refused']:,} refused" if counts["refused"] else "",
            *(
                f"{counts[name]:,} {noun}" if counts[name] else ""
                for name, noun in (
                    ("fallen", "without TLS that used it before"),
                    ("policy", "failures of the policy service"),
                    ("lost", "notices of lost lines"),
                    ("strange", "lines not understood"),
                )
            ),
        ]
        text = _WHEN[when].format(span(now - self.since)) + ": " + "; ".join(part for part in parts if part)
        return Happening(now, "", "summary", text, counts=dict(+counts))

    def _encrypted(self, what: str) -> str:
        total = self.counts[what]
        rate = Rate(self.counts[f"{what}_encrypted"], total, self.counts[f"{what}_unknown"])
        return f", encrypted {rate.text()}" if total else ""
