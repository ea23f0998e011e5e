"""Would-be rejections and refusals as they happen, each with its class and its fate so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loganalyzer.advice.obstacles import fix_of, signs_of
from loganalyzer.advice.watching.happening import Happening, What
from loganalyzer.advice.watching.hush import Hush
from loganalyzer.advice.watching.units import Units
from loganalyzer.linking.carry import Attempt, Carry
from loganalyzer.linking.fates import as_affected, attempt_behind
from loganalyzer.linking.finished import Affected, Finished
from loganalyzer.linking.restriction import SPF
from loganalyzer.measures.keys import affected_key
from loganalyzer.terms.moment import MINUTE
from loganalyzer.triage.classes import DECIDED, WANTED, Judged
from loganalyzer.triage.knowledge import Knowledge

PATIENCE = MINUTE
"""So long a would-be rejection waits for what becomes of it; then it is told with its fate so far."""

NOT_YET = "not known yet"

_FATES = {
    "delivered": "it was delivered",
    "unknown": "what became of it is not known",
    "quarantined": "it was set aside",
    "bounced": "it bounced anyway",
    "refused_anyway": "it was refused anyway",
    "not_completed": "it came to nothing",
    "refused": "it was refused",
    NOT_YET: "it is still on its way",
}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An attempt whose fate, which linking fills in, is waited for since a moment of the watch's clock."""

    host: str
    attempt: Attempt
    since: int


@dataclass(frozen=True, slots=True)
class Told:
    """One attempt that is told now; with its happening where it is worth one."""

    refused: bool
    harm: bool
    judged: Judged
    happening: Happening | None


class Warned:
    """Waits for fates, and remembers units."""

    def __init__(self, everything: bool) -> None:
        """With ``everything`` also decided mail is told, and each message of a unit."""
        self.units = Units()
        self._waiting: list[_Waiting] = []
        self._everything = everything

    def enter(self, carry: Carry, done: Finished, now: int) -> None:
        """Takes what the lines have entered into the carry."""
        for rejection in done.rejections:
            attempt = attempt_behind(carry, rejection)
            if attempt is not None:
                self._waiting.append(_Waiting(carry.host, attempt, now))

    def due(self, known: Knowledge, hush: Hush, now: int, clocks: Mapping[str, int]) -> Iterator[Told]:
        """What has its fate, or has waited long enough by the watch's clock or by the log's."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            waited = max(now - one.since, clocks[one.host] - one.attempt.time)
            if one.attempt.fate is None and waited < PATIENCE:
                self._waiting.append(one)
            else:
                yield self._told(one.host, one.attempt, known, hush)

    def _told(self, host: str, attempt: Attempt, known: Knowledge, hush: Hush) -> Told:
        found = as_affected(host, attempt, attempt.fate or "unknown")
        key = affected_key(found)
        self.units.add(key)
        judged = self.units.judged(key.unit, key.restriction, known)
        refused = attempt.fate == "refused"
        wanted = judged.kind in WANTED or (judged.mail.wanted > 0 and judged.kind not in DECIDED)
        harm = key.fate in ("delivered", "unknown", "refused")
        worth = self._everything or (wanted if refused else harm and judged.kind not in DECIDED)
        fate = attempt.fate or NOT_YET
        first = self._everything or (worth and hush.first(key.unit, key.restriction, judged.kind, refused))
        return Told(
            refused, harm, judged, _happening(found, judged, fate, known) if worth and first else None
        )


def _happening(found: Affected, judged: Judged, fate: str, known: Knowledge) -> Happening:
    client = f"{found.client_name}[{found.client_address}]"
    what: What = "refused" if fate == "refused" else "would be refused"
    by = "" if found.restriction == SPF else f" by {found.restriction}"
    fate_told = "" if fate == "refused" else f"; {_FATES[fate]}"
    kind = ", ".join((judged.kind, *signs_of(judged, known)))
    fix = fix_of(judged.kind, (found.restriction,)).replace(" (below)", "")
    return Happening(
        time=found.time,
        host=found.host,
        what=what,
        text=f"{judged.unit} from {client}{by}: {kind}{fate_told} (to do: {fix})",
        unit=str(judged.unit),
        client=client,
        kind=judged.kind,
        fate=fate,
        restriction=found.restriction,
        at=found.at,
    )
