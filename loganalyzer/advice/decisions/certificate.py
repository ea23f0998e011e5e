"""Would an ECDSA certificate alone be understood by all?

This is information, with no switch: who uses which key, version, cipher, key exchange and port.
Reads: TLS lines of smtpd, of strangers with mail and of our users; Dovecot's login lines. Until TLS 1.2
the cipher's name tells key and key exchange, with TLS 1.3 the line's own words do (Postfix 3.4).
SAFE when: everybody with mail on at least 28 days up to now used TLS 1.3, in which every client must
know ECDSA (RFC 8446 section 9.1), or ECDSA already.
NOT_YET when: that is true so far, but of fewer days; or some used TLS 1.2 or older with an RSA key and
elliptic curves: most of these would understand ECDSA too, but the log does not say.
UNSAFE when: some cannot do elliptic curves at all (their cipher is RSA or DHE only): with ECDSA alone
their handshakes fail; each is named.
BLIND when: smtpd_tls_loglevel is 0: then neither versions nor ciphers are logged. Of Dovecot's logins,
as long as %k (2.4: %{ssl_security}) and the port are not in login_log_format_elements.
Advisable: keep RSA, and put ECDSA beside it (smtpd_tls_chain_files takes both, Postfix 3.4).
Blind to: what clients offer but did not use; the key in resumed sessions of TLS 1.3.
Change: none. Undo: none.
Further reading: postconf(5) smtpd_tls_chain_files, RFC 9325 section 4, RFC 8446 section 9.1.
"""

from collections.abc import Iterator
from dataclasses import replace

from loganalyzer.advice import ports, shares
from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions.dovecot_ssl import version
from loganalyzer.advice.decisions.smtpd_tls_protocols import LOGLEVEL, UNSEEN
from loganalyzer.advice.encrypting import at_least, inbound, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_people import people
from loganalyzer.advice.strangers import peers
from loganalyzer.advice.tls import Question, answer
from loganalyzer.settings.dovecot import version_of
from loganalyzer.settings.dovecot_logins import in_one_line
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import Tls

NAME = "certificate"
FATE = "its handshake would fail"
QUESTION = Question(
    decision=NAME,
    subject="ECDSA alone",
    words="Would an ECDSA certificate alone be understood by all?",
    step="",
    noun="client",
    yes="everybody with mail would have understood it",
    no="fail with ECDSA alone, for want of elliptic curves",
    advisable="information: keep RSA, and put an ECDSA certificate beside it (smtpd_tls_chain_files)",
    blind_to=("what clients offered but did not use", "servers and users who did not come by in this time"),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The shares, and whom ECDSA alone would lose."""
    told = at_least("SSLv2")
    seen = stretch(facts, inbound(facts, told, lambda service: True), UNSEEN)
    users = [
        *people(facts, facts.tally.submitters, _meets, fate=FATE),
        *people(facts, facts.tally.readers, _meets, fate=FATE),
    ]
    strangers = peers(facts, _meets, FATE, in_the_way=True)
    cannot = (*(one for one in users if one.in_the_way), *strangers)
    gate = sighted(seen, "no TLS line of smtpd", LOGLEVEL)
    because = (*shares.shares(facts), *ports.shares(facts))
    advice = answer(facts, QUESTION, seen, gate, cannot, because, tuple(ports.who(facts)))
    advice = replace(advice, blind_to=(*advice.blind_to, *_blind_to(facts)))
    unsure = _unsure(facts)
    if advice.verdict == "SAFE" and unsure:
        mails = counted(unsure, "mail")
        headline = f"Nobody is known to need RSA, but of {mails} by TLS 1.2 or older the log does not say."
        advice = replace(advice, verdict="NOT_YET", headline=headline)
    return (advice,)


def knows_curves(tls: Tls) -> bool | None:
    """False for a client that was left with RSA or DHE, True for elliptic curves, None without a line."""
    if tls.seen != "line" or not tls.cipher:
        return True if tls.seen == "none" else None
    return tls.protocol == "TLSv1.3" or tls.cipher.startswith(("ECDHE", "AECDH", "TLS_"))


def _meets(service: str, tls: Tls) -> bool | None:
    return knows_curves(tls)


def _unsure(facts: Facts) -> int:
    """Mails of strangers and of our people by curves with an RSA key: they may know ECDSA or not."""
    return sum(
        count
        for key, count in facts.tally.messages.items()
        if key.origin != "plumbing" and key.tls.protocol != "TLSv1.3" and shares.key(key.tls) == "RSA key"
    )


def _blind_to(facts: Facts) -> Iterator[str]:
    readers = facts.tally.readers
    if ports.is_hidden(facts) or any(one.tls.seen == "line" and not one.tls.protocol for one in readers):
        line = in_one_line(version_of(version(facts)))
        yield f"more of Dovecot's logins, until this stands in its configuration: {line}"
