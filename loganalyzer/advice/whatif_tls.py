"""What if TLS were asked for: whom it would touch, told as advice on settings that are not the usual ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loganalyzer.advice.advice import Advice, Evidence, Party
from loganalyzer.advice.decisions import (
    dovecot_ssl,
    smtp_tls_policy_maps,
    smtp_tls_protocols,
    smtpd_tls_protocols,
    smtpd_tls_security_level,
)
from loganalyzer.advice.destinations import DELIVERIES, ON_DAYS, Destination, destinations, outbound
from loganalyzer.advice.encrypting import sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.tls import Question, answer

PLACES = ("submission", "port 25", "dovecot")
"""Where TLS can be required."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: a lowest version, places where TLS is required, domains to insist on it towards."""

    minimum: str = ""
    required: tuple[str, ...] = ()
    encrypt: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.minimum or self.required or self.encrypt)


def what_if(facts: Facts, wish: Wish) -> tuple[Advice, ...]:
    """One piece of advice for each thing that is asked."""
    found: list[Advice] = []
    if wish.minimum:
        found += [
            smtpd_tls_protocols.submission(facts, wish.minimum),
            smtpd_tls_protocols.port_25(facts, wish.minimum),
            dovecot_ssl.oldest(facts, wish.minimum),
            smtp_tls_protocols.outbound_minimum(facts, wish.minimum),
        ]
    places = {
        "submission": smtpd_tls_security_level.submission,
        "port 25": smtpd_tls_security_level.port_25,
        "dovecot": dovecot_ssl.required,
    }
    found += [places[place](facts) for place in wish.required]
    if wish.encrypt:
        found.append(_encrypt(facts, wish.encrypt))
    return tuple(found)


def _encrypt(facts: Facts, domains: Sequence[str]) -> Advice:
    """What insisting on encryption towards these domains would have done to their mail."""
    known = destinations(facts)
    picked = [known.get(name) or Destination(name) for name in domains]
    parties = tuple(_party(one) for one in picked)
    question = Question(
        decision=smtp_tls_policy_maps.NAME,
        subject="outbound",
        words=f"What if mail to {', '.join(domains)} had to be encrypted?",
        step="policy map",
        noun="domain",
        yes="all mail to them was encrypted",
        no="see mail queue, and bounce in the end",
        advisable="yes, where all mail was encrypted: without a policy anybody on the way can strip TLS",
        blind_to=smtp_tls_policy_maps.QUESTION.blind_to,
    )
    plain, taken = sum(one.plain for one in picked), sum(one.taken for one in picked)
    because = (Evidence("recipients there whose mail went in plaintext", plain, taken),)
    seen = stretch(facts, outbound(facts, versions=False), smtp_tls_policy_maps.UNSEEN)
    gate = sighted(seen, "no TLS line of smtp", smtp_tls_policy_maps.LOGLEVEL)
    ready = [one for one in picked if one.has_evidence]
    entries = tuple((one.domain, "encrypt") for one in ready)
    advice = answer(facts, question, seen, gate, parties, because, entries=entries)
    return _waiting(advice, [one for one in picked if not one.has_evidence])


def _waiting(advice: Advice, open_ones: Sequence[Destination]) -> Advice:
    """No domain is safe of which the log holds too little, or nothing."""
    if advice.verdict != "SAFE" or not open_ones:
        return advice
    unknown = [one.domain for one in open_ones if not one.taken]
    if unknown:
        return replace(
            advice, verdict="BLIND", headline=f"Nobody wrote to {', '.join(unknown)} in this time."
        )
    short = ", ".join(one.domain for one in open_ones)
    headline = (
        f"Too little mail to {short} yet: {DELIVERIES} mails of our people on {ON_DAYS} days are asked."
    )
    return replace(advice, verdict="NOT_YET", headline=headline)


def _party(one: Destination) -> Party:
    party = smtp_tls_policy_maps.party(one)
    hit = _queues(one)
    fate = "queues, and bounces in the end" if hit else party.fate if one.taken else "nobody wrote there"
    fate = party.fate if one.doubtful and not one.plain and not one.troubled else fate
    return replace(party, fate=fate, in_the_way=hit)


def _queues(one: Destination) -> bool:
    """Whether its mail would queue; where nobody knows whether its version is barred, as if it were."""
    return bool(one.plain or one.troubled or one.barred or one.doubtful)
