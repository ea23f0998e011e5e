"""Why TLS handshakes fail, in plain words.

The reasons are OpenSSL's (``ssl/ssl_err.c``); one that begins with ``alert`` is what the other side says
of us (RFC 8446 section 6.2), any other what our side says of it. ``sslv3 alert`` is but an old name for
an alert and does not speak of SSLv3; OpenSSL 3.2 calls it ``ssl/tls alert``.
"""

import re
from typing import Literal, NamedTuple

Kind = Literal["version", "certificate", "mode", "noise", "peer", "network"]
"""Where to look: versions and ciphers that do not meet, our certificate, a port that begins otherwise,
scanners, the other side's own trouble, a connection that broke."""


class Cause(NamedTuple):
    """What a reason means, as seen from here, and what to do; ``advice`` is empty where there is nothing."""

    kind: Kind
    means: str
    advice: str = ""


_OLD = "an old program: ask for an update, or lower the minimum for it"
_CHAIN = "send the whole chain (smtpd_tls_chain_files, or ssl_cert in Dovecot), and check names and dates"
_MODE = "STARTTLS belongs to ports 25, 587, 143 and 110, TLS from the start to 465, 993 and 995"

CAUSES: dict[str, Cause] = {
    "unsupported protocol": Cause("version", "its newest TLS version is older than our oldest", _OLD),
    "unknown protocol": Cause("version", "it speaks no TLS version that we accept, or no TLS at all", _OLD),
    "version too low": Cause("version", "its TLS version is below what the system's policy allows", _OLD),
    "no shared cipher": Cause(
        "version",
        "we have no cipher in common, or none for our kind of key",
        "check tls_*_cipherlist; with an ECDSA certificate alone, put one with RSA beside it",
    ),
    "no suitable key share": Cause(
        "version", "we have no key exchange in common", "check tls_eecdh_auto_curves"
    ),
    "no suitable signature algorithm": Cause(
        "version",
        "it cannot verify signatures of our kind of key",
        "with an ECDSA certificate alone, put one with RSA beside it",
    ),
    "alert handshake failure": Cause("version", "it found no version, cipher or key of ours that it accepts"),
    "alert protocol version": Cause("version", "it refuses our TLS versions"),
    "alert insufficient security": Cause("version", "it wants stronger ciphers than ours"),
    "wrong version number": Cause(
        "mode", "what it sent after STARTTLS, or on a port that begins with TLS, is no TLS", _MODE
    ),
    "http request": Cause("mode", "a web browser or scanner asked this port for a page"),
    "https proxy request": Cause("mode", "a scanner took this port for a web proxy"),
    "packet length too long": Cause("noise", "what it sent is no TLS"),
    "bad record type": Cause("noise", "what it sent is no TLS"),
    "unexpected message": Cause("peer", "it broke the rules of TLS"),
    "unexpected eof while reading": Cause("noise", "it hung up in the middle of the handshake"),
    "decryption failed or bad record mac": Cause(
        "peer", "what it sent was damaged on the way, or it is broken"
    ),
    "alert bad record mac": Cause("peer", "what we sent was damaged on the way, or it is broken"),
    "alert bad certificate": Cause("certificate", "it does not accept our certificate", _CHAIN),
    "alert unsupported certificate": Cause("certificate", "it does not know our kind of certificate", _CHAIN),
    "alert certificate revoked": Cause("certificate", "it says that our certificate was revoked", "renew it"),
    "alert certificate expired": Cause("certificate", "it says that our certificate has expired", "renew it"),
    "alert certificate unknown": Cause(
        "certificate", "it does not accept our certificate and does not say why", _CHAIN
    ),
    "alert unknown ca": Cause("certificate", "it does not know who issued our certificate", _CHAIN),
    "alert access denied": Cause("peer", "it does not want to talk with us"),
    "alert internal error": Cause("peer", "it has trouble of its own"),
    "alert decode error": Cause("peer", "it could not read what we sent"),
    "alert decrypt error": Cause("peer", "a signature or key did not fit, as it sees it"),
    "alert user canceled": Cause("peer", "somebody there broke off"),
    "alert unrecognized name": Cause("peer", "it does not serve the name that was asked for"),
    "alert certificate required": Cause("peer", "it wants a certificate from us"),
    "alert no application protocol": Cause("peer", "we have no application protocol in common"),
    "no application protocol": Cause("peer", "we have no application protocol in common"),
    "certificate verify failed": Cause("peer", "we do not accept its certificate"),
    "peer did not return a certificate": Cause("peer", "it has no certificate, and we ask for one"),
    "dh key too small": Cause("peer", "its key is too short for our security level"),
    "ca md too weak": Cause("peer", "its certificate is signed in a way that is not safe any more"),
    "legacy sigalg disallowed or unsupported": Cause(
        "peer", "its certificate is signed in a way that is not safe any more"
    ),
    "unsafe legacy renegotiation disabled": Cause("peer", "it is too old to renegotiate safely"),
    "lost connection": Cause("network", "it hung up without a word"),
    "connection reset by peer": Cause("network", "it hung up without a word"),
    "broken pipe": Cause("network", "it hung up without a word"),
    "connection timed out": Cause("network", "it fell silent"),
    "connection closed": Cause("network", "it hung up without a word"),
    "invalid argument": Cause("network", "no reason is known: Dovecot says so of old versions as well"),
}
"""By the reason, without the name of the version before an alert."""

UNKNOWN = Cause("network", "no reason was logged")

_ALERT = re.compile(r"(?:ssl/tls|sslv3|tlsv1|tlsv13) (?=alert )|(?:ssl/tls|sslv3|tlsv1|tlsv13) (?!alert )")
_ERROR = re.compile(r"error:[0-9A-Fa-f]+:[^:]*:[^:]*:([^:,]+)")


def reason_of(text: str) -> str:
    """The reason in what a daemon says of a handshake: OpenSSL's own, else the last words.

    ``unsupported protocol`` of ``SSL_accept() failed: error:0A000102:SSL routines::unsupported protocol``,
    ``Invalid argument`` of ``SSL_accept() syscall failed: Invalid argument``.
    """
    found = _ERROR.search(text)
    return found[1].strip() if found else text.rpartition(": ")[2].strip()


def cause_of(reason: str) -> Cause:
    """What a reason means; one that nobody has explained yet stands for itself."""
    plain = reason.strip().lower()
    if plain in ("", "-1", "0", "success"):
        return UNKNOWN
    found = _ALERT.match(plain)
    if found is not None:
        rest = plain[found.end() :]
        plain = rest if rest.startswith("alert ") else f"alert {rest}"
    return CAUSES.get(plain, Cause("peer", f"OpenSSL says {reason.strip()!r}"))


def explained(reason: str) -> str:
    """The reason with its meaning, fit for the middle of a sentence."""
    cause = cause_of(reason)
    known = cause is not UNKNOWN and not cause.means.startswith("OpenSSL says")
    return f"{cause.means} ({reason.strip()})" if known else cause.means
