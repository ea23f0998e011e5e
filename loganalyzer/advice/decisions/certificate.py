"""Would an ECDSA certificate alone be understood by all?

This is information, with no switch: shares of keys, versions, ciphers and key exchanges.
Reads: TLS lines of smtpd, of strangers with mail and of our users: version, cipher, key exchange, and
whether that has forward secrecy.
SAFE when: everybody with mail on at least 28 days up to now used TLS 1.3, in which every client must
know ECDSA (RFC 8446 section 9.1), or ECDSA already.
NOT_YET when: that is true so far, but of fewer days; or some used TLS 1.2 or older with an RSA key and
elliptic curves: most of these would understand ECDSA too, but the log does not say.
UNSAFE when: some cannot do elliptic curves at all (their cipher is RSA or DHE only): with ECDSA alone
their handshakes fail; each is named.
BLIND when: smtpd_tls_loglevel is 0: then neither versions nor ciphers are logged.
Advisable: keep RSA, and put ECDSA beside it (smtpd_tls_chain_files takes both, Postfix 3.4).
Blind to: what clients offer but did not use; Dovecot's logins, unless %k is in their lines.
Change: none. Undo: none.
Further reading: postconf(5) smtpd_tls_chain_files, RFC 9325 section 4, RFC 8446 section 9.1.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from loganalyzer.advice.advice import Advice, Evidence
from loganalyzer.advice.decisions.smtpd_tls_protocols import LOGLEVEL, UNSEEN
from loganalyzer.advice.encrypting import at_least, inbound, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.strangers import peers
from loganalyzer.advice.tls import Question, answer
from loganalyzer.terms.tls import Tls

NAME = "certificate"
QUESTION = Question(
    decision=NAME,
    subject="ECDSA alone",
    words="Would an ECDSA certificate alone be understood by all?",
    step="",
    noun="network",
    yes="everybody with mail would have understood it",
    no="fail with ECDSA alone, for want of elliptic curves",
    advisable="information: keep RSA, and put an ECDSA certificate beside it (smtpd_tls_chain_files)",
    blind_to=("what clients offered but did not use", "servers and users who did not come by in this time"),
)
POST_QUANTUM = ("mlkem", "kyber")
"""In the names of hybrid groups: ``X25519MLKEM768``."""


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The shares, and whom ECDSA alone would lose."""
    told = at_least("SSLv2")
    seen = stretch(facts, inbound(facts, told, lambda service: True), UNSEEN)
    cannot = peers(facts, lambda service, tls: knows_curves(tls), "its handshake would fail", in_the_way=True)
    gate = sighted(seen, "no TLS line of smtpd", LOGLEVEL)
    advice = answer(facts, QUESTION, seen, gate, cannot, tuple(_shares(facts)))
    unsure = sum(n for tls, n in _mail(facts, "outside").items() if _is_unsure(tls))
    if advice.verdict == "SAFE" and unsure:
        headline = f"Nobody is known to need RSA, but of {unsure:,} messages by TLS 1.2 the log does not say."
        advice = replace(advice, verdict="NOT_YET", headline=headline)
    return (advice,)


def knows_curves(tls: Tls) -> bool | None:
    """False for a client that was left with RSA or DHE, True for elliptic curves, None without a line."""
    if tls.seen != "line":
        return True if tls.seen == "none" else None
    return tls.protocol == "TLSv1.3" or tls.cipher.startswith(("ECDHE", "TLS_"))


def _is_unsure(tls: Tls) -> bool:
    return tls.seen == "line" and tls.protocol != "TLSv1.3" and "ECDSA" not in tls.cipher


def _mail(facts: Facts, origin: str) -> Counter[Tls]:
    found: Counter[Tls] = Counter()
    for key, count in facts.tally.messages.items():
        if key.origin == origin:
            found[key.tls] += count
    return found


def key_type(tls: Tls) -> str:
    """The kind of our certificate that was used, where the cipher's name tells."""
    if "ECDSA" in tls.cipher:
        return "ECDSA certificate"
    return (
        "RSA certificate" if tls.protocol != "TLSv1.3" else "TLS 1.3, where the cipher does not tell the key"
    )


def family(tls: Tls) -> str:
    """The cipher by what it is made of."""
    for mark, name in (("CHACHA20", "ChaCha20-Poly1305"), ("GCM", "AES-GCM"), ("CCM", "AES-CCM")):
        if mark in tls.cipher:
            return name
    return "CBC or older ciphers"


def exchange(tls: Tls) -> str:
    """The key exchange: forward secret, and whether it holds against quantum computers too."""
    if any(mark in tls.key_exchange.lower() for mark in POST_QUANTUM):
        return "post-quantum key exchange"
    forward = tls.protocol == "TLSv1.3" or tls.cipher.startswith(("ECDHE", "DHE"))
    return "forward secrecy" if forward else "no forward secrecy (RSA key exchange)"


def _shares(facts: Facts) -> Iterator[Evidence]:
    for origin, whose in (("outside", "strangers"), ("authenticated", "our users")):
        mail = {tls: count for tls, count in _mail(facts, origin).items() if tls.seen == "line"}
        total = sum(mail.values())
        for of in (lambda tls: tls.protocol, key_type, family, exchange):
            shares: Counter[str] = Counter()
            for tls, count in mail.items():
                shares[of(tls)] += count
            for name, count in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
                yield Evidence(f"encrypted messages of {whose}: {name}", count, total)
