"""May smtpd refuse TLS versions below 1.2?

One answer for port 25 and one for submission (and smtps), since those who come there are not alike.
Reads: smtpd's TLS lines, its ``starttls=`` counters, failed handshakes with what the same client did
next, and who logged in.
SAFE when: TLS was logged on every day of at least 28 up to now, and, on submission, everyone who
logged in used TLS 1.2 or newer; on port 25, no network that writes here went away for good when
its handshake failed.
NOT_YET when: that is true so far, but of fewer days.
UNSAFE when: one of our users still uses something older (each is named); on port 25, when a network
that writes here is known to go away instead of coming back in plaintext.
BLIND when: ``smtpd_tls_loglevel`` is 0, its default: a log without TLS lines knows no versions.
Advisable: on port 25 an old peer comes back in plaintext: it loses encryption, not mail, and TLS 1.0 is
better than none (RFC 7435). How much mail that is, is said.
Blind to: users who did not log in in this time; which version a client offered whose handshake failed.
Change: ``smtpd_tls_mandatory_protocols`` where the level is encrypt (submission), ``smtpd_tls_protocols``
where it is may; the spelling is the version's. Undo: the lines that were there.
Further reading: postconf(5) smtpd_tls_mandatory_protocols, RFC 8996, RFC 9325 section 3.1.
"""

from dataclasses import replace

from loganalyzer.advice import strangers
from loganalyzer.advice.advice import Advice, Evidence
from loganalyzer.advice.encrypting import (
    MINIMUM,
    Meets,
    at_least,
    inbound,
    is_login,
    is_own,
    sighted,
    stretch,
)
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.failures import failures
from loganalyzer.advice.own_people import meeting, people, users_of
from loganalyzer.advice.tls import Question, answer, at_minimum
from loganalyzer.advice.tls_reported import evidence
from loganalyzer.terms.plural import counted

NAME = "smtpd_tls_protocols"
LOGLEVEL = "smtpd_tls_loglevel = 1 in main.cf, then postfix reload"
UNSEEN = "encrypted sessions without a TLS line"

PORT_25 = Question(
    decision=NAME,
    subject="port 25",
    words=f"May smtpd ask for {MINIMUM} on port 25?",
    step="inbound minimum, port 25",
    noun="network",
    yes="nobody's mail would have stayed away",
    no="lose mail",
    advisable="yes: nobody would lose encryption (RFC 8996)",
    blind_to=("the version that a client offered whose handshake failed", "senders who write seldom"),
)
SUBMISSION = Question(
    decision=NAME,
    subject="submission",
    words=f"May submission and smtps ask for {MINIMUM}?",
    step="inbound minimum, submission",
    noun="user",
    yes=f"everyone who logged in used {MINIMUM} or newer",
    no="be locked out",
    advisable="yes: TLS 1.0 and 1.1 must not be used any more (RFC 8996)",
    blind_to=("users who did not log in in this time",),
    letter=(
        "Your mail program or device still reaches our server by an outdated TLS version, which we will "
        "soon switch off; it will then no longer be able to send mail. Please update it, or tell us "
        "which device it is."
    ),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdicts on port 25 and on submission."""
    return port_25(facts, MINIMUM), submission(facts, MINIMUM)


def port_25(facts: Facts, minimum: str) -> Advice:
    """Strangers, and those of our users who hand in mail on their port."""
    meets = at_least(minimum)
    seen = stretch(facts, inbound(facts, _told(meets), strangers.on_port_25), UNSEEN)
    weak = strangers.peers(facts, meets, "comes back in plaintext, mostly", in_the_way=False)
    users = people(facts, facts.tally.submitters, meets, strangers.on_port_25)
    parties = (*(one for one in users if one.in_the_way), *strangers.gone(facts), *weak)
    mails, sessions = strangers.touched(facts, meets, f"came by TLS older than {minimum}")
    question = at_minimum(PORT_25, MINIMUM, minimum)
    if mails.count:
        networks = counted(len({one.name for one in weak}), "network")
        mail = counted(mails.count, "message")
        says = f"conditional: {mail} of {networks} would then come in plaintext, which is worse (RFC 7435)"
        question = replace(question, advisable=says)
    because = (
        mails,
        sessions,
        *failures(facts, strangers.on_port_25),
        *evidence(facts.tls_reported),
    )
    gate = sighted(seen, "no TLS line of smtpd", LOGLEVEL)
    return answer(facts, strangers.counting(question, parties), seen, gate, parties, because)


def submission(facts: Facts, minimum: str) -> Advice:
    """Our own people, all of them."""
    meets = at_least(minimum)
    seen = stretch(facts, inbound(facts, _told(meets), is_own, users=True), UNSEEN)
    parties = people(facts, facts.tally.submitters, meets, is_own)
    because = (
        Evidence(f"users logged in by {minimum} or newer only", meeting(parties), users_of(parties)),
        *failures(facts, is_submission),
    )
    nothing = "no TLS line of submission or smtps"
    question = at_minimum(SUBMISSION, MINIMUM, minimum)
    return answer(facts, question, seen, sighted(seen, nothing, LOGLEVEL), parties, because)


def is_submission(service: str) -> bool:
    """True for a service where our people hand mail in."""
    return is_own(service) and not is_login(service)


def _told(meets: Meets) -> Meets:
    """The same, but where TLS was not used at all nothing shows that it would have been logged."""
    return lambda service, tls: None if tls.seen != "none" and meets(service, tls) is None else True
