"""Which mail the SPF check would refuse under other settings than those of the log.

Names and values are policyd-spf.conf's (spf-engine, ``policyd-spf.conf(5)``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from loganalyzer.linking.restriction import LET_THROUGH, SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.client import Network, within
from loganalyzer.triage.knowledge import Knowledge

Reject = Literal["Fail", "Softfail", "SPF_Not_Pass", "False"]

REFUSED: Mapping[Reject, frozenset[str]] = {
    "Fail": frozenset({"fail"}),
    "Softfail": frozenset({"fail", "softfail"}),
    "SPF_Not_Pass": frozenset({"fail", "softfail", "neutral"}),
    "False": frozenset(),
}
"""The results that each value of Mail_From_reject and HELO_reject refuses; ``permerror`` has its own."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of the SPF check, by default those that policyd-spf has by itself.

    allow: clients that it would skip (``Whitelist``), beside those that it skips already.
    """

    mail_from_reject: Reject = "Fail"
    helo_reject: Reject = "Fail"
    permerror_reject: bool = False
    allow: tuple[Network, ...] = ()

    def refuses(self, key: AffectedKey, known: Knowledge) -> bool:
        """True for mail that the check would refuse, whether it was warned of, refused or let in."""
        if key.restriction not in (SPF, LET_THROUGH):
            return False
        if known.is_excepted(key.client_address) or within(key.client_address, self.allow):
            return False
        if key.spf_result == "permerror":
            return self.permerror_reject
        setting = self.helo_reject if key.identity == "helo" else self.mail_from_reject
        return key.spf_result in REFUSED[setting]
