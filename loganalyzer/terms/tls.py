"""What is known of a connection's encryption."""

from functools import lru_cache
from typing import Literal, NamedTuple

Seen = Literal["line", "counter", "field", "none", "bare"]
"""How encryption, or its absence, was seen.

line: a ``TLS connection established`` line. counter: ``starttls=1`` at the end of the session.
field: the ``tls=`` field of Postfix 3.11. none: the session's counters, or the field, say that
there was none. bare: nothing was logged either way; what that means depends on whether the
service logs its TLS lines at all.
"""


class Tls(NamedTuple):
    """Protocol, cipher, key exchange and signature as logged; empty where the log does not say.

    server_signature: how the server proved its key under TLS 1.3 (``RSA-PSS``, ``ECDSA``, ``ED25519``),
        absent in a resumed session; until TLS 1.2 the cipher's name says it.
    """

    seen: Seen
    protocol: str = ""
    cipher: str = ""
    key_exchange: str = ""
    trust: str = ""
    server_signature: str = ""


@lru_cache(maxsize=4096)
def told(
    protocol: str, cipher: str, key_exchange: str = "", trust: str = "", server_signature: str = ""
) -> Tls:
    """What a TLS line says; there are few such texts, and each is one value."""
    return Tls("line", protocol, cipher, key_exchange, trust, server_signature)


BARE = Tls("bare")
NONE = Tls("none")
SECURED = Tls("none", trust="secured")
"""Without TLS, but from this machine or a network that Dovecot trusts (``login_trusted_networks``)."""
COUNTED = Tls("counter")

VERSIONS = ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
"""As OpenSSL names them (``SSL_get_version(3)``), weakest first; ``TLSv1`` is 1.0."""

PLAINTEXT = -1


def strength(tls: Tls) -> int | None:
    """The place of its version in ``VERSIONS``, ``PLAINTEXT`` without TLS, None where nobody knows."""
    if tls.seen == "none":
        return PLAINTEXT
    return VERSIONS.index(tls.protocol) if tls.protocol in VERSIONS else None


def named(tls: Tls) -> str:
    """How a connection was encrypted, in a word or two."""
    if tls.seen == "none":
        return "no TLS, but on this machine" if tls == SECURED else "plaintext"
    if tls.seen == "bare":
        return "not logged"
    return tls.protocol or "TLS, version not logged"
