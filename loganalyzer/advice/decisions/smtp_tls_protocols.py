"""May our server ask others for TLS 1.2 or newer?

Reads: the TLS lines of smtp and the deliveries that follow them, by recipient domain.
SAFE when: versions were logged on every day of at least 28 up to now, and no domain's server used
anything older.
NOT_YET when: that is true so far, but of fewer days.
UNSAFE when: a domain is reached by something older only; each is named. At level may its mail would
first be put off and then go in plaintext; where a policy asks for encryption it would bounce.
BLIND when: smtp_tls_loglevel is 0, its default; the ``tls=`` field of Postfix 3.11 knows no versions.
Blind to: servers that nobody wrote to in this time.
Change: smtp_tls_protocols, which counts at level may, and smtp_tls_mandatory_protocols, which counts
where a policy asks for encryption; the spelling is the version's. Undo: the lines that were there.
Further reading: postconf(5) smtp_tls_mandatory_protocols, RFC 8996, RFC 9325 section 3.1.
"""

from loganalyzer.advice.advice import Advice, Evidence, Party
from loganalyzer.advice.decisions.smtp_tls_policy_maps import LOGLEVEL
from loganalyzer.advice.destinations import Destination, destinations, outbound
from loganalyzer.advice.encrypting import MINIMUM, at_least, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.tls import Question, answer, at_minimum
from loganalyzer.terms.tls import named, strength

NAME = "smtp_tls_protocols"
QUESTION = Question(
    decision=NAME,
    subject="outbound",
    words=f"May our server ask others for {MINIMUM}?",
    step="outbound minimum",
    noun="domain",
    yes=f"every server reached by TLS used {MINIMUM} or newer",
    no="be sent to in plaintext, or not at all where a policy insists on TLS",
    advisable="yes: TLS 1.0 and 1.1 must not be used any more (RFC 8996)",
    blind_to=("servers that nobody wrote to in this time",),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The one verdict, for both parameters."""
    return (outbound_minimum(facts, MINIMUM),)


def outbound_minimum(facts: Facts, minimum: str) -> Advice:
    """Every domain that would be reached otherwise than it is."""
    meets = at_least(minimum)
    found = destinations(facts)
    seen = stretch(
        facts,
        outbound(facts, versions=True),
        ("delivery without a TLS line", "deliveries without a TLS line"),
    )
    parties = [one for one in (_party(each, minimum) for each in found.values()) if one is not None]
    weak = sum(n for one in found.values() for tls, n in one.tls.items() if meets("", tls) is False)
    taken = sum(one.taken for one in found.values())
    older = f"by TLS older than {minimum}"
    because = (
        Evidence(f"recipients outside were reached {older}", weak, taken),
        Evidence(f"domains were reached {older}, always or at times", len(parties), len(found)),
    )
    gate = sighted(seen, "no TLS line of smtp", LOGLEVEL)
    parties.sort(key=lambda one: (-one.times, one.name))
    question = at_minimum(QUESTION, MINIMUM, minimum)
    return answer(facts, question, seen, gate, tuple(parties), because)


def _party(one: Destination, minimum: str) -> Party | None:
    meets = at_least(minimum)
    weak = [tls for tls in one.tls if meets("", tls) is False]
    if not weak:
        return None
    by_strength = sorted(one.tls, key=lambda tls: (strength(tls) or 0, tls))
    days: set[int] = set()
    for tls in weak:
        days |= one.days[tls]
    return Party(
        name=one.domain,
        service="",
        client=", ".join(sorted(one.hosts)[:3]),
        best=named(by_strength[-1]),
        worst=named(min(weak, key=lambda tls: strength(tls) or 0)),
        times=sum(one.tls[tls] for tls in weak),
        days=len(days),
        last=max(one.last[tls] for tls in weak),
        meets=False,
        fate="is put off first, then sent in plaintext; with a policy of encrypt it bounces",
        in_the_way=True,
        where=(),
    )
