"""The TLS proxy: in front of postscreen, and behind the SMTP client that shares connections."""

from loganalyzer.grammar.fragments import RELAY, TLS, TLS_TRUST
from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/tlsproxy",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "tlsproxy.tls_in",
        _TAGS,
        TLS_TRUST,
        r" TLS connection established from [^\[]*+"
        r"\[(?P<client_address>[^\]]++)\](?::(?P<client_port>\d++)|)"
        rf"(?: to [^ :]++|): {TLS}",
        "a client is encrypted, mostly one that postscreen still tests",
        word="tls_trust",
        since="2.8",
    ),
    Kind(
        "tlsproxy.tls_out",
        _TAGS,
        TLS_TRUST,
        rf" TLS connection (?P<how>established|reused) to {RELAY}: {TLS}",
        "a shared connection to another server is encrypted",
        word="tls_trust",
        since="3.4",
    ),
    Kind(
        "tlsproxy.failed",
        _TAGS,
        "TLS handshake failed for service=",
        r"(?P<service>[^ ]++) peer=[^\[]*+\[(?P<client_address>[^\]]++)\]:(?P<client_port>\d++)",
        "a TLS handshake failed",
        since="2.8",
    ),
    known("tlsproxy.connect", _TAGS, ("CONNECT from [", "CONNECT to ["), "a connection is handed over"),
    Kind(
        "tlsproxy.disconnect",
        _TAGS,
        "DISCONNECT ",
        r"\[(?P<client_address>[^\]]++)\]:(?P<client_port>\d++)",
        "a connection has ended",
        since="2.8",
    ),
)
