"""How clients speak TLS: one context for each profile that a plan names."""

from __future__ import annotations

import ssl
import threading
from typing import Any

CIPHERS = {
    "tls12": "ECDHE-RSA-AES256-GCM-SHA384",
    "tls12-aes128": "ECDHE-RSA-AES128-GCM-SHA256",
    "tls12-chacha": "ECDHE-RSA-CHACHA20-POLY1305",
    "tls12-rsa": "AES256-GCM-SHA384",
    "tls12-dhe": "DHE-RSA-AES256-GCM-SHA384",
    "tls12-cbc": "ECDHE-RSA-AES256-SHA384",
    "tls11": "ECDHE-RSA-AES256-SHA",
    "tls10": "ECDHE-RSA-AES128-SHA:AES128-SHA",
    "nocipher": "ECDHE-ECDSA-AES256-GCM-SHA384",  # our certificate is RSA
}
_contexts: dict[str, ssl.SSLContext] = {}
_lock = threading.Lock()


def wrap(sock: Any, profile: str) -> ssl.SSLSocket:
    """Do the handshake as this profile does, or raise ssl.SSLError or OSError."""
    with _lock:
        if profile not in _contexts:
            _contexts[profile] = _context(profile)
        context = _contexts[profile]
    return context.wrap_socket(sock)


def seen(sock: ssl.SSLSocket) -> dict[str, Any]:
    """Note what was agreed, as the truth file keeps it."""
    name, _, bits = sock.cipher() or ("", "", 0)
    return {"protocol": sock.version(), "cipher": name, "bits": bits}


def _context(profile: str) -> ssl.SSLContext:
    """Build a client context; the rig's clients trust anyone, except the profile badverify."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if profile == "badverify":
        context.verify_mode = ssl.CERT_REQUIRED  # and no CA loaded: our certificate is unknown to it
        return context
    if profile.startswith("tls13"):
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        if profile == "tls13-p256":
            context.set_ecdh_curve("prime256v1")
        return context
    old = {"tls10": ssl.TLSVersion.TLSv1, "tls11": ssl.TLSVersion.TLSv1_1}.get(profile)
    context.set_ciphers(CIPHERS[profile] + (":@SECLEVEL=0" if old else ""))
    context.minimum_version = context.maximum_version = old or ssl.TLSVersion.TLSv1_2
    return context
