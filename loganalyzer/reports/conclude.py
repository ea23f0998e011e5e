"""What the lines of a story come to, told from its finished things and the report's judgement."""

from collections.abc import Iterable, Iterator, Mapping, Set

from loganalyzer.advice.advice import Obstacle
from loganalyzer.linking.finished import Affected, Finished
from loganalyzer.linking.restriction import LET_THROUGH
from loganalyzer.reports.story import Conclusion, Judgement, Outcome, StoryLine
from loganalyzer.terms.handshake import explained
from loganalyzer.terms.tls import Tls
from loganalyzer.terms.unit import Unit, unit_of
from loganalyzer.triage.mail import LOST

Units = Mapping[tuple[str, str, Unit], Obstacle]
"""What the report says of units, by host and restriction."""

Switched = Set[tuple[str, str]]
"""Hosts and restrictions of theirs that no longer only warn."""


def tls_in_words(tls: Tls) -> str:
    """A connection's encryption as people say it."""
    if tls.seen == "line":
        keys = f", {tls.key_exchange}" if tls.key_exchange else ""
        trust = f" ({tls.trust})" if tls.trust in ("Trusted", "Verified") else ""
        return f"{tls.protocol} with {tls.cipher}{keys}{trust}"
    return {
        "counter": "yes, protocol not logged",
        "field": "yes, protocol not logged",
        "none": "no, plaintext",
        "bare": "not logged",
    }[tls.seen]


def conclude(
    done: Finished, lines: Iterable[StoryLine], affected: Iterable[Affected], units: Units, switched: Switched
) -> Conclusion:
    """The conclusion of one story; ``done`` is what linking makes of its lines alone."""
    # The first are the stranger's; later ones a content filter's, which hands the message back.
    sessions = [one for one in done.sessions if one.client_address]
    messages = [one for one in done.messages if one.client_address]
    session = min(sessions, key=lambda one: (one.time, one.at), default=None)
    message = min(messages, key=lambda one: (one.time, one.at), default=None)
    tls = session.tls if session else message.tls if message else None
    person = session or message
    failed = bool(session and session.handshake_failed)
    senders = [m.sender for m in done.messages if m.accepted] + [r.sender for r in done.rejections]
    outcomes = {
        (one.queue_id, one.recipient): Outcome(
            one.recipient,
            one.status,
            one.relay,
            tls_in_words(one.tls) if one.program == "smtp" and "[" in one.relay else "",
        )
        for one in done.deliveries
    }
    return Conclusion(
        client=f"{person.client_name}[{person.client_address}]" if person else "",
        encrypted=_failure(done) if failed else tls_in_words(tls) if tls else "",
        senders=tuple(dict.fromkeys(senders)),
        spf=tuple(
            dict.fromkeys(
                f"{one.spf_result} ({one.identity or 'identity not logged'})" for one in done.spf_checks
            )
        ),
        refused=(*_answers(done), *_filtered(lines)),
        outcomes=tuple(outcomes.values()),
        judgements=tuple(judgement(one, units, switched) for one in affected),
    )


def _failure(done: Finished) -> str:
    """That the handshake failed, and why where the log says so."""
    reason = next((one.error for one in done.handshakes if one.error), "")
    return f"the TLS handshake failed: {explained(reason)}" if reason else "the TLS handshake failed"


def _answers(done: Finished) -> Iterator[str]:
    """Refusals and warnings of smtpd."""
    for one in done.rejections:
        if one.reply_code:
            whom = one.recipient or "all recipients"
            yield f"{one.action} for {whom}: {one.reply_code} {one.restriction}"


def _filtered(lines: Iterable[StoryLine]) -> Iterator[str]:
    """What a mail filter, or a check of its header or body, did to the message."""
    for line in lines:
        if line.kind in ("cleanup.milter", "cleanup.check"):
            fields = dict(line.fields)
            yield f"{fields['action']}: {fields.get('reply_text') or fields.get('text') or 'no reason'}"


def counts(affected: Affected, switched: Switched = frozenset()) -> bool:
    """True for a message that counts as lost; where the restriction refuses by now, if it did refuse it."""
    if (affected.host, affected.restriction) in switched:
        return affected.fate == "refused"
    return affected.restriction != LET_THROUGH and affected.fate in LOST


def judgement(affected: Affected, units: Units, switched: Switched) -> Judgement:
    """What the report makes of one message."""
    unit = unit_of(affected.sender, affected.helo_name, affected.client_name, affected.client_address)
    known = units.get((affected.host, affected.restriction, unit))
    return Judgement(
        unit=unit,
        restriction=affected.restriction,
        spf_result=affected.spf_result,
        identity=affected.identity,
        sender=affected.sender,
        recipient=affected.recipient,
        fate=affected.fate,
        wanted=affected.wanted,
        signers=affected.signers,
        junk=affected.junk,
        counted=counts(affected, switched),
        kind=known.kind if known else "",
        unit_signs=known.signs if known else (),
        fix=known.fix.replace(" (below)", "") if known else "",  # there are no exceptions below a story
    )
