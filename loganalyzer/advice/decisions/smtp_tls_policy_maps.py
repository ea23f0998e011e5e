"""Towards which domains may mail insist on TLS?

Reads: the delivery lines of smtp and the TLS lines before them, or the ``tls=`` field of Postfix 3.11,
for each recipient domain over every MX host that was met; and who wrote the mail.
SAFE when: deliveries can be told for at least 28 days up to now, and at least one domain got 20 mails
of our people on 10 days, all of them encrypted: these domains make up the table.
NOT_YET when: no domain has so much evidence yet, or the days are too few.
UNSAFE when: mail is put off because TLS cannot be had as it is asked for, or since handshakes fail and
none goes through any more: a policy in force is too strict; the domains are named, and not in the table.
BLIND when: neither TLS lines nor ``tls=`` fields: smtp_tls_loglevel is 0 by default.
Left out of the table: domains reached by a version that smtp_tls_mandatory_protocols bars, since it
counts where a policy asks for TLS; where no main.cf was read (``--settings``), all older than TLS 1.2.
Levels: encrypt. For verify the server's name must have been checked (``Verified``), which happens
only where a policy already asks for it: at level may nobody looks, so the log is BLIND to it; dane-only
needs TLSA records signed by DNSSEC, of which a log says nothing.
Blind to: MX hosts that were not met in this time.
Change: a table tls_policy with a line a domain, postmap, and smtp_tls_policy_maps. Whose evidence goes,
goes from the table. Undo: the table taken out again.
Further reading: postconf(5) smtp_tls_policy_maps, TLS_README, RFC 8461, RFC 7672.
"""

from dataclasses import replace

from loganalyzer.advice.advice import Advice, Evidence, Party
from loganalyzer.advice.destinations import DELIVERIES, ON_DAYS, Destination, destinations, outbound
from loganalyzer.advice.encrypting import sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.tls import Question, answer
from loganalyzer.terms.moment import DAY
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import Tls, named, strength

NAME = "smtp_tls_policy_maps"
PROTOCOLS = "smtp_tls_mandatory_protocols"
LOGLEVEL = "smtp_tls_loglevel = 1 in main.cf, then postfix reload"
UNSEEN = "deliveries of which the log does not say how they were encrypted"
QUESTION = Question(
    decision=NAME,
    subject="outbound",
    words="Towards which domains may mail insist on TLS?",
    step="policy map",
    noun="domain",
    yes="every mail to {} was encrypted",
    no="be without mail: TLS cannot be had as it is asked for",
    advisable="yes: without a policy anybody on the way can strip TLS (RFC 7435 section 4)",
    blind_to=(
        "MX hosts that were not met in this time",
        "whether a server's name would verify, unless a line says Verified; and DNSSEC",
    ),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The one verdict, and the table."""
    found = destinations(facts)
    seen = stretch(facts, outbound(facts, versions=False), UNSEEN)
    entries = tuple((name, level_of(one)) for name, one in sorted(found.items()) if one.has_evidence)
    gate = sighted(seen, "no TLS line of smtp", LOGLEVEL)
    parties = tuple(
        sorted(
            (party(one) for one in found.values() if one.taken or one.troubled),
            key=lambda one: (not one.in_the_way, one.meets is not False, -one.times, one.name),
        )
    )
    words = counted(len(entries), "domain")
    question = _about(words if entries else "no domain")
    advice = answer(facts, question, seen, gate, parties, _because(found), _remarks(found), entries)
    if advice.verdict == "SAFE" and not entries:
        return (_waiting(advice),)
    return (advice,)


def level_of(one: Destination) -> str:
    """``verify`` where every mail went to a server whose name had been verified, else ``encrypt``."""
    verified = all(tls.trust == "Verified" for tls in one.tls)
    return "verify" if verified and one.taken else "encrypt"


def _about(domains: str) -> Question:
    return replace(QUESTION, yes=QUESTION.yes.format(domains))


def _waiting(advice: Advice) -> Advice:
    headline = f"No domain has {DELIVERIES} encrypted mails of our people on {ON_DAYS} days yet."
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
        times=sum(one.tls[tls] for tls in shown) or one.required or one.handshake,
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
