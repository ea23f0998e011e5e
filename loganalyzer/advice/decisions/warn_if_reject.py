"""May ``warn_if_reject`` be dropped?

Reads: smtpd's reject_warning lines with what became of each message, the policy service's results,
how much mail strangers brought on each day, the signs of our own filters, whom our people wrote to,
and the admin's labels. One verdict for each restriction that warns.
SAFE when: the check was seen to work on every day of at least 28 up to now; no sender whose mail is
wanted, or about whom nobody has decided, would lose mail; and new ones turn up so seldom that at
most four a month are to be expected, at 95 %.
NOT_YET when: that is not shown yet: too few days, or senders to be decided (mailstat label).
UNSAFE when: mail is known to be wanted that would be refused; or the policy service failed within
the last week (without warn_if_reject, all mail is deferred while it does); or, after the switch,
wanted mail is refused.
BLIND when: the log does not show the check at work, or never shows it fail: a service in test
mode (TestOnly = 0) looks just like that.
Blind to: mail that comes less often than the window is long; senders who are new tomorrow.
Change: drop the word in smtpd_recipient_restrictions, then ``postfix reload``. Undo: put it back.
Further reading: postconf(5) warn_if_reject, SMTPD_POLICY_README, RFC 7208 section 8.4.
"""

from collections import Counter
from datetime import date, timedelta

from loganalyzer.advice import bounded, decided
from loganalyzer.advice.advice import Advice, Evidence, Gate, Verdict
from loganalyzer.advice.bound import missed
from loganalyzer.advice.exemptions import propose
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.obstacles import obstacles
from loganalyzer.advice.sighted import Sight, length, long_enough, not_believed, sight, sighted
from loganalyzer.advice.standing import Picked, Standing, stand
from loganalyzer.advice.switched import watch
from loganalyzer.linking.fates import HARM
from loganalyzer.linking.finished import Fate
from loganalyzer.linking.restriction import BROKEN_POLICY, SPF
from loganalyzer.measures.keys import AffectedKey
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.plural import counted
from loganalyzer.triage.classes import MANY_MESSAGES, WANTED
from loganalyzer.triage.knowledge import Knowledge

NAME = "warn_if_reject"

RECENT = 7
"""Days within which a failing policy service speaks against the switch."""


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdicts for one host: on the SPF check, and on each other restriction that warns."""
    return tuple(_judge(facts, restriction) for restriction in restrictions(facts))


def restrictions(facts: Facts) -> tuple[str, ...]:
    """The SPF check, and each other restriction that warns."""
    warned = {key.restriction for key in facts.tally.affected if key.fate != "refused"}
    counted = {key.restriction for key in facts.tally.rejections if key.action == "reject_warning"}
    return (SPF, *sorted((warned & counted) - {SPF}))


def _judge(facts: Facts, restriction: str) -> Advice:
    seen = sight(facts, restriction)
    if seen.enforced_on is not None:
        return watch(facts, restriction, seen)
    failures = _failures(facts) if restriction == SPF else Counter()
    broken = sum(count for day, count in failures.items() if day > facts.last_day - RECENT)
    rows_of = picked(restriction)
    first = facts.first_day if seen.first is None else seen.first
    gate_1, gate_2 = sighted(facts, seen, restriction), long_enough(facts, seen)

    def standing(known: Knowledge) -> Standing:
        return stand(facts, rows_of, known, first, length(facts, seen))

    def verdict(known: Knowledge) -> Verdict:
        return _verdict(gate_1, gate_2, standing(known), broken)

    now = standing(facts.known)
    said = verdict(facts.known)
    fates = _fates(facts, rows_of)
    rows = {key: count for key, count in facts.tally.affected.items() if rows_of(key)}
    exceptions, with_all = (
        propose(rows, now.judged, facts.known, verdict, facts.tally.own_passes)
        if said != "BLIND" and restriction == SPF  # no list of the policy service is asked by another
        else ((), None)
    )
    gates = (gate_1, gate_2, decided.gate(now.decided), bounded.gate(facts, now.bounded))
    return Advice(
        decision=NAME,
        subject=restriction,
        host=facts.host,
        verdict=said,
        headline=_headline(said, gates, now, broken, facts),
        advisable=_advisable(said, fates, now),
        because=_because(facts, fates, now, failures.total()),
        gates=gates,
        step="drop warn_if_reject",
        blind_to=_blind_to(facts, seen),
        look_again=_look_again(facts, said, gates),
        obstacles=obstacles((restriction,), now.judged, facts.known, facts.tally.units),
        exceptions=exceptions,
        with_all=with_all,
        remarks=(*_doubts(facts, restriction, seen), *(_remarks(facts, now) if said != "BLIND" else ())),
    )


def picked(restriction: str, *, refused: bool = False) -> Picked:
    """Picks the messages that the restriction warned of, and if asked those that it refused."""

    def of_restriction(key: AffectedKey) -> bool:
        return key.restriction == restriction and (refused or key.fate != "refused")

    return of_restriction


def _failures(facts: Facts) -> Counter[int]:
    """Warnings by day that say only that the policy service did not answer."""
    days: Counter[int] = Counter()
    for key, count in facts.tally.rejections.items():
        if key.restriction == BROKEN_POLICY:
            days[key.day] += count
    return days


def _fates(facts: Facts, rows_of: Picked) -> Counter[Fate]:
    fates: Counter[Fate] = Counter()
    for key, count in facts.tally.affected.items():
        if rows_of(key):
            fates[key.fate] += count
    return fates


def _verdict(gate_1: Gate, gate_2: Gate, now: Standing, broken: int) -> Verdict:
    if broken:
        return "UNSAFE"
    if not gate_1.holds:
        return "BLIND"
    if now.decided.wanted:
        return "UNSAFE"
    return "SAFE" if gate_2.holds and now.decided.holds and now.bounded.holds else "NOT_YET"


def _headline(said: Verdict, gates: tuple[Gate, ...], now: Standing, broken: int, facts: Facts) -> str:
    if broken:
        return (
            f"The policy service failed {broken:,} times in the last {RECENT} days: while it does, "
            "all mail would be put off."
        )
    if said == "BLIND":
        return f"The log does not show what would be refused: {gates[0].value}."
    if said == "UNSAFE":
        wanted = now.decided.wanted
        mails = sum(one.mail.lost for one in wanted)
        last = as_date(max(one.mail.last_day or 0 for one in wanted))
        of = f"{counted(mails, 'message')} of {counted(len(wanted), 'sender')}"
        return f"Wanted mail would be refused: {of}, the last on {last}."
    if said == "SAFE":
        return f"In {gates[1].value}, no mail that anybody would miss would have been refused."
    if now.decided.unclear or (now.decided.one_offs and not now.decided.holds):
        many = counted(len(now.decided.unclear) + len(now.decided.one_offs), "sender")
        return f"Delivered mail of {many} would be refused, and nobody has said yet whether it is wanted."
    if not gates[1].holds:
        return f"Nothing speaks against it, but {gates[1].value} are too short a time to know."
    return f"New senders that would lose mail still turn up too often: {gates[3].value}."


def _advisable(said: Verdict, fates: Counter[Fate], now: Standing) -> str:
    """Gate 5: is there anything that only this change would stop?"""
    if said == "BLIND":
        return "unknown: the log does not show what it would stop"
    stopped = sum(one.mail.lost for one in now.judged.values() if one.kind == "junk")
    if stopped:
        return f"yes: it would have stopped {stopped:,} messages of junk that were delivered"
    if fates.total():
        return "conditional: no delivered mail that it would stop is known to be junk"
    return "no: pointless, the check would not have refused anything"


def _because(facts: Facts, fates: Counter[Fate], now: Standing, failures: int) -> tuple[Evidence, ...]:
    """How much would be refused, how much of it would be missed, and what it is."""
    lost = sum(fates[fate] for fate in HARM)
    kinds: Counter[str] = Counter()
    for one in now.judged.values():
        kinds["wanted" if one.kind in WANTED else one.kind] += one.mail.lost
    arrived = "messages that would be refused reached their recipients, or may have"
    said = [Evidence(arrived, lost, fates.total(), _where(facts, now))] if fates.total() else []
    said += [
        Evidence(f"of these {words}", kinds[kind], lost)
        for kind, words in (
            ("wanted", "are known to be wanted"),
            ("unclear", "nobody has judged yet"),
            ("junk", "are junk: our filter or the admin said so"),
            ("let it break", "may be lost: the admin said so"),
        )
        if kinds[kind]
    ]
    if failures:
        said.append(Evidence("checks failed because the policy service did not answer", failures))
    return tuple(said)


def _where(facts: Facts, now: Standing) -> tuple[int, ...]:
    """The earliest lines of units that would lose mail."""
    places = [
        at
        for key, seen in facts.tally.units.items()
        if key.unit in now.judged and now.judged[key.unit].mail.lost
        for at in seen.samples
    ]
    return tuple(sorted(places)[:3])


def _blind_to(facts: Facts, seen: Sight) -> tuple[str, ...]:
    days = length(facts, seen)
    quarterly, monthly = missed(91, days), missed(30.44, days)
    rare = f"senders that write seldom: {days:.0f} days miss a quarterly one in {quarterly:.0%} of cases"
    if monthly:
        rare += f", a monthly one in {monthly:.0%}"
    return (rare.replace("%", " %"), "senders whose servers or SPF records change after today")


def _doubts(facts: Facts, restriction: str, seen: Sight) -> tuple[str, ...]:
    doubt = not_believed(facts, seen) if restriction == SPF else ""
    return (doubt,) if doubt else ()


def _remarks(facts: Facts, now: Standing) -> tuple[str, ...]:
    """What a gate that holds leaves open, and what a look without a store cannot promise."""
    said = []
    left = now.decided.audit.at_most
    if now.decided.one_offs and left and now.bounded.months:
        said.append(
            f"of the senders seen once that nobody looked at, at most {left:,} are wanted, at 95 %: at most "
            f"{(MANY_MESSAGES - 1) * left / now.bounded.months:.0f} messages a month"
        )
    if facts.clock_began is None and now.bounded.months:
        said.append(
            "the count of new senders begins anew as logrotate takes old files away; read more than one "
            "report as one look each"
        )
    return tuple(said)


def _look_again(facts: Facts, said: Verdict, gates: tuple[Gate, ...]) -> date | None:
    """When time alone may have changed the answer; a week where somebody has to do something first."""
    if said == "SAFE":
        return None
    today = as_date(facts.last_day)
    dates = [gate.on for gate in gates if gate.on is not None]
    waiting = gates[0].holds and gates[2].holds and dates
    return max(dates) if waiting else today + timedelta(days=RECENT)
