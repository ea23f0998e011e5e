"""What the log says about mail in a domain's name, whoever else sees it: numbers, remarks, blind spots."""

from collections.abc import Iterator

from loganalyzer.advice.advice import Evidence
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_domain import OwnDomain
from loganalyzer.advice.source import Source
from loganalyzer.advice.spf_gates import left_alone, refusals
from loganalyzer.terms.client import is_plumbing
from loganalyzer.terms.plural import counted


def because(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> tuple[Evidence, ...]:
    """The numbers that a verdict rests on."""
    return tuple(
        one
        for part in (_handed_in, _reported, _refused)
        for one in part(facts, domain, rows)
        if one.count or one.total
    ) + tuple(_of_others(facts))


def _handed_in(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> Iterator[Evidence]:
    claims = [
        (key, used)
        for key, used in facts.tally.claims.items()
        if key.sender_domain == domain.name and not is_plumbing(key.client_address)
    ]
    total = sum(used.times for _, used in claims)
    where = tuple(sorted(used.at for _, used in claims)[:3])
    yield Evidence("messages from outside bore it as sender and were accepted here", total, None, where)
    if total:
        signed = sum(used.times for key, used in claims if key.signed)
        yield Evidence("of these were signed by it, as our filter found", signed, total)
        passing = [used.times for key, used in claims if domain.record.passes(key.client_address)]
        if domain.record.state != "unknown":
            yield Evidence("of these came from where the record passes", sum(passing), total)
    sent = sum(
        used.times
        for key, used in facts.tally.sent.items()
        if key.whose == "ours" and key.sender_domain == domain.name
    )
    yield Evidence("mails in its name left this server for others", sent)


def _reported(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> Iterator[Evidence]:
    ours = [row for row in domain.reported if row.ours]
    total = sum(row.messages for row in ours)
    if total:
        passing = sum(row.messages for row in ours if domain.record.passes(row.address))
        if domain.record.state != "unknown":
            yield Evidence("messages in DMARC reports came from where the record passes", passing, total)
        yield Evidence(
            "messages in DMARC reports were signed", sum(r.messages for r in ours if r.signed), total
        )
    others = sum(row.messages for row in domain.reported if not row.ours)
    yield Evidence("more had another domain's envelope sender, which this record does not touch", others)


def _refused(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> Iterator[Evidence]:
    found = refusals(facts, domain.name)
    for about in sorted({key.about for key, _ in found}):
        of = [used for key, used in found if key.about == about]
        places = tuple(sorted(used.at for used in of)[:3])
        yield Evidence(
            f"refusals elsewhere of our mail in its name, for {about}", sum(u.times for u in of), None, places
        )


def _of_others(facts: Facts) -> Iterator[Evidence]:
    """What is not about this domain, but about mail that this server sends on."""
    sent = dict.fromkeys(("forwarded", "rewritten", "bounces"), 0)
    for key, used in facts.tally.sent.items():
        if key.whose in sent:
            sent[key.whose] += used.times
    total = sent["forwarded"] + sent["rewritten"]
    if sent["forwarded"]:
        yield Evidence("mails of strangers were forwarded with their own sender", sent["forwarded"], total)
    lost = [(key, used) for key, used in facts.tally.refusals.items() if key.whose == "forwarded"]
    if lost:
        places = tuple(sorted(used.at for _, used in lost)[:3])
        said = "refusals elsewhere of mail that we forward, naming SPF, DKIM or DMARC"
        yield Evidence(said, sum(used.times for _, used in lost), None, places)
    if sent["bounces"]:
        yield Evidence("bounces left with no sender: others check our HELO name instead", sent["bounces"])


def remarks(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> tuple[str, ...]:
    """What is to be known beside the verdict."""
    return tuple(_remarks(facts, domain, rows))


def _remarks(facts: Facts, domain: OwnDomain, rows: tuple[Source, ...]) -> Iterator[str]:
    yield from domain.record.findings
    if any(key.whose == "forwarded" for key in facts.tally.sent):
        yield (
            "this server forwards mail of others with their own sender: where their record ends in -all, our "
            "users lose that mail, whatever our own record says (SRS, as by postsrsd, rewrites the sender)"
        )
    others = sorted(
        key.sender_domain
        for key in facts.tally.sent
        if key.whose == "ours" and key.sender_domain and key.sender_domain not in facts.known.own_domains
    )
    if others and facts.known.own_domains:
        yield f"this server also sends in the name of {counted(len(others), 'domain')} that are not ours"
    smarthost = _smarthost(facts)
    if smarthost:
        yield "all mail to others leaves through one server: it is its addresses that must be in the record"
    seldom = [row for row in rows if left_alone(row)]
    if seldom:
        mails = sum(row.messages for row in seldom)
        many = f"{counted(mails, 'message')} of {counted(len(seldom), 'source')}"
        yield f"{many} seen once or twice would fail too, and nobody has judged them"


def _smarthost(facts: Facts) -> bool:
    """True where every mail to several domains went through one and the same server."""
    hosts = {key.relay_host for key in facts.tally.deliveries if key.relayed and key.ours}
    domains = {key.domain for key in facts.tally.deliveries if key.relayed and key.ours}
    return len(hosts) == 1 and len(domains) > 2


def blind_to(facts: Facts) -> tuple[str, ...]:
    """What no log and no report shows."""
    return (
        "mail in our name that others refuse before DATA: no report tells of it",
        "sources that wrote to nobody here, nor to a receiver that reports, in these days",
    )
