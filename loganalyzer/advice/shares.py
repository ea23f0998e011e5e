"""Shares of what is in use: keys, versions, ciphers and key exchanges, of strangers and of our people.

Names are OpenSSL's. Until TLS 1.2 the cipher names key and key exchange (RFC 5246 section A.5); TLS 1.3
names them apart, Postfix since 3.4 and not in resumed sessions, Dovecot never.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from loganalyzer.advice.advice import Evidence
from loganalyzer.advice.encrypting import is_own
from loganalyzer.advice.facts import Facts
from loganalyzer.measures.used import PeerKey, PersonKey, Used
from loganalyzer.terms.plural import counted
from loganalyzer.terms.tls import Tls

POST_QUANTUM = ("mlkem", "kyber")
"""In the names of hybrid groups: ``X25519MLKEM768``."""

HIDDEN = "not logged"

KEYS = (("ECDSA", "ECDSA key"), ("ED25519", "Ed25519 key"), ("ED448", "Ed448 key"), ("RSA", "RSA key"))
ANONYMOUS = ("ADH-", "AECDH-")
"""Ciphers without a certificate, which postfix(1) to postfix(1) may agree on."""

FAMILIES = (
    ("CHACHA20", "ChaCha20-Poly1305"),
    ("GCM", "AES-GCM"),
    ("CCM", "AES-CCM"),
)


def version(tls: Tls) -> str:
    """``TLSv1.2``."""
    return tls.protocol or HIDDEN


def key(tls: Tls) -> str:
    """The kind of our certificate's key."""
    if tls.protocol == "TLSv1.3":
        named = tls.server_signature.upper()
        return next((name for mark, name in KEYS if mark in named), HIDDEN)
    if not tls.cipher:
        return HIDDEN
    if tls.cipher.startswith(ANONYMOUS):
        return "no certificate"
    return "ECDSA key" if "ECDSA" in tls.cipher else "RSA key"


def family(tls: Tls) -> str:
    """The cipher by what it is made of."""
    if not tls.cipher:
        return HIDDEN
    return next((name for mark, name in FAMILIES if mark in tls.cipher), "CBC or older cipher")


def secrecy(tls: Tls) -> str:
    """Whether a key that is stolen later opens what was recorded."""
    if tls.protocol == "TLSv1.3":
        return "forward secrecy"
    if not tls.cipher:
        return HIDDEN
    forward = tls.cipher.startswith(("ECDHE", "DHE", *ANONYMOUS))
    return "forward secrecy" if forward else "no forward secrecy"


def exchange(tls: Tls) -> str:
    """The key exchange, and whether it holds against quantum computers too."""
    if tls.protocol == "TLSv1.3":
        known = any(mark in tls.key_exchange.lower() for mark in POST_QUANTUM)
        curves = "key exchange by elliptic curves" if tls.key_exchange else HIDDEN
        return "post-quantum key exchange" if known else curves
    if not tls.cipher:
        return HIDDEN
    if tls.cipher.startswith(("ECDHE", "AECDH")):
        return "key exchange by elliptic curves"
    return "key exchange by DH" if tls.cipher.startswith(("DHE", "ADH")) else "key exchange by RSA"


ASKED: tuple[tuple[str, Callable[[Tls], str]], ...] = (
    ("version", version),
    ("key", key),
    ("cipher", family),
    ("secrecy", secrecy),
    ("key exchange", exchange),
)


@dataclass(slots=True)
class Use:
    """Of one kind: how often, and by whom."""

    times: int = 0
    who: set[str] = field(default_factory=set)


def shares(facts: Facts) -> Iterator[Evidence]:
    """For strangers, for our people who send, and for those who read: each kind, most first."""
    tally = facts.tally
    yield from _of("strangers' encrypted mail", "network", _networks(tally.peers))
    yield from _of("our people's encrypted mail", "user", _people(tally.submitters))
    yield from _of("encrypted logins to Dovecot", "user", _people(tally.readers))


Row = tuple[str, Tls, int]
"""Who, how encrypted, how often."""


def _networks(peers: Mapping[PeerKey, Used]) -> Iterator[Row]:
    return ((one.network, one.tls, used.times) for one, used in peers.items() if not is_own(one.service))


def _people(used: Mapping[PersonKey, Used]) -> Iterator[Row]:
    return ((one.user, one.tls, uses.times) for one, uses in used.items())


def _of(what: str, noun: str, rows: Iterable[Row]) -> Iterator[Evidence]:
    encrypted = [row for row in rows if row[1].seen in ("line", "counter", "field")]
    everybody = len({who for who, _, _ in encrypted})
    total = sum(times for _, _, times in encrypted)
    blind = []
    for name, asked in ASKED:
        found = _by_kind(encrypted, asked)
        if set(found) == {HIDDEN}:
            blind.append(name)
            continue
        for kind, use in sorted(found.items(), key=lambda item: (-item[1].times, item[0])):
            said = f"BLIND to the {name}, not logged" if kind == HIDDEN else kind
            by = f"{len(use.who):,} of {counted(everybody, noun)}"
            yield Evidence(f"{what}: {said} ({by})", use.times, total)
    if blind:
        yield Evidence(f"{what}: BLIND to {', '.join(blind)}, not logged", total, total)


def _by_kind(rows: Iterable[Row], asked: Callable[[Tls], str]) -> Mapping[str, Use]:
    found: defaultdict[str, Use] = defaultdict(Use)
    for who, tls, times in rows:
        use = found[asked(tls)]
        use.times += times
        use.who.add(who)
    return found
