"""May the SPF record of a domain of ours end in -all, and should it?

Judged for each domain: our log never shows what others send in its name to others, so it takes more.
Reads: the SPF record (--dns, --spf-record, --zone, --answers); DMARC aggregate reports (--dmarc); our
logs: strangers' mail with the domain as envelope sender, what this server sends, other servers' refusals
that name SPF or DMARC, mail that is forwarded, bounces; labels and what the admin says of the domain.
SAFE when: DMARC reports tell of at least 28 of the last 35 days (by reporters who are known: see below) or
the admin says that only this server sends; the record is valid and fully looked up; this server passes it
and nobody refuses its mail for SPF; and every source that the record does not pass is decided.
NOT_YET when: that is not so yet: a source is unclear, a refusal names SPF, the record is none or faulty.
UNSAFE when: mail that is known to be ours would fail: this server's, a source labelled wanted, or one that
signs with the domain's key and returns. A forwarder is such a one: its receivers may refuse, until it
rewrites senders or somebody says that it may break (mailstat label).
BLIND when: the record was not looked up, or reports are too few and the admin has not said that only this
server sends (--only-this-server-sends). What the log shows is printed all the same, and the verdict that
his yes would give. A domain that sends no mail (--sends-no-mail) needs neither: v=spf1 -all.
Reports can be forged by whoever may write to the folder, or mail to the address in rua=. They only add
sources, so the days that they claim are what matters: a day counts only by a reporter at whose
organisation our people have mail delivered, or whom --reporter names; with --authserv only by reports
whose mail that server found to be signed by the reporter. Signatures can be replayed: they hold a switch
up, and never propose an address for the record.
Blind to: refusals elsewhere before DATA, sources that wrote in none of these days, receivers that send no
reports, and users who send as this domain through servers of others.
Advisable: under a profile (--profile): conditional (-all until the domain's DMARC policy enforces), dmarc
(~all, always), strict (-all, always).
Change: one TXT record. Undo: the old one; both take its time to live.
Further reading: RFC 7208, RFC 7489 section 10.1, RFC 9989, M3AAWG Email Authentication Recommended Best
Practices.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from loganalyzer.advice.advice import Advice, Gate, Verdict
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.fused import sources
from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_advisable import advisable
from loganalyzer.advice.spf_gates import decided, long_enough, published, sighted, this_server
from loganalyzer.advice.spf_plan import SpfPlan
from loganalyzer.advice.spf_shown import because, blind_to, remarks
from loganalyzer.advice.spf_sight import weighed
from loganalyzer.advice.spf_steps import additions, steps, watch
from loganalyzer.terms.moment import DAY, as_date
from loganalyzer.terms.plural import counted

NAME = "spf_all"
NO_DOMAIN = OwnDomain("")


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdict on each domain of ours."""
    named = facts.domains or tuple(map(OwnDomain, sorted(facts.known.own_domains)))
    return tuple(of_domain(facts, domain) for domain in named or (NO_DOMAIN,))


@dataclass(frozen=True, slots=True)
class _Judged:
    """One judgement, with or without the admin's word."""

    verdict: Verdict
    gates: tuple[Gate, ...]
    sources: tuple[Source, ...]


def of_domain(facts: Facts, domain: OwnDomain) -> Advice:
    """The verdict on one domain; where nobody can see, also the one that the admin's word would give."""
    word = domain.sends_no_mail is not None or domain.only_this_server is not None
    now = _judged(facts, domain, asserted=word)
    yes = None
    if now.verdict == "BLIND" and not word and domain.name:
        yes = _judged(facts, domain, asserted=True).verdict
    return Advice(
        decision=NAME,
        subject=domain.name,
        host=facts.host,
        verdict=now.verdict,
        headline=_headline(now, domain),
        advisable=_advisable(domain),
        because=because(facts, domain, now.sources),
        gates=now.gates,
        step="" if domain.record.default == "-" and now.verdict == "SAFE" else "SPF record",
        blind_to=blind_to(facts),
        look_again=_look_again(facts, now),
        remarks=remarks(facts, domain, now.sources),
        question=_question(domain),
        spf=_plan(facts, domain, now, yes),
    )


def _judged(facts: Facts, domain: OwnDomain, *, asserted: bool) -> _Judged:
    if not domain.name:
        gate = Gate("domain known", False, "no domain of ours is known", "one", "--own-domain")
        return _Judged("BLIND", (gate,), ())
    if domain.sends_no_mail is not None:
        return _silent(facts, domain)
    rows = sources(facts, domain, asserted=asserted)
    gates = (
        sighted(facts, domain, asserted=asserted),
        published(domain, rows),
        *((long_enough(facts),) if asserted else ()),
        this_server(facts, domain, asserted=asserted),
        decided(facts, rows),
    )
    return _Judged(_verdict(gates, rows), gates, rows)


def _silent(facts: Facts, domain: OwnDomain) -> _Judged:
    """A domain that is said to send nothing: whatever passes or is signed contradicts that."""
    rows = tuple(
        replace(row, in_the_way=row.known or row.passes is True, mechanism="")
        for row in sources(facts, domain, asserted=True)
    )
    gates = (sighted(facts, domain, asserted=True), long_enough(facts), decided(facts, rows))
    return _Judged(_verdict(gates, rows), gates, rows)


def _verdict(gates: tuple[Gate, ...], rows: tuple[Source, ...]) -> Verdict:
    holds = {gate.name: gate.holds for gate in gates}
    if not holds["sighted"] or not holds.get("record known", True):
        return "BLIND"
    if any(row.in_the_way and row.known for row in rows):
        return "UNSAFE"
    return "SAFE" if all(holds.values()) else "NOT_YET"


def _question(domain: OwnDomain) -> str:
    name = f"the SPF record of {domain.name}" if domain.name else "our SPF record"
    if domain.record.default == "-":
        return f"Is it safe that {name} ends in -all?"
    return f"May {name} end in -all?"


def _headline(now: _Judged, domain: OwnDomain) -> str:
    closed = [gate for gate in now.gates if not gate.holds]
    if now.verdict == "BLIND":
        if closed[0].name == "sighted":
            return f"Nobody can see who else sends in its name: {closed[0].value}."
        return f"It cannot be judged: {closed[0].value}."
    if now.verdict == "UNSAFE":
        lost = [row for row in now.sources if row.in_the_way and row.known]
        mails = counted(sum(row.messages for row in lost), "message")
        last = as_date(max(row.last for row in lost) // DAY)
        of = f"{mails} of {counted(len(lost), 'source')}, the last on {last}"
        return f"Mail that is known to be sent in its name would fail: {of}."
    if now.verdict == "SAFE":
        if domain.sends_no_mail is not None:
            return "It is said to send no mail, and nothing contradicts that."
        return "Everything that is known to send in its name passes the record."
    return f"Nothing is known to be lost, but one thing is open: {closed[0].name}: {closed[0].value}."


def _advisable(domain: OwnDomain) -> str:
    if domain.sends_no_mail is not None:
        return "yes: who sends no mail says so: v=spf1 -all (RFC 7208 section 10.1.2), with DMARC p=reject"
    return advisable(domain)


def _plan(facts: Facts, domain: OwnDomain, now: _Judged, yes: Verdict | None) -> SpfPlan:
    ready = now.verdict == "SAFE"
    sees = now.gates[0].holds
    return SpfPlan(
        domain=domain.name,
        state=domain.record.state,
        old=domain.record.text,
        add=additions(now.sources),
        sends_nothing=domain.sends_no_mail is not None,
        sources=now.sources,
        reporters=weighed(facts, domain),
        steps=tuple(steps(domain, now.sources, sees, ready)) if domain.name else (),
        watch=watch(domain) if domain.name else (),
        ask=ASK.format(domain.name) if yes is not None else "",
        if_yes=yes,
    )


ASK = (
    "Does anything but this server send mail as {0}: a newsletter or shop, invoices, a web server, printers, "
    "users through their provider? If nothing does, say so with --only-this-server-sends --why TEXT"
)


def _look_again(facts: Facts, now: _Judged) -> date | None:
    if now.verdict == "SAFE" or not facts.last_day:
        return None
    dates = [gate.on for gate in now.gates if gate.on is not None and not gate.holds]
    return max(dates, default=as_date(facts.last_day) + timedelta(days=7))
