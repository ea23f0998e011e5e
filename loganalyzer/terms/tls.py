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
    """Protocol, cipher and key exchange as logged; empty where the log does not say."""

    seen: Seen
    protocol: str = ""
    cipher: str = ""
    key_exchange: str = ""
    trust: str = ""


@lru_cache(maxsize=4096)
def told(protocol: str, cipher: str, key_exchange: str = "", trust: str = "") -> Tls:
    """What a TLS line says; there are few such texts, and each is one value."""
    return Tls("line", protocol, cipher, key_exchange, trust)


BARE = Tls("bare")
NONE = Tls("none")
SECURED = Tls("none", trust="secured")
"""Without TLS, but from this machine or a network that Dovecot trusts (``login_trusted_networks``)."""
COUNTED = Tls("counter")
