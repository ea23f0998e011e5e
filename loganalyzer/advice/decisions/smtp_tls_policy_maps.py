"""Towards which domains may mail insist on TLS?

Two answers: for the level encrypt, and for verify or dane-only, which ask for the right server too.
Reads: the delivery lines of smtp and the TLS lines before them, or the ``tls=`` field of Postfix 3.11,
for each recipient domain over every MX host that was met; who wrote the mail; and ``Host offered
STARTTLS`` (smtp_tls_note_starttls_offer): which plaintext mail could have been encrypted.
SAFE when: deliveries can be told for at least 28 days up to now, and at least one domain got 20 mails
of our people on 10 days, all of them encrypted (for verify: all Verified): these make up the table.
NOT_YET when: no domain has so much evidence yet, or the days are too few.
UNSAFE when: mail is put off because TLS cannot be had as it is asked for, or since handshakes fail and
none goes through any more (for verify: because the certificate does not fit): a policy in force is too
strict; the domains are named.
BLIND when: neither TLS lines nor ``tls=`` fields: smtp_tls_loglevel is 0 by default. For verify, when
no line says ``Verified``: at level may nobody looks at the server's name.
Left out of the table: domains reached by a version that smtp_tls_mandatory_protocols bars, since it
counts where a policy asks for TLS; where no main.cf was read (``--settings``), all older than TLS 1.2.
Blind to: MX hosts that were not met in this time; TLSA records of domains that nobody wrote to.
Change: with --settings a diff of the table that smtp_tls_policy_maps names, else a new one. It grows by
domains with evidence, and loses those to which mail is put off. Undo: the very lines that were there.
Further reading: postconf(5) smtp_tls_policy_maps, TLS_README, RFC 8461, RFC 7672.
"""

from dataclasses import replace

from loganalyzer.advice.advice import Advice, Evidence, Party
from loganalyzer.advice.destinations import DELIVERIES, ON_DAYS, Destination, destinations, outbound
from loganalyzer.advice.encrypting import Shown, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.tls import Question, answer
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import Tls, named, strength

NAME = "smtp_tls_policy_maps"
PROTOCOLS = "smtp_tls_mandatory_protocols"
LOGLEVEL = "smtp_tls_loglevel = 1 in main.cf, then postfix reload"
UNSEEN = (
    "delivery of which the log does not say how it was encrypted",
    "deliveries of which the log does not say how they were encrypted",
)
QUESTION = Question(
    decision=NAME,
    subject="outbound",
    words="Towards which domains may mail insist on TLS?",
    step="policy map",
    noun="domain",
    yes="every mail to {} was encrypted",
    no="be without mail: TLS cannot be had as it is asked for",
    advisable="yes: without a policy anybody on the way can strip TLS (RFC 7435 section 4)",
    blind_to=("MX hosts that were not met in this time",),
)
VERIFIED = Question(
    decision=NAME,
    subject="outbound, verified",
    words="Towards which domains may mail insist on the right server?",
    step="policy map, verified",
    noun="domain",
    yes="every mail to {} went to a server that had proved its name",
    no="be without mail: their certificate is not what a policy asks for",
    advisable="yes: encryption alone does not tell a server from an impostor (RFC 7672, RFC 8461)",
    blind_to=("MX hosts that were not met in this time", "whether the others' certificates would verify"),
)
UNCHECKED = (
    "smtp_tls_security_level = dane and a resolver that checks DNSSEC, "
    "or at first a policy of verify for one domain"
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdicts on encryption and on verified servers, each with its table."""
    found = destinations(facts)
    return encryption(facts, found), verification(facts, found)


def encryption(facts: Facts, found: dict[str, Destination]) -> Advice:
    """Where all mail was encrypted; what was verified too is of the other answer."""
    seen = stretch(facts, outbound(facts, versions=False), UNSEEN)
    entries = tuple(
        (name, "encrypt") for name, one in sorted(found.items()) if one.has_evidence and not one.verified
    )
    gate = sighted(seen, "no TLS line of smtp", LOGLEVEL)
    parties = tuple(
        sorted(
            (party(one) for one in found.values() if one.taken or one.troubled),
            key=lambda one: (not one.in_the_way, one.meets is not False, -one.times, one.name),
        )
    )
    words = counted(len(entries), "domain")
    question = replace(QUESTION, yes=QUESTION.yes.format(words))
    advice = answer(facts, question, seen, gate, parties, _because(found), _remarks(found), entries)
    gone = tuple((name, "") for name, one in sorted(found.items()) if one.has_failed)
    return _waiting(replace(advice, withdrawn=gone), "encrypted")


def verification(facts: Facts, found: dict[str, Destination]) -> Advice:
    """Where all mail went to servers that had proved who they are, by a certificate or by DANE."""
    shown = Shown()
    for key, count in facts.tally.deliveries.items():
        if key.relayed and key.ours and key.status == "sent" and key.tls.trust == "Verified":
            shown.add(key.day, count, True)
    seen = stretch(facts, shown, UNSEEN)
    met = [one for _, one in sorted(found.items()) if one.verified or one.unverified]
    entries = tuple((one.domain, "verify") for one in met if one.has_evidence and one.verified == one.taken)
    parties = tuple(sorted(map(_proved, met), key=lambda one: (not one.in_the_way, -one.times, one.name)))
    because = (
        Evidence("domains have enough evidence to insist on the right server", len(entries), len(met)),
    )
    question = replace(VERIFIED, yes=VERIFIED.yes.format(counted(len(entries), "domain")))
    gate = sighted(seen, "no server of a domain was Verified: at level may nobody checks its name", UNCHECKED)
    advice = answer(facts, question, seen, gate, parties, because if met else (), entries=entries)
    gone = tuple((one.domain, "encrypt") for one in met if one.unverified)
    return _waiting(replace(advice, withdrawn=gone), "verified")


def _proved(one: Destination) -> Party:
    """How often the domain's servers proved who they are."""
    put_off = f"{counted(one.unverified, 'delivery', 'deliveries')} put off: the certificate does not fit"
    whole = f"{one.verified:,} of {one.taken:,} mails verified, {one.ours.total():,} of ours so far"
    always = "Verified" if one.taken else "no mail taken"
    return Party(
        name=one.domain,
        service="",
        client=", ".join(sorted(one.hosts)[:3]),
        best="Verified" if one.verified else "",
        worst=always if one.verified == one.taken else "not verified",
        times=one.unverified or one.verified,
        days=len(one.troubled if one.unverified else {day for days in one.days.values() for day in days}),
        last=max((*one.last.values(), *(day * DAY for day in one.troubled))),
        meets=not one.unverified and one.verified == one.taken,
        fate=put_off if one.unverified else "" if one.has_evidence else whole,
        in_the_way=bool(one.unverified),
        where=(),
    )


def _waiting(advice: Advice, how: str) -> Advice:
    """A table without a line is no table yet."""
    if advice.verdict != "SAFE" or advice.entries:
        return advice
    headline = f"No domain has {DELIVERIES} {how} mails of our people on {ON_DAYS} days yet."
    return replace(advice, verdict="NOT_YET", headline=headline)


def _because(found: dict[str, Destination]) -> tuple[Evidence, ...]:
    plain = sum(one.plain for one in found.values())
    taken = sum(one.taken for one in found.values())
    ready = sum(one.has_evidence for one in found.values())
    said = [
        Evidence("domains have enough evidence to insist on encryption", ready, len(found)),
        Evidence("recipients outside whose mail went in plaintext", plain, taken),
    ]
    offered = sum(one.offered for one in found.values())
    if offered:
        said.append(
            Evidence("of these to servers that offered STARTTLS, which we did not use", offered, plain)
        )
    return tuple(said)


def _remarks(found: dict[str, Destination]) -> tuple[str, ...]:
    could = sorted(one.domain for one in found.values() if one.offered)
    if not could:
        return ()
    shown = ", ".join(could[:5]) + (" and others" if len(could) > 5 else "")
    return (f"could have been encrypted, for STARTTLS was offered: {shown} (smtp_tls_security_level = may)",)


def party(one: Destination) -> Party:
    """How one domain was reached, and what a policy would do to its mail."""
    by_strength: list[Tls] = sorted(one.tls, key=lambda tls: (strength(tls) or 0, tls))
    shown = [tls for tls in by_strength if (strength(tls) or 0) < 0 or tls.seen == "bare"] or by_strength
    days: set[int] = set()
    for tls in shown:
        days |= one.days[tls]
    return Party(
        name=one.domain,
        service="",
        client=", ".join(sorted(one.hosts)[:3]),
        best=named(by_strength[-1]) if by_strength else "",
        worst=named(by_strength[0]) if by_strength else "no mail taken",
        times=sum(one.tls[tls] for tls in shown) or one.required or one.handshake or one.unverified,
        days=len(days or one.troubled),
        last=max((one.last[tls] for tls in shown), default=max(one.troubled, default=0) * DAY),
        meets=_meets(one),
        fate=_fate(one),
        in_the_way=bool(one.required) or one.stuck,
        where=(),
    )


def _fate(one: Destination) -> str:
    """What is, or by a policy would be, the fate of its mail."""
    if one.required:
        put_off = counted(one.required, "delivery", "deliveries")
        return f"{put_off} put off: TLS is required, and not to be had"
    if one.handshake:
        put_off = counted(one.handshake, "delivery", "deliveries")
        return f"{put_off} put off: the handshake failed" + (", and no mail was taken since" * one.stuck)
    if one.unverified:
        put_off = counted(one.unverified, "delivery", "deliveries")
        return f"{put_off} put off: the certificate does not fit"
    if one.plain or one.unknown:
        return "would queue, and bounce in the end, if TLS were insisted on"
    if one.barred:
        return f"would queue, and bounce in the end, by a policy: {PROTOCOLS} bars its TLS"
    if one.doubtful:
        return f"may queue, and bounce in the end, by a policy: {PROTOCOLS} may bar its TLS (--settings)"
    return "" if one.has_evidence else f"{one.ours.total():,} mails of ours on {len(one.ours):,} days so far"


def _meets(one: Destination) -> bool | None:
    if one.plain or one.troubled or one.barred:
        return False
    return None if one.unknown or one.doubtful else True
