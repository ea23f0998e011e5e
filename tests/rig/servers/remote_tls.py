"""The TLS of remote servers: new and old protocols, anonymous ciphers, certificates of both kinds."""

from __future__ import annotations

import ssl
from pathlib import Path


class Contexts:
    """Server contexts by kind of TLS and kind of certificate."""

    def __init__(self, certs: Path) -> None:
        """Build all of them from CERTDIR/sinkca.pem and CERTDIR/sinkself.pem."""
        self._contexts = {
            (kind, cert): _context(kind, certs / f"sink{cert}.pem")
            for kind in ("tls13", "tls12", "tls10", "anon")
            for cert in ("ca", "self")
        }

    def get(self, kind: str, cert: str) -> ssl.SSLContext:
        """Return the context of a server that speaks `kind` with a `cert`."""
        return self._contexts[(kind, cert)]


def _context(kind: str, pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "anon":
        context.set_ciphers("ADH-AES256-GCM-SHA384:AECDH-AES256-SHA:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(pem)
    context.minimum_version = ssl.TLSVersion.TLSv1
    limits = {"tls12": ssl.TLSVersion.TLSv1_2, "tls10": ssl.TLSVersion.TLSv1}
    if kind in limits:
        context.maximum_version = limits[kind]
    return context
