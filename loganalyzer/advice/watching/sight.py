"""Blindness setting in: SPF lines that stop while mail goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, log

from loganalyzer.advice.watching.happening import Happening
from loganalyzer.linking.finished import Finished
from loganalyzer.terms.moment import MINUTE

SURE = 1e-5
"""So seldom may chance alone give as many messages without a line of the check: it is asked often."""
LEAST = 20
"""Fewer messages than this prove nothing, since some clients are never checked (``Whitelist``)."""
LEARNT = 20
"""Checks after which it is known how often there is one."""
GRACE = MINUTE
"""A message whose check came so shortly before may be the checked one itself."""
_ENOUGH = 10_000


@dataclass(slots=True)
class Sight:
    """What one host's SPF lines and accepted mail say of each other.

    checks, mails: how many there were, old ones counting less. without: messages since the last check.
    """

    checks: int = 0
    mails: int = 0
    last_check: int = 0
    without: int = 0
    blind: bool = False

    def take(self, host: str, done: Finished, clock: int) -> Iterator[Happening]:
        """That sight was lost, or that it is back."""
        if done.spf_checks:
            self.checks += len(done.spf_checks)
            self.last_check = max(self.last_check, *(check.time for check in done.spf_checks))
            self.without = 0
            if self.blind:
                self.blind = False
                first = done.spf_checks[0]
                yield Happening(first.time, host, "sighted", "there are SPF results again", at=first.at)
        came = [m for m in done.messages if m.origin == "outside" and m.accepted]
        self.mails += len(came)
        self.without += sum(m.time > self.last_check + GRACE for m in came)
        if not self.blind and self.checks >= LEARNT and self.without >= self._too_many():
            self.blind = True
            text = (
                f"{self.without:,} messages from outside since the last SPF result: is the policy service "
                "still asked (check_policy_service), and does it still log (debugLevel = 1)?"
            )
            yield Happening(clock, host, "blind", text)
        if self.mails > _ENOUGH:
            self.checks, self.mails = ceil(self.checks / 2), self.mails // 2

    def _too_many(self) -> int:
        """Messages without a check that are no chance: each is checked with the probability so far."""
        rate = min(1.0, self.checks / max(self.mails, 1))
        return max(LEAST, ceil(-log(SURE) / rate))
