"""Gate 3: is it decided, for each unit that would lose mail, whether anybody would miss it?"""

from collections.abc import Mapping
from dataclasses import dataclass

from loganalyzer.advice.advice import Gate
from loganalyzer.advice.audit import AuditState, draw, plan
from loganalyzer.terms.unit import Unit
from loganalyzer.triage.classes import MANY_MESSAGES, RETURNED_ON_DAYS, Judged
from loganalyzer.triage.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Decided:
    """Who is still in the way, and where the audit of one-off senders stands.

    sample: the one-off units to be looked at next, in the order of the draw; empty where no key
    to draw with is known, or none is asked for.
    """

    wanted: tuple[Judged, ...]
    unclear: tuple[Judged, ...]
    one_offs: tuple[Judged, ...]
    audit: AuditState
    sample: tuple[Unit, ...]

    @property
    def holds(self) -> bool:
        """True where nobody is in the way and the audit, if one is needed, has passed."""
        return not self.wanted and not self.unclear and self.audit.verdict == "passed"


def _seldom(judged: Judged) -> bool:
    """Whether a unit was so seldom seen that it belongs among the one-offs, labelled or not."""
    mail = judged.mail
    return bool(mail.lost) and len(mail.days) < RETURNED_ON_DAYS and mail.lost < MANY_MESSAGES


def decide(judged: Mapping[Unit, Judged], known: Knowledge, audit_key: bytes) -> Decided:
    """Sorts the units by whether they stand in the way, and audits those seen once."""
    standing = [one for one in judged.values() if one.in_the_way]
    one_offs = tuple(one for one in judged.values() if one.one_off)
    labelled = {unit for unit, one in judged.items() if _seldom(one) and unit in known.labels}
    everyone = {str(one.unit): one.unit for one in one_offs} | {str(unit): unit for unit in labelled}
    ranked = draw(everyone, audit_key, len(everyone)) if audit_key and one_offs else ()
    audit = (
        _audit(tuple(everyone[name] for name in ranked), len(everyone), known) if one_offs else plan(0, 0, 0)
    )
    asked = ranked[: audit.size] if audit.verdict == "needs" else ()
    return Decided(
        wanted=tuple(one for one in standing if one.kind != "unclear"),
        unclear=tuple(one for one in standing if one.kind == "unclear"),
        one_offs=one_offs,
        audit=audit,
        sample=tuple(everyone[name] for name in asked if everyone[name] not in labelled),
    )


def _audit(ranked: tuple[Unit, ...], total: int, known: Knowledge) -> AuditState:
    """How far the sample has been looked at: up to the first unit in it that nobody has labelled."""
    audited = 0
    while audited < len(ranked) and ranked[audited] in known.labels:
        audited += 1
    wanted = sum(known.labels[unit].word == "wanted" for unit in ranked[:audited])
    return plan(wanted, audited, total)


def gate(found: Decided) -> Gate:
    """The gate with what would flip it."""
    parts = []
    if found.wanted:
        parts.append(f"{len(found.wanted):,} wanted")
    if found.unclear:
        parts.append(f"{len(found.unclear):,} not judged yet")
    if found.one_offs:
        parts.append(f"{len(found.one_offs):,} seen once" + _audited(found))
    flips = []
    if found.wanted:
        flips.append("an exception or a repair for each wanted sender")
    if found.unclear or found.audit.verdict != "passed":
        flips.append("mailstat label, which asks about one after the other")
    return Gate(
        "decided",
        found.holds,
        "senders: " + ", ".join(parts) if parts else "nobody whose mail would be missed",
        "nobody wanted, nobody undecided",
        "" if found.holds else "; ".join(flips),
    )


def _audited(found: Decided) -> str:
    if found.audit.verdict == "passed":
        return " (audited)"
    many = "all" if found.audit.size >= len(found.one_offs) else f"{found.audit.size:,}"
    return f" ({many} of them to be looked at)"
