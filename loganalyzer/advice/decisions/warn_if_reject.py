"""May ``warn_if_reject`` before the SPF policy check be dropped?

Reads: smtpd's reject_warning lines with their fates, the policy service's results, and how much
mail strangers brought on each day.
SAFE when: the check was seen to work for at least 28 days on end, up to now, and no mail that
reached a mailbox, or may have, would have been refused.
NOT_YET when: the stretch is shorter, or such mail would have been refused.
UNSAFE when: the policy service failed within the last week: without warn_if_reject, all mail is
deferred while it does.
BLIND when: the log does not show the check at work, or never shows it fail: a service in test
mode (TestOnly = 0) looks just like that.
Blind to: mail that comes less often than the window is long; senders who are new tomorrow.
Change: drop the word in smtpd_recipient_restrictions, then ``postfix reload``. Undo: put it back.
Further reading: postconf(5) warn_if_reject, SMTPD_POLICY_README, RFC 7208 section 8.4.
"""

from collections import Counter
from datetime import date, timedelta
from math import ceil

from loganalyzer.advice.advice import Advice, Evidence, Gate, Verdict
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.sighted import Sight, length, sight
from loganalyzer.linking.fates import BEST_FIRST, HARM
from loganalyzer.linking.finished import Fate
from loganalyzer.linking.restriction import BROKEN_POLICY, SPF
from loganalyzer.measures.tally import LossSource, SourceKey
from loganalyzer.terms.moment import as_date

NAME = "warn_if_reject"

LONG_ENOUGH = 28
"""Days: what stock Debian's logrotate keeps. A monthly sender is met in it with probability 92 %."""

RECENT = 7
"""Days within which a failing policy service speaks against the switch."""

CHANGE = (
    "In main.cf, in smtpd_recipient_restrictions, replace",
    "    warn_if_reject check_policy_service unix:private/policyd-spf",
    "by",
    "    check_policy_service unix:private/policyd-spf",
    "then: postfix reload",
    "(general lines: this judgement has not read your main.cf; keep the order of the other restrictions)",
)
UNDO = (
    "In main.cf, put the word warn_if_reject back in front of check_policy_service,",
    "then: postfix reload",
)
BLIND_TO = (
    "senders that write less often than the window is long: 28 days miss a quarterly one in 69 % of cases",
    "senders whose servers or records change after today",
)


def judge(facts: Facts) -> Advice:
    """The verdict for one host, with its gates and its proof."""
    seen = sight(facts)
    sources = {key: source for key, source in facts.tally.sources.items() if key.restriction == SPF}
    fates: Counter[Fate] = Counter()
    for source in sources.values():
        fates.update(source.fates)
    harm = sum(fates[fate] for fate in HARM)
    broken = _broken(facts)
    gates = (_sighted(facts, seen), _long_enough(facts, seen), _undisputed(harm, sources))
    verdict, headline = _verdict(facts, seen, gates, harm, broken, sources)
    return Advice(
        decision=NAME,
        host=facts.host,
        verdict=verdict,
        headline=headline,
        advisable=_advisable(seen, fates),
        because=_evidence(fates, broken, sources),
        gates=gates,
        change=CHANGE if seen.enforced_on is None else (),
        undo=UNDO,
        blind_to=BLIND_TO,
        look_again=_look_again(facts, seen, verdict),
    )


def _broken(facts: Facts) -> Counter[int]:
    """Warnings by day that say only that the policy service did not answer."""
    days: Counter[int] = Counter()
    for key, count in facts.tally.rejections.items():
        if key.restriction == BROKEN_POLICY:
            days[key.day] += count
    return days


def _sighted(facts: Facts, seen: Sight) -> Gate:
    threshold = "the SPF check seen at work on every day with mail"
    if seen.never_failed:
        return Gate(
            "sighted",
            False,
            "not one failing message in the whole log",
            threshold,
            "a configuration that shows TestOnly is not 0, or one reject_warning line",
        )
    if not seen.any or seen.first is None or seen.last is None:
        return Gate(
            "sighted",
            False,
            seen.broken_by or "no line of the SPF check",
            threshold,
            "debugLevel = 1 in policyd-spf.conf, and warn_if_reject before the policy check",
        )
    value = f"{as_date(seen.first)} to {as_date(seen.last)}"
    if seen.broken_by:
        value += f" (before: {seen.broken_by})"
    return Gate("sighted", True, value, threshold)


def _long_enough(facts: Facts, seen: Sight) -> Gate:
    days = length(facts, seen)
    holds = days >= LONG_ENOUGH and seen.any and not seen.never_failed
    on = None if holds or not seen.any else as_date(facts.last_day) + timedelta(days=ceil(LONG_ENOUGH - days))
    return Gate(
        "long enough",
        holds,
        f"{days:.1f} days",
        f"{LONG_ENOUGH} days",
        "" if holds else "more log: older rotated files, or time",
        on,
    )


def _undisputed(harm: int, sources: dict[SourceKey, LossSource]) -> Gate:
    senders = sum(1 for source in sources.values() if any(source.fates[fate] for fate in HARM))
    return Gate(
        "nothing lost",
        harm == 0,
        f"{harm} messages of {senders} senders would be lost",
        "0 messages",
        "" if harm == 0 else "their SPF records mended, or an exception for each that is wanted",
    )


def _verdict(
    facts: Facts,
    seen: Sight,
    gates: tuple[Gate, ...],
    harm: int,
    broken: Counter[int],
    sources: dict[SourceKey, LossSource],
) -> tuple[Verdict, str]:
    recent = sum(n for day, n in broken.items() if day > facts.last_day - RECENT)
    if seen.enforced_on is not None:
        since = as_date(seen.enforced_on)
        return (
            "NOT_YET",
            f"The check has been enforcing since {since}: there is no warn_if_reject left to drop.",
        )
    if recent:
        return "UNSAFE", f"The policy service failed {recent} times in the last {RECENT} days of the log."
    if not gates[0].holds:
        return "BLIND", f"The log does not show what would be refused: {gates[0].value}."
    if harm:
        count = sum(1 for source in sources.values() if any(source.fates[fate] for fate in HARM))
        return "NOT_YET", f"{harm} delivered messages of {count} senders would have been refused."
    if not gates[1].holds:
        return "NOT_YET", f"Nothing would have been lost, but {gates[1].value} are too short a time to know."
    return "SAFE", f"In {gates[1].value} no delivered message would have been refused."


def _advisable(seen: Sight, fates: Counter[Fate]) -> str:
    if seen.enforced_on is not None:
        return "no: it is done"
    stopped = sum(fates.values())
    return "yes" if stopped else "no: pointless, the check would not have refused anything"


def _evidence(
    fates: Counter[Fate], broken: Counter[int], sources: dict[SourceKey, LossSource]
) -> tuple[Evidence, ...]:
    total = fates.total()
    words = {
        "delivered": "would be refused although they were delivered",
        "unknown": "would be refused, and what became of them the log does not show (counted as lost)",
        "quarantined": "would be refused; they were set aside anyway",
        "bounced": "would be refused; they bounced anyway",
        "refused_anyway": "would be refused; something else refused them anyway",
        "not_completed": "would be refused; no mail came of them anyway",
    }
    said = [
        Evidence(words[fate], fates[fate], total, _where(sources, fate)) for fate in BEST_FIRST if fates[fate]
    ]
    if broken:
        said.append(Evidence("checks failed because the policy service did not answer", broken.total()))
    return tuple(said)


def _where(sources: dict[SourceKey, LossSource], fate: Fate) -> tuple[int, ...]:
    places = sorted(at for source in sources.values() if source.fates[fate] for at in source.samples)
    return tuple(places[:3])


def _look_again(facts: Facts, seen: Sight, verdict: Verdict) -> date | None:
    if verdict == "SAFE":
        return None
    today = as_date(facts.last_day)
    missing = LONG_ENOUGH - length(facts, seen)
    return today + timedelta(days=max(7, ceil(missing)))
